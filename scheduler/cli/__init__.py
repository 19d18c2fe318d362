"""The command line: data to stdout, talk to stderr, meaning in the exit status.

One file a command. What is heavy (solver, plots, tables) is imported inside the
commands, so that ``--help`` answers at once.
"""

from __future__ import annotations

import sys


def run() -> None:
    """Be the command ``fieldweek``."""
    from scheduler.cli.door import main
    from scheduler.cli.stopping import leave

    leave(main(sys.argv[1:]))

"""``fieldweek work``: one more worker for the runs of a PostgreSQL store."""

from __future__ import annotations

import os
import sys


def run() -> int:
    """Plan the runs that are asked for, until Ctrl-C; start it on as many machines as wanted.

    Settings come from the environment, see docs/reference/settings.md; FIELDWEEK_DATABASE
    is the address of the store. SQLite takes one worker in all, which `serve` starts.
    """
    # In the place of this process: the worker loads the solver, which no command does.
    os.execv(sys.executable, [sys.executable, "-m", "scheduler.worker"])

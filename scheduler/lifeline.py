"""How the processes of `fieldweek serve` end with it, however it ended.

The one that starts them holds the other end of their standard input.
"""

from __future__ import annotations

import os
import signal
import sys
import threading

LIFELINE = "FIELDWEEK_LIFELINE"
"""Set for a process whose standard input ends with the one that started it."""


def hold() -> None:
    """End this process as SIGTERM would, once the one that started it is gone."""
    if os.environ.get(LIFELINE):
        threading.Thread(target=_wait, daemon=True).start()


def _wait() -> None:
    # Not by sys.stdin: its lock, held here, would be missed when the process ends otherwise.
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)

"""Imported once by the server that children are forked from, so that they search at once.

OR-tools is left to whoever needs it (`preload_all`): it would keep the first child waiting.

What is still to be compiled is compiled in a process beside the server: it gives back the
memory that this takes, which each child would begin with otherwise, and it ends when
whoever started the server is gone, however long the rest would have taken.
"""

from __future__ import annotations

import gc
import os
import signal
import time

import scheduler.solver.solve  # noqa: F401
from scheduler.solver.search.compiled import is_complete
from scheduler.solver.warm import ready, search_ready

LOOK_SECONDS = 0.05
"""Between two looks at whether compiling is over, and anybody still waits for it."""


def compile_beside() -> None:
    """Have all compiled and kept on disk, unless nobody waits for it any more."""
    parent = os.getppid()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            ready()
            status = 0
        finally:
            os._exit(status)
    while os.waitpid(child, os.WNOHANG) == (0, 0):
        if os.getppid() != parent:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            os._exit(0)
        time.sleep(LOOK_SECONDS)


if not is_complete():
    compile_beside()
search_ready()
gc.freeze()  # no child looks through all this for rubbish

"""Processor seconds of a command with all its processes, however they are related to it."""

from __future__ import annotations

import ctypes
import os
import resource
import sys

PR_SET_CHILD_SUBREAPER = 36


class Spent:
    """Counts from now on what commands started here use.

    The solver's processes are children of a server that outlives the command for a moment:
    Linux counts them where whoever started the command buries them.
    """

    def __init__(self) -> None:
        self._knows = sys.platform == "linux" and (
            ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0
        )
        self._before = _of_children()

    def so_far(self) -> float | None:
        """Seconds used since, when the command has ended; None where nobody counts."""
        if not self._knows:
            return None
        try:
            while True:
                os.waitpid(-1, 0)
        except ChildProcessError:
            return round(_of_children() - self._before, 1)


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime

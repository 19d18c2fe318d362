"""Processes that plan: forked from a server that has the solver loaded already."""

from __future__ import annotations

import multiprocessing
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import forkserver, resource_tracker
from multiprocessing.process import BaseProcess
from types import ModuleType
from typing import Any

_KIND = "spawn" if sys.platform == "win32" else "forkserver"
_ONE_AT_A_TIME = threading.Lock()


def prepare(*, everything: bool = False) -> None:
    """Begin to start the server that children are forked from; returns at once.

    It has what searches at hand, and with ``everything`` OR-tools too: whoever is first says.

    Ctrl-C reaches every process of a terminal, this server too while it still loads: so
    it is started with that signal blocked, and its children inherit this.
    """
    if sys.platform == "win32":
        return
    name = "preload_all" if everything else "preload"
    multiprocessing.set_forkserver_preload([f"scheduler.solver.{name}"])
    resource_tracker.ensure_running()  # else the server starts it, and that clears the mask
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        with _without_script():
            forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def start(target: Callable[..., None], args: tuple[Any, ...], *, daemon: bool) -> BaseProcess:
    """Start a process; one that is not a daemon may start processes of its own."""
    prepare()
    context = multiprocessing.get_context(_KIND)
    child: BaseProcess = context.Process(  # type: ignore[attr-defined]
        target=target, args=args, daemon=daemon
    )
    with _without_script():
        child.start()
    return child


@contextmanager
def _without_script() -> Iterator[None]:
    """Hide the script that runs: a child would run it again, up to where it asks for a child.

    Python wants an ``if __name__ == "__main__"`` around the whole of it for that; what our
    children do is in modules, so that they need nothing of it.
    """
    with _ONE_AT_A_TIME:
        script = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = script

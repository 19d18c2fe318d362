"""Ctrl-C: once to stop and keep the best, twice to give up."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import Generic, NoReturn, TypeVar

from scheduler.cli.talk import say

T = TypeVar("T")
TICK = 0.1
"""Seconds between two looks at how the work stands."""


class Stoppable(Generic[T]):
    """Work done in a thread of its own, so that Ctrl-C is heard even inside a solver."""

    def __init__(self, work: Callable[[Callable[[], bool]], T]) -> None:
        self._stop = threading.Event()
        self._presses = 0
        self._results: list[T] = []
        self._errors: list[BaseException] = []
        self._thread = threading.Thread(target=self._run, args=(work,), daemon=True)

    @property
    def was_stopped(self) -> bool:
        """Whether the person stopped it."""
        return self._stop.is_set()

    def finish(self, tick: Callable[[], None]) -> T:
        """Wait for the work to end and give its result, calling ``tick`` meanwhile.

        Raises
        ------
        KeyboardInterrupt
            At the second Ctrl-C.
        """
        told = False
        before = {number: signal.signal(number, self._press) for number in _signals()}
        try:
            self._thread.start()
            while self._thread.is_alive():
                self._thread.join(TICK)
                tick()
                if self.was_stopped and not told:
                    say("Stopping; the best so far is kept. Ctrl-C again to give up.")
                    told = True
                if self._presses > 1:
                    raise KeyboardInterrupt
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
        for error in self._errors:
            if isinstance(error, OSError) and error.filename is None:
                # No file, so a pipe between processes: not the reader of stdout, for whom
                # Typer would take it and end in silence.
                raise RuntimeError(f"a process of the solver was lost ({error})") from error
            raise error
        return self._results[0]

    def _run(self, work: Callable[[Callable[[], bool]], T]) -> None:
        try:
            self._results.append(work(self._stop.is_set))
        except BaseException as error:
            self._errors.append(error)

    def _press(self, number: int, frame: FrameType | None) -> None:
        # Nothing is printed here: the main thread may be in the middle of a print.
        self._presses += 1
        self._stop.set()


def _signals() -> tuple[signal.Signals, ...]:
    # Only the main thread may listen; elsewhere (embedded, some tests) nobody presses.
    if threading.current_thread() is not threading.main_thread():
        return ()
    return (signal.SIGINT, signal.SIGTERM)


def leave(status: int) -> NoReturn:
    """End the process; work given up is not waited for, its children end with it."""
    sys.stdout.flush()
    sys.stderr.flush()
    if any(thread.daemon for thread in threading.enumerate()):
        for child in multiprocessing.active_children():
            child.kill()
        os._exit(status)
    sys.exit(status)

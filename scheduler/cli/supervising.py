"""Processes that run side by side until somebody ends them; one that dies is started again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from types import FrameType

from scheduler.cli.talk import say
from scheduler.lifeline import LIFELINE

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
"""Seconds before a process is started again: double each time it dies young."""
OLD_SECONDS = 5.0
"""Who lived this long was well: it starts again soon."""
GRACE_SECONDS = 20.0
"""What a process has to end in peace."""


class Supervised:
    """One process, and when to start it again."""

    def __init__(self, name: str, module: str, settings: Mapping[str, str]) -> None:
        self.name = name
        self._command = [sys.executable, "-m", module]
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None
        self._began = 0.0
        self._again_at = 0.0
        self._pause = FIRST_PAUSE

    def start(self) -> None:
        """Start it, in a group of its own: Ctrl-C reaches who started it, not it."""
        self._began = time.monotonic()
        self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            env={**os.environ, **self._settings, LIFELINE: "1"},
            process_group=0,
        )

    def look(self) -> None:
        """Start it again if it has ended and the pause is over."""
        now = time.monotonic()
        if self._process is None:
            if now >= self._again_at:
                self.start()
            return
        status = self._process.poll()
        if status is None:
            return
        self._pause = FIRST_PAUSE if now - self._began > OLD_SECONDS else self._pause
        say(f"The {self.name} ended (status {status}); it starts again in {self._pause:g} s.")
        self._let_go()
        self._again_at = now + self._pause
        self._pause = min(LONGEST_PAUSE, 2 * self._pause)

    def ask_to_end(self) -> None:
        """Let it end in peace."""
        if self._process is not None:
            self._process.terminate()

    def end(self, deadline: float) -> None:
        """Wait for its end until a moment, then end it."""
        if self._process is None:
            return
        try:
            self._process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            say(f"The {self.name} does not end; it is ended.")
            self._process.kill()
            self._process.wait()
        self._let_go()

    def _let_go(self) -> None:
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
        self._process = None


def supervise(processes: Sequence[Supervised], ready: threading.Thread | None = None) -> None:
    """Keep all of them running until Ctrl-C or SIGTERM; then let all end in peace."""
    leaving = threading.Event()

    def leave(number: int, frame: FrameType | None) -> None:
        leaving.set()

    before = {number: signal.signal(number, leave) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        if ready is not None:
            ready.start()
        while not leaving.wait(0.2):
            for process in processes:
                process.look()
    finally:
        for process in processes:
            process.ask_to_end()
        deadline = time.monotonic() + GRACE_SECONDS
        for process in processes:
            process.end(deadline)
        for number, handler in before.items():
            signal.signal(number, handler)

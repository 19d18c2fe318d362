"""How a run stands, while it runs: a live line on a terminal, else one now and then."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

from scheduler.cli.talk import console, say
from scheduler.domain.runs import Progress

if TYPE_CHECKING:
    from rich.live import Live

EVERY = 5.0
"""Seconds between two plain lines."""


def progress_line(progress: Progress) -> str:
    """Say how a run stands, in one line.

    >>> from scheduler.domain.runs import Bounds
    >>> progress_line(Progress(seconds=3.25, work=1, unplaced=(1, 0, 2), penalty=400,
    ...                        bounds=Bounds(unplaced=1, penalty=300), phase="improving"))
    '   3.2 s  improving         unplaced 3 (at least 1)  penalty 400  bound 300  gap 25.0%'
    """
    start = f"{progress.seconds:6.1f} s  {progress.phase:<16}"
    if progress.unplaced is None or progress.penalty is None or progress.gap is None:
        return f"{start}  no timetable yet"
    return (
        f"{start}  unplaced {sum(progress.unplaced):,} (at least {progress.bounds.unplaced:,})"
        f"  penalty {progress.penalty:,}  bound {progress.bounds.penalty:,}"
        f"  gap {progress.gap:.1%}"
    )


class LiveProgress:
    """Shows the latest progress on stderr; ``quiet`` shows nothing."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._latest: Progress | None = None
        self._shown: Progress | None = None
        self._shown_at = float("-inf")
        self._quiet = quiet
        self._live: Live | None = None

    def __enter__(self) -> Self:
        if not self._quiet and sys.stderr.isatty():
            from rich.live import Live

            self._live = Live(console=console(sys.stderr), refresh_per_second=4, transient=True)
            self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if self._live is not None:
            self._live.stop()
        if not self._quiet and self._latest is not None and self._latest is not self._shown:
            say(progress_line(self._latest))

    def hear(self, progress: Progress) -> None:
        """Take note of progress; may be called from any thread."""
        self._latest = progress

    def tick(self) -> None:
        """Show what is new, if it is time to."""
        latest = self._latest
        if self._quiet or latest is None or latest is self._shown:
            return
        if self._live is not None:
            self._live.update(progress_line(latest), refresh=False)
            return
        first = latest.unplaced is not None and (
            self._shown is None or self._shown.unplaced is None
        )
        now = time.monotonic()
        if first or now - self._shown_at >= EVERY:
            say(progress_line(latest))
            self._shown, self._shown_at = latest, now

"""How far a table is: a line now and then on stderr."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from scheduler.cli.talk import say

if TYPE_CHECKING:
    from scheduler.what_if.trying import Tried

EVERY = 2.0
"""Seconds between two lines."""


class Counting:
    """Counts rows as they come; ``quiet`` says nothing."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._quiet = quiet
        self._latest: tuple[int, int, str] | None = None
        self._said: tuple[int, int, str] | None = None
        self._at = time.monotonic()

    def hear(self, done: int, all_of_them: int, tried: Tried) -> None:
        """Take note of a row; may be called from any thread."""
        row = tried.row
        self._latest = (done, all_of_them, f"{row.scenario}: {row.status}")

    def tick(self) -> None:
        """Say what is new, if it is time to."""
        latest, now = self._latest, time.monotonic()
        if self._quiet or latest is None or latest == self._said or now - self._at < EVERY:
            return
        say(f"{latest[0]:,} of {latest[1]:,}  {latest[2]}")
        self._said, self._at = latest, now

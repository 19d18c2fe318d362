"""What a board shows of a minute: as rows and alerts, or as numbers for those that are open."""

from __future__ import annotations

from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from scheduler.attendance.board import Alert, BoardBy
from scheduler.domain.alerts import AlertNote, AlertStep
from scheduler.domain.standing import Expected, Standing

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertSeen:
    """An alert, and what was done about it so far."""

    alert: Alert
    steps: tuple[AlertNote, ...] = ()

    @property
    def step(self) -> AlertStep | None:
        """How far it got."""
        return self.steps[-1].step if self.steps else None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSeen:
    """A line of the register at a minute."""

    expected: Expected
    state: int
    """A place in `STATES`."""
    standing: Standing | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The board at a minute, as far as somebody may see it."""

    version: tuple[int, int]
    """Changes with everything that is shown."""
    at: int
    by: BoardBy
    totals: tuple[int, ...]
    rows: dict[str, tuple[int, ...]]
    """By id of what is counted by, one figure for each of `STATES`."""
    alerts: tuple[AlertSeen, ...]
    more_alerts: int
    """Alerts that are not given."""
    open_alerts: int
    """Alerts, given or not, that nobody has resolved."""
    untaken: dict[str, str]
    """Advisories whose register is not taken, with the school site."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Figures:
    """What an open board shows of a minute, as numbers."""

    at: int
    totals: tuple[int, ...]
    ids: list[str]
    table: Ints
    """A row for each of ``ids``, a column for each of `STATES`."""
    alerts: int
    """How many there are to call about that nobody has resolved."""
    calls: Ints
    """Every alert, as a number of its own."""
    steps: int
    """Changes with what was done about alerts."""
    untaken: tuple[str, ...]
    heard: float
    """When the latest was heard of anybody on it, in seconds of the epoch; 0: never."""

    @property
    def calling(self) -> int:
        """Changes with who is to be called about, and with what was done about it."""
        return crc32(self.calls.tobytes(), self.steps)

    def is_as(self, other: Figures) -> bool:
        """Whether another shows the same."""
        mine = (self.at, self.totals, self.calling, self.untaken, self.heard)
        its = (other.at, other.totals, other.calling, other.untaken, other.heard)
        return mine == its and np.array_equal(self.table, other.table)

"""What was said of one student on one date, as it comes in: all of it, and what of it tells.

Who taps twenty times says little more than who taps once. Of taps that say the same, the first
and the last tell all: when they came is the first, when they went the last, whose word holds is
the last, and whoever came again after going did so by the last. Folding those alone gives what
folding all of them gives, and takes no longer at the end of a day than at its beginning.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from scheduler.attendance.flags import is_clock_off
from scheduler.attendance.superseding import standing_marks
from scheduler.domain.attendance import Mark

Sort = tuple[object, ...]


class Said:
    """The marks of a student on a date."""

    __slots__ = ("_ends", "_zone", "marks", "received")

    def __init__(self, zone: ZoneInfo) -> None:
        self.marks: dict[str, Mark] = {}
        """By id, each once."""
        self._ends: dict[Sort, tuple[Mark, Mark]] | None = {}
        """The first and the last of taps that say the same; None: it is not all plain taps."""
        self._zone = zone
        self.received: datetime | None = None
        """When the latest was received."""

    def add(self, mark: Mark) -> bool:
        """Hear a mark; False where it can change nothing of how it stands with them."""
        if mark.id in self.marks:
            return False
        self.marks[mark.id] = mark
        if self.received is None or mark.received_at > self.received:
            self.received = mark.received_at
        if self._ends is None:
            return True
        if not _is_plain(mark):
            self._ends = None
            return True
        sort = self._sort(mark)
        ends = self._ends.get(sort)
        if ends is None:
            self._ends[sort] = mark, mark
            return True
        first, last = min(*ends, mark, key=_order), max(*ends, mark, key=_order)
        self._ends[sort] = first, last
        return mark is first or mark is last

    def telling(self) -> list[Mark]:
        """The marks that stand, but for those that say nothing more than others do."""
        if self._ends is None:
            return standing_marks(self.marks.values())
        return standing_marks(mark for ends in self._ends.values() for mark in ends)

    def _sort(self, mark: Mark) -> Sort:
        """Equal for taps that say the same, but for when."""
        is_off = is_clock_off(mark, self._zone)
        return mark.how, mark.authority, mark.code, mark.site, mark.entry, mark.band, is_off


def _is_plain(mark: Mark) -> bool:
    """Whether it is a tap that names no other mark, no run and no times."""
    return (
        mark.how.is_tap
        and mark.supersedes is None
        and not mark.about
        and mark.start is None
        and mark.end is None
    )


def _order(mark: Mark) -> tuple[datetime, str]:
    return mark.effective_at, mark.id

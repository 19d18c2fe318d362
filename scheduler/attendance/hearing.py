"""What marks are about: which line of the register, seen or planned, and whose word it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from scheduler.domain.attendance import How, Mark, Witness
from scheduler.domain.codes import Code, Codes, Counts
from scheduler.domain.standing import EntryKind, Expected

GRACE = 5
"""Minutes after the start that are not late, and before the end that are not early."""
DECIDES = frozenset({Witness.MENTOR, Witness.REGISTER, Witness.OFFICE})
"""Whose word confirms; that of the student and of the van is evidence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How marks are read: the codes, the school's zone, and minutes of grace."""

    codes: Codes
    zone: ZoneInfo
    grace: int = GRACE


Order = tuple[int, datetime, str]
"""What of two marks holds: more authority, then later effect, then greater id."""


class Heard(NamedTuple):
    """A mark, and the code it says."""

    mark: Mark
    code: Code

    @property
    def order(self) -> Order:
        """Of two, the greater holds."""
        return self.mark.authority, self.mark.effective_at, self.mark.id

    @property
    def is_plan(self) -> bool:
        """Whether it says what is meant to be, and not what was seen."""
        return self.code.future and self.mark.how is not How.CHECK_IN

    def is_verdict(self, expected: Expected) -> bool:
        """Whether it says that they were there, or that they were not.

        A van says so by who boarded on the way there; the way back is another matter.
        """
        if self.code.counts is Counts.NOTHING:
            return False
        if self.mark.how is not How.VAN or "run" not in self.mark.about:
            return True
        return any(leg.run == self.mark.about["run"] for leg in expected.there)


def concerns(mark: Mark, code: Code, expected: Expected) -> bool:
    """Whether a mark says something of this line of the register.

    A mark of one session says that the student is on campus, never that they are not. What
    is planned holds for all that it overlaps, wherever that is.
    """
    if mark.student != expected.student or mark.day != expected.day:
        return False
    if mark.entry:
        if mark.entry == expected.entry:
            return True
        of_campus = expected.kind is EntryKind.CAMPUS
        seen = code.counts is Counts.PRESENT and not code.future
        return of_campus and seen and mark.entry.startswith(_PARTS)
    if mark.site and mark.site != expected.site:
        return False
    return expected.kind.is_day or code.future


_PARTS = (f"{EntryKind.SESSION}.", f"{EntryKind.MEETING}.")

"""What the state is told of a day: a category of the Ed-Fi data standard, and minutes."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.attendance.codes import OFF_SITE, PRESENT
from scheduler.attendance.rollup import Lived
from scheduler.domain.codes import Code, Codes, Counts, Direction, EdFi
from scheduler.domain.standing import EntryKind, Presence, Standing

_MISSED = {Counts.EXCUSED: EdFi.EXCUSED, Counts.ABSENT: EdFi.UNEXCUSED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A day of a student as the state is told of it."""

    code: str
    category: EdFi
    present: int
    """In minutes, as are the others."""
    excused: int
    absent: int


def told(one: Lived, codes: Codes) -> Told | None:
    """Say what the state is told of a day; None: nothing is known of it, or it is not reportable.

    A code that says only that somebody left is told as being there until then. Whoever is on a
    trip of the school is there for all of it.
    """
    standing = one.standing
    code = codes.get(standing.code)
    if code is None or standing.counts is Counts.NOTHING:
        return None
    if code.direction is Direction.OUT and not code.reportable:
        code = codes[OFF_SITE if one.expected.kind is EntryKind.DAY_OUT else PRESENT]
    if not code.reportable:
        return None
    on_trip = standing.presence is Presence.EXCUSED and standing.counts is Counts.PRESENT
    return Told(
        code=code.id,
        category=_category(code, standing, on_trip=on_trip),
        present=standing.excused_minutes if on_trip else standing.present_minutes,
        excused=0 if on_trip else standing.excused_minutes,
        absent=standing.absent_minutes,
    )


def _category(code: Code, standing: Standing, *, on_trip: bool) -> EdFi:
    """The code's own, but for who was there for a part of the day."""
    if standing.counts is not Counts.PRESENT:
        return code.ed_fi or _MISSED[standing.counts]
    if standing.is_late and standing.is_early:
        return EdFi.PARTIAL
    if standing.is_late:
        return EdFi.TARDY
    if standing.is_early:
        return EdFi.EARLY_DEPARTURE
    if not on_trip and standing.excused_minutes + standing.absent_minutes:
        return EdFi.PARTIAL
    return code.ed_fi or EdFi.PRESENT

"""Lines of the register as they are compiled: of every date that follows a pattern."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from scheduler.domain.standing import EntryKind, Expected
from scheduler.domain.timetable import DayOut


class Line(NamedTuple):
    """What a student is expected at, on whatever date."""

    student: str
    entry: str
    kind: EntryKind
    site: str
    place: str
    people: tuple[str, ...]
    start: int
    end: int
    advisory: str
    out: DayOut | None = None


def expected(line: Line, day: date) -> Expected:
    """Say a line of a date."""
    return Expected(
        student=line.student,
        day=day,
        entry=line.entry,
        kind=line.kind,
        site=line.site,
        place=line.place,
        people=line.people,
        start=line.start,
        end=line.end,
        advisory=line.advisory,
        there=line.out.there if line.out else (),
        back=line.out.back if line.out else (),
    )

"""Marks to test with: Ada is out with her mentor from 9:00 to 15:00 on Tuesday."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from scheduler.attendance.codes import codes_of
from scheduler.attendance.hearing import Reading
from scheduler.domain.attendance import How, Mark
from scheduler.domain.standing import EntryKind, Expected
from scheduler.domain.timetable import Leg
from tests.factories import at

ZONE = ZoneInfo("America/New_York")
TUESDAY = date(2026, 9, 8)
READING = Reading(codes=codes_of(), zone=ZONE)


def moment(clock: str) -> datetime:
    """A clock time of that Tuesday at the school."""
    return datetime.combine(TUESDAY, at(clock), ZONE).astimezone(UTC)


def mark(id: str, code: str, how: How, clock: str = "9:00", **other: Any) -> Mark:
    """A mark about Ada's day."""
    values: dict[str, Any] = {
        "term": "term_1",
        "student": "S1",
        "day": TUESDAY,
        "site": "LAB",
        "effective_at": moment(clock),
        "received_at": moment(clock) + timedelta(seconds=1),
        "authority": how.authority,
        "made_by": "acc_1",
    }
    return Mark(id=id, code=code, how=how, **(values | other))


OUT = Expected(
    student="S1",
    day=TUESDAY,
    entry="day-out.0",
    kind=EntryKind.DAY_OUT,
    site="LAB",
    place="LAB",
    people=("M1",),
    start=540,
    end=900,
    there=(
        Leg(
            mode="van",  # type: ignore[arg-type]
            origin="HALL",
            destination="LAB",
            departs=at("8:40"),
            arrives=at("9:00"),
            run="R1",  # type: ignore[arg-type]
        ),
    ),
)
CAMPUS = Expected(
    student="S1",
    day=TUESDAY,
    entry="campus",
    kind=EntryKind.CAMPUS,
    site="HALL",
    place="HALL",
    start=540,
    end=900,
)
SESSION = Expected(
    student="S1",
    day=TUESDAY,
    entry="session.A1.6",
    kind=EntryKind.SESSION,
    site="HALL",
    place="R1",
    start=600,
    end=660,
)

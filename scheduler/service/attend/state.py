"""The report to the state: one row a student and day, with code, category and minutes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from scheduler.attendance.rollup import Lived
from scheduler.attendance.state import Told, told
from scheduler.domain.codes import EdFi
from scheduler.domain.ids import StudentId
from scheduler.files.sheets import Cell, Sheet
from scheduler.service.attend.reports import Period, is_day_out

HEADINGS = (
    "Date",
    "Id",
    "Student",
    "School",
    "Where",
    "Code",
    "Ed-Fi category",
    "Minutes planned",
    "Minutes present",
    "Minutes excused",
    "Minutes absent",
)


@dataclass(frozen=True, kw_only=True)
class ForTheState:
    """The days of a period that the state is told of, in order of dates and students."""

    days: tuple[tuple[Lived, Told], ...]
    left_out: int
    """Days of which nothing is known, or whose code is not reportable."""

    @property
    def categories(self) -> dict[EdFi, tuple[int, int]]:
        """By category how many days there are, and how many minutes present."""
        days = Counter(one.category for _, one in self.days)
        minutes: Counter[EdFi] = Counter()
        for _, one in self.days:
            minutes[one.category] += one.present
        return {one: (days[one], minutes[one]) for one in EdFi if days[one]}


def of_period(found: Period) -> ForTheState:
    """Say what the state is told of a period, as far as somebody may see it."""
    codes = found.known.reading.codes
    known = [(one, said) for one in found.lived if (said := told(one, codes)) is not None]
    return ForTheState(days=tuple(known), left_out=len(found.lived) - len(known))


def sheet_of(found: Period) -> Sheet:
    """Write the report to the state as a table."""
    rows: list[list[Cell]] = []
    for one, said in of_period(found).days:
        expected = one.expected
        rows.append(
            [
                expected.day.isoformat(),
                expected.student,
                found.name(expected.student),
                _school(found, expected.student),
                "off-site" if is_day_out(one) else "on-site",
                said.code,
                said.category.value,
                expected.minutes,
                said.present,
                said.excused,
                said.absent,
            ]
        )
    return Sheet(title="For the state", headings=HEADINGS, rows=rows)


def _school(found: Period, student: str) -> str:
    """The id of the school of a student, by the data of the last date on which they are in it."""
    for holding in sorted(found.known.register.holdings, key=lambda one: -one.number):
        known = holding.instance.student_of.get(StudentId(student))
        if known is not None:
            return holding.instance.school_site_of_student(known).school
    return ""

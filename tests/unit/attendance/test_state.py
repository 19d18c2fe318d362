"""What the state is told: categories and minutes of days as they stood."""

from __future__ import annotations

from typing import Any

import pytest

from scheduler.attendance.codes import codes_of
from scheduler.attendance.ledger import fold
from scheduler.attendance.rollup import Lived
from scheduler.attendance.state import told
from scheduler.domain.attendance import How, Mark
from scheduler.domain.codes import Code, Counts, Direction, EdFi, Scope
from tests.unit.attendance.marking import CAMPUS, OUT, READING, mark

OWN = (
    Code(
        id="IN",
        name="For ourselves only",
        direction=Direction.IN,
        scope=Scope.ON_SITE,
        counts=Counts.PRESENT,
        reportable=False,
    ),
)


def said(code: str, how: How = How.REGISTER, **other: Any) -> Mark:
    return mark(f"m-{code}-{how}", code, how, **other)


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ([], None),
        ([said("PO", How.MENTOR)], ("PO", EdFi.IN_ATTENDANCE, 360, 0, 0)),
        ([said("PO", How.MENTOR, start=570)], ("PO", EdFi.TARDY, 330, 0, 30)),
        ([said("PO", How.MENTOR, end=840)], ("PO", EdFi.EARLY_DEPARTURE, 300, 0, 60)),
        ([said("PO", How.MENTOR, start=570, end=840)], ("PO", EdFi.PARTIAL, 270, 0, 90)),
        (
            [said("PO", How.MENTOR), said("E", How.OFFICE, start=600, end=660)],
            ("PO", EdFi.PARTIAL, 300, 60, 0),
        ),
        ([said("OUT", How.MENTOR)], ("PO", EdFi.IN_ATTENDANCE, 360, 0, 0)),
        ([said("A")], ("A", EdFi.UNEXCUSED, 0, 0, 360)),
        ([said("I", How.OFFICE)], ("I", EdFi.EXCUSED, 0, 360, 0)),
        ([said("T", How.OFFICE)], ("T", EdFi.IN_ATTENDANCE, 360, 0, 0)),
        ([said("IN")], None),
    ],
)
def test_what_is_told_of_a_day(marks: list[Mark], expected: tuple[object, ...] | None) -> None:
    codes = codes_of(OWN)
    standing = fold(OUT, marks, type(READING)(codes=codes, zone=READING.zone))
    found = told(Lived(OUT, standing), codes)
    assert expected == (
        found and (found.code, found.category, found.present, found.excused, found.absent)
    )


def test_whoever_left_the_campus_was_present_on_it() -> None:
    left = fold(CAMPUS, [said("OUT", site="HALL")], READING)
    found = told(Lived(CAMPUS, left), READING.codes)
    assert found is not None
    assert (found.code, found.category) == ("P", EdFi.PRESENT)

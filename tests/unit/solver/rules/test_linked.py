"""Rule ``linked``: model and check agree."""

import pytest

from scheduler.domain.rules import RuleId
from tests import factories as f
from tests.unit.solver.witnesses import witnesses


@pytest.mark.parametrize(
    ("enrolled", "allowed"),
    [(("W1-1", "W2-1"), True), (("W1-1",), False), (("W2-1",), False), ((), True)],
)
def test_linked_sections_are_taken_together(enrolled, allowed):
    given = f.instance(
        students=(f.student("S1", requests=(f.must("W1"), f.must("W2"))),),
        workshops=(
            f.workshop("W1"),
            f.workshop("W2", sections=(f.section("W2-1", linked=("W1-1",)),)),
        ),
    )
    timetable = f.timetable(
        days_out=(),
        sections=(f.running("W1-1", 1, 13), f.running("W2-1", 7, 19)),
        enrolments=tuple(f.enrolment("S1", section) for section in enrolled),
    )
    assert witnesses(RuleId.LINKED, given, timetable) == (allowed, allowed)


@pytest.mark.parametrize(
    ("first", "second", "allowed"),
    [
        ((1, 13), (2, 6), True),
        ((1, 13), (1, 6), False),
        ((6, 13), (1, 14), False),
        ((6, 13), (7, 8), True),
        ((), (1, 6), True),
    ],
)
def test_ordered_sections_begin_in_order(first, second, allowed):
    given = f.instance(
        workshops=(
            f.workshop("W1"),
            f.workshop("W2", sections=(f.section("W2-1", after=("W1-1",)),)),
        ),
    )
    sections = [f.running("W2-1", *second)]
    if first:
        sections.insert(0, f.running("W1-1", *first))
    timetable = f.timetable(days_out=(), sections=tuple(sections), enrolments=())
    assert witnesses(RuleId.LINKED, given, timetable) == (allowed, allowed)

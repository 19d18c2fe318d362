"""Rule ``days-apart``: model and check agree."""

import pytest

from scheduler.domain.rules import RuleId
from tests import factories as f
from tests.unit.solver.witnesses import witnesses


@pytest.mark.parametrize(
    ("days", "least", "most", "allowed"),
    [
        ((1, 3), 2, 2, True),
        ((1, 2), 2, 6, False),
        ((0, 4), 1, 3, False),
        ((1, 2), 1, 6, True),
    ],
)
def test_model_and_check_agree(days, least, most, allowed):
    ada = f.student("S1", internships=(f.internship(),), least_apart=least, most_apart=most)
    days_out = tuple(f.day_out("S1", day) for day in days)
    timetable = f.timetable(days_out=days_out, enrolments=(), sections=())
    given = f.instance(students=(ada,))
    assert witnesses(RuleId.DAYS_APART, given, timetable) == (allowed, allowed)

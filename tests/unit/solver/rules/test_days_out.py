"""Rule ``days-out``: model and check agree."""

import pytest

from scheduler.domain.rules import RuleId
from tests import factories as f
from tests.unit.solver.witnesses import witnesses


@pytest.mark.parametrize(
    ("days", "allowed_days", "allowed"),
    [
        ((1, 3), (), True),
        ((1,), (), True),
        ((), (), True),
        ((1, 3), (1, 3), True),
        ((1, 3), (1, 2), False),
        ((0, 1, 3), (), False),
    ],
    ids=["both", "one unplaced", "none", "on allowed days", "on another day", "too many"],
)
def test_model_and_check_agree(days, allowed_days, allowed):
    ada = f.student("S1", internships=(f.internship(allowed_days=allowed_days),))
    timetable = f.timetable(
        days_out=tuple(f.day_out("S1", day) for day in days), enrolments=(), sections=()
    )
    given = f.instance(students=(ada,))
    assert witnesses(RuleId.DAYS_OUT, given, timetable) == (allowed, allowed)

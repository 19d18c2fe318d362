"""Rule ``staff-day``: model and check agree."""

import pytest

from scheduler.domain.rules import RuleId
from tests import factories as f
from tests.unit.solver.witnesses import witnesses


@pytest.mark.parametrize(
    ("staff", "allowed"),
    [
        ({}, True),
        ({"most_day": 2}, True),
        ({"most_day": 1}, False),
        ({"most_week": 3}, True),
        ({"most_week": 2}, False),
    ],
)
def test_model_and_check_agree(staff, allowed):
    """T1 leads the meeting and a session on Monday, and a session on Wednesday."""
    given = f.instance(
        staff=(f.staff("T1", **staff),),
        workshops=(f.workshop(sections=(f.section("W1-1", leads=("T1",)),)),),
    )
    section = f.running("W1-1", f.slot(0, 10), f.slot(2, 10), lead="T1")
    timetable = f.timetable(sections=(section,))
    assert witnesses(RuleId.STAFF_DAY, given, timetable) == (allowed, allowed)

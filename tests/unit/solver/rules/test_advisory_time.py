"""Rule ``advisory-time``: model and check agree."""

import pytest

from scheduler.domain.rules import RuleId
from scheduler.solver.problem import Problem
from tests import factories as f
from tests.property.neighbours import settled
from tests.property.worth import worth
from tests.unit.solver.witnesses import witnesses


@pytest.mark.parametrize(
    ("minutes", "slot", "listed"),
    [(60, f.slot(0, 9), []), (61, f.slot(0, 9), ["S1", "S2"]), (60, f.slot(1, 9), ["S1"])],
    ids=["enough", "too short for all", "Ada is out"],
)
def test_who_is_short_is_listed_by_both(minutes, slot, listed):
    """Ada is out on Tuesday and Thursday; one meeting of an hour."""
    given = f.instance(advisories=(f.advisory(minutes=minutes),))
    timetable = f.timetable(meetings=(f.meeting(slot),))
    items = [f.unplaced("minutes", student, "0") for student in listed]
    assert settled(Problem(given), timetable).unplaced == tuple(items)
    assert witnesses(RuleId.ADVISORY_TIME, given, timetable) == (True, True)
    worth_to_model = worth(Problem(given), settled(Problem(given), timetable))
    assert worth_to_model is not None
    assert worth_to_model.unplaced[2] == len(listed)

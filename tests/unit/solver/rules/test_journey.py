"""Rule ``journey``: model and check agree."""

import pytest

from scheduler.domain.places import Mode
from scheduler.domain.rules import RuleId
from tests import factories as f
from tests.unit.solver.witnesses import witnesses


@pytest.mark.parametrize(
    ("student", "allowed"),
    [
        ({}, True),
        ({"longest_journey": 13}, True),
        ({"longest_journey": 12}, False),
        ({"modes": (Mode.CYCLE,)}, False),
    ],
)
def test_model_and_check_agree(student, allowed):
    """Ada walks 13 minutes each way."""
    ada = f.student("S1", internships=(f.internship(),), **student)
    timetable = f.timetable(enrolments=(), sections=())
    given = f.instance(students=(ada,))
    assert witnesses(RuleId.JOURNEY, given, timetable) == (allowed, allowed)

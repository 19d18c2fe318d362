"""Rule ``same-mentor``: model and check agree."""

import pytest

from scheduler.domain.rules import RuleId
from tests import factories as f
from tests.unit.solver.witnesses import witnesses


@pytest.mark.parametrize(
    ("first", "second", "allowed"),
    [("M1", "M1", True), ("M2", "M2", True), ("M1", "M2", False), ("M3", "M3", False)],
)
def test_model_and_check_agree(first, second, allowed):
    ada = f.student("S1", internships=(f.internship(candidates=("M1", "M2")),))
    given = f.instance(students=(ada,), mentors=tuple(f.mentor(m) for m in ("M1", "M2", "M3")))
    days_out = (f.day_out("S1", 1, mentor=first), f.day_out("S1", 3, mentor=second))
    timetable = f.timetable(days_out=days_out, enrolments=(), sections=())
    assert witnesses(RuleId.SAME_MENTOR, given, timetable) == (allowed, allowed)

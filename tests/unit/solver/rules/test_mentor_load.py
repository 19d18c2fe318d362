"""Rule ``mentor-load``: model and check agree."""

import pytest

from scheduler.domain.rules import RuleId
from tests import factories as f
from tests.unit.solver.witnesses import witnesses


@pytest.mark.parametrize(
    ("days", "at_once", "in_all", "allowed"),
    [
        ((1, 3), 1, 2, True),
        ((1, 1), 1, 2, False),
        ((1, 1), 2, 2, True),
        ((1, 3), 2, 1, False),
    ],
)
def test_model_and_check_agree(days, at_once, in_all, allowed):
    students = tuple(f.student(s, internships=(f.internship(days=1),)) for s in ("S1", "S2"))
    given = f.instance(students=students, mentors=(f.mentor(at_once=at_once, in_all=in_all),))
    days_out = (f.day_out("S1", days[0]), f.day_out("S2", days[1]))
    timetable = f.timetable(days_out=days_out, enrolments=(), sections=())
    assert witnesses(RuleId.MENTOR_LOAD, given, timetable) == (allowed, allowed)


@pytest.mark.parametrize(("weeks", "allowed"), [((0, 1), True), ((0, 0), False)])
def test_interns_of_other_weeks_do_not_meet(weeks, allowed):
    students = tuple(
        f.student(s, internships=(f.internship(days=1, weeks=(week,)),))
        for s, week in zip(("S1", "S2"), weeks, strict=True)
    )
    given = f.instance(term=f.term(cycle=2), students=students, mentors=(f.mentor(at_once=1),))
    days_out = (f.day_out("S1", 1), f.day_out("S2", 1))
    timetable = f.timetable(days_out=days_out, enrolments=(), sections=())
    assert witnesses(RuleId.MENTOR_LOAD, given, timetable) == (allowed, allowed)

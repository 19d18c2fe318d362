"""Rule ``one-place``: model and check agree."""

import pytest

from scheduler.domain.rules import RuleId
from tests import factories as f
from tests.unit.solver.witnesses import witnesses


@pytest.mark.parametrize(
    ("meeting", "sessions", "room", "lead", "allowed"),
    [
        (f.slot(0, 9), (f.slot(0, 10), f.slot(2, 10)), "R2", "T2", True),
        (f.slot(0, 10), (f.slot(0, 10), f.slot(2, 10)), "R2", "T2", False),
        (f.slot(0, 9), (f.slot(1, 10), f.slot(2, 10)), "R2", "T2", False),
        (f.slot(4, 10), (f.slot(0, 10), f.slot(4, 10)), "R1", "T1", False),
    ],
    ids=["apart", "student twice", "on a day out", "room and lead twice"],
)
def test_model_and_check_agree(meeting, sessions, room, lead, allowed):
    workshop = f.workshop(sections=(f.section("W1-1", leads=("T2", "T1")),))
    running = f.running("W1-1", *sessions, room=room, lead=lead)
    timetable = f.timetable(meetings=(f.meeting(meeting),), sections=(running,))
    given = f.instance(workshops=(workshop,))
    assert witnesses(RuleId.ONE_PLACE, given, timetable) == (allowed, allowed)


@pytest.mark.parametrize(("hour", "allowed"), [(10, False), (11, True)])
def test_the_way_between_school_sites_takes_its_time(hour, allowed):
    """Ada meets at 9:00 in the hall; the annex is 20 minutes on foot."""
    annex = f.school_site("ANNEX", position=f.north(1200), rooms=(f.room("X1"),))
    given = f.instance(
        school_sites=(f.school_site(), annex),
        workshops=(f.workshop(sections=(f.section("W1-1", site="ANNEX"),)),),
    )
    running = f.running("W1-1", f.slot(0, hour), f.slot(2, 10), room="X1")
    timetable = f.timetable(sections=(running,))
    assert witnesses(RuleId.ONE_PLACE, given, timetable) == (allowed, allowed)


@pytest.mark.parametrize(("days", "allowed"), [((1, 3), True), ((1, 1), False)])
def test_a_mentor_is_at_one_site_a_day(days, allowed):
    students = tuple(f.student(s, internships=(f.internship(days=1),)) for s in ("S1", "S2"))
    given = f.instance(
        internship_sites=(f.site("LAB"), f.site("SHOP")),
        mentors=(f.mentor(sites=("LAB", "SHOP")),),
        students=students,
    )
    first = f.day_out("S1", days[0])
    timetable = f.timetable(days_out=(first, f.day_out("S2", days[1], site="SHOP")), enrolments=())
    assert witnesses(RuleId.ONE_PLACE, given, timetable) == (allowed, allowed)

"""Rule ``school-seats``: model and check agree."""

import pytest

from scheduler.domain.rules import RuleId
from tests import factories as f
from tests.unit.solver.witnesses import witnesses


@pytest.mark.parametrize(
    ("seats", "study_seats", "day", "allowed"),
    [
        (2, 2, 1, True),
        (1, 2, 1, False),
        (2, 1, 1, False),
        (2, 2, None, True),
    ],
    ids=["room for both", "one seat", "one study seat", "nobody out"],
)
def test_model_and_check_agree(seats, study_seats, day, allowed):
    """Two students, of whom one is out on a day; neither has a section."""
    given = f.instance(
        school_sites=(f.school_site(seats=seats, study_seats=study_seats),),
        students=(f.student("S1", internships=(f.internship(days=1),)), f.student("S2")),
    )
    timetable = f.timetable(
        days_out=(f.day_out("S1", day),) if day is not None else (), sections=(), enrolments=()
    )
    assert witnesses(RuleId.SCHOOL_SEATS, given, timetable) == (allowed, allowed)


@pytest.mark.parametrize(("study_seats", "allowed"), [(0, False), (1, True)])
def test_who_is_in_an_activity_needs_no_study_seat(study_seats, allowed):
    """Monday has one slot: Ada is in a section, Ben is not."""
    given = f.instance(
        term=f.term(weekdays=(0,)),
        school_sites=(f.school_site(grid=f.grid(days=1, slots=1), study_seats=study_seats),),
        advisories=(f.advisory(meetings=()),),
        students=(f.student("S1", requests=(f.must("W1"),)), f.student("S2")),
        workshops=(f.workshop(sessions=1),),
    )
    timetable = f.timetable(
        days_out=(), meetings=(), sections=(f.running("W1-1", 0),), enrolments=(f.enrolment("S1"),)
    )
    assert witnesses(RuleId.SCHOOL_SEATS, given, timetable) == (allowed, allowed)

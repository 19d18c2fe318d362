"""Rule ``available``: model and check agree."""

import pytest

from scheduler.domain.rules import RuleId
from tests import factories as f
from tests.unit.solver.witnesses import witnesses


@pytest.mark.parametrize(
    ("who", "hours", "allowed"),
    [
        ("student", ("9:00", "10:00"), True),
        ("student", ("10:30", "10:45"), False),
        ("lead", ("9:00", "12:00"), True),
        ("lead", ("9:00", "10:30"), False),
        ("room", ("11:00", "12:00"), True),
        ("room", ("10:59", "12:00"), False),
        ("advisor", ("9:00", "10:00"), True),
        ("advisor", ("9:30", "12:00"), False),
    ],
)
def test_model_and_check_agree(who, hours, allowed):
    """The section is on Monday and Wednesday at 10, the meeting on Monday at 9."""
    times = tuple(f.span(day, *hours) for day in range(5))
    given = f.instance(
        students=(
            f.student("S1", requests=(f.must("W1"),), unavailable=times * (who == "student")),
        ),
        staff=(
            f.staff("T1", available=times * (who == "advisor")),
            f.staff("T2", available=times * (who == "lead")),
        ),
        school_sites=(
            f.school_site(rooms=(f.room("R1"), f.room("R2", unavailable=times * (who == "room")))),
        ),
    )
    timetable = f.timetable(days_out=(), enrolments=(f.enrolment("S1"),))
    assert witnesses(RuleId.AVAILABLE, given, timetable) == (allowed, allowed)


@pytest.mark.parametrize(
    ("hours", "allowed"), [(("8:00", "9:30"), True), (("8:00", "9:31"), False)]
)
def test_days_out_keep_clear_of_a_college_class(hours, allowed):
    ada = f.student("S1", internships=(f.internship(),), unavailable=(f.span(1, *hours),))
    given = f.instance(students=(ada,))
    timetable = f.timetable(enrolments=(), sections=())
    assert witnesses(RuleId.AVAILABLE, given, timetable) == (allowed, allowed)

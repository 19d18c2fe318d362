"""Rule ``student-day``: model and check agree."""

import pytest

from scheduler.domain.people import Accommodations
from scheduler.domain.rules import RuleId
from tests import factories as f
from tests.unit.solver.witnesses import witnesses


@pytest.mark.parametrize(
    ("hours", "most", "own", "allowed"),
    [
        ((10, 11), None, None, True),
        ((10, 12), None, None, False),
        ((10, 11), 2, None, True),
        ((10, 11), 1, None, False),
        ((10, 13), 1, None, True),
        ((10, 11), 3, 1, False),
    ],
    ids=["lunch free", "no lunch", "two in a row", "a break needed", "a break", "own need"],
)
def test_model_and_check_agree(hours, most, own, allowed):
    """Two workshops of one session each, both on Monday; lunch is at 12."""
    ada = f.student(
        "S1",
        requests=(f.must("W1"), f.must("W2")),
        accommodations=Accommodations(break_every=own),
    )
    given = f.instance(
        school_sites=(f.school_site(most_slots_without_break=most),),
        students=(ada,),
        workshops=(f.workshop("W1", sessions=1), f.workshop("W2", sessions=1)),
    )
    timetable = f.timetable(
        days_out=(),
        meetings=(f.meeting(f.slot(4, 9)),),
        sections=tuple(
            f.running(section, f.slot(0, hour))
            for section, hour in zip(("W1-1", "W2-1"), hours, strict=True)
        ),
        enrolments=(f.enrolment("S1", "W1-1"), f.enrolment("S1", "W2-1")),
    )
    assert witnesses(RuleId.STUDENT_DAY, given, timetable) == (allowed, allowed)

"""Rule ``pinned``: model and check agree."""

import pytest

from scheduler.domain.instance import Pins
from scheduler.domain.rules import RuleId
from scheduler.domain.timetable import Timetable
from tests import factories as f
from tests.unit.solver.witnesses import witnesses


@pytest.mark.parametrize(
    ("pins", "allowed"),
    [
        ({"days_out": (f.day_out("S1", 1, there=(), back=()),)}, True),
        ({"days_out": (f.day_out("S1", 0, there=(), back=()),)}, False),
        ({"days_out": (f.day_out("S1", 1),)}, True),
        ({"meetings": (f.meeting(0),)}, True),
        ({"meetings": (f.meeting(1),)}, False),
        ({"sections": (f.running("W1-1", f.slot(0, 10), f.slot(2, 10)),)}, True),
        ({"sections": (f.running("W1-1", f.slot(0, 10), f.slot(2, 11)),)}, False),
        ({"sections": (f.running("W1-1", f.slot(0, 10), f.slot(2, 10), room="R1"),)}, False),
        ({"sections": (f.running("W1-1", f.slot(2, 10), f.slot(0, 10)),)}, True),
        ({"sections": (f.running("W1-1", f.slot(0, 10)),)}, False),
        ({"sections": (f.running("W1-1", f.slot(0, 10), f.slot(2, 10), lead="T1"),)}, False),
        ({"enrolments": (f.enrolment("S1"),)}, True),
        ({"enrolments": (f.enrolment("S3"),)}, False),
    ],
)
def test_model_and_check_agree(pins, allowed):
    students = (*f.instance().students, f.student("S3", requests=(f.wish("W1"),)))
    given = f.instance(students=students, pins=Pins(timetable=Timetable(instance="least", **pins)))
    assert witnesses(RuleId.PINNED, given, f.timetable()) == (allowed, allowed)

"""Rule ``vehicle-run``: model and check agree."""

import pytest

from scheduler.domain.places import Mode
from scheduler.domain.rules import RuleId
from tests import factories as f
from tests.unit.solver.witnesses import witnesses


def by_van(student: str):
    """A day with the van there and on foot back."""
    return f.day_out(student, 1, there=(f.leg(student, "LAB", *TIMES[student], run="V1-am"),))


TIMES = {"S1": ("9:00", "9:20"), "S2": ("9:05", "9:20")}


@pytest.mark.parametrize(
    ("vehicle", "riders", "allowed"),
    [
        ({"seats": 2}, ("S1", "S2"), True),
        ({"seats": 1}, ("S1", "S2"), False),
        ({"seats": 1}, ("S1",), True),
        ({"driver_hours": (f.span(1, "9:00", "9:20"),)}, ("S1",), True),
        ({"driver_hours": (f.span(1, "9:05", "9:20"),)}, ("S1",), False),
        ({"driver_hours": (f.span(1, "9:05", "9:20"),)}, ("S2",), True),
        ({"most_ride_minutes": 15}, ("S2",), True),
        ({"most_ride_minutes": 15}, ("S1",), False),
    ],
)
def test_model_and_check_agree(vehicle, riders, allowed):
    students = tuple(
        f.student(s, internships=(f.internship(days=1),), modes=(Mode.WALK, Mode.VAN))
        for s in ("S1", "S2")
    )
    timetable = f.timetable(days_out=tuple(by_van(s) for s in riders), enrolments=(), sections=())
    # The release has them ride, though walking is quicker: so the ride is an option.
    given = f.instance(
        students=students,
        vehicles=(f.vehicle(**vehicle),),
        runs=(f.run(),),
        release=timetable,
    )
    assert witnesses(RuleId.VEHICLE_RUN, given, timetable) == (allowed, allowed)

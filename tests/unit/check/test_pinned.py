"""Rule `pinned`: what is pinned is in the timetable just so."""

from dataclasses import replace

import pytest

from scheduler.check import pinned
from scheduler.domain.instance import Pins
from tests.factories import (
    day_out,
    enrolment,
    instance,
    leg,
    meeting,
    running,
    slot,
    timetable,
)

WHOLE = timetable()
LONGER = (leg("S1", "LAB", "9:10", "9:30"),)
SLOWER = day_out("S1", 1, there=LONGER)
RUNS = WHOLE.sections[0]


@pytest.mark.parametrize(
    ("pins", "changes", "wrong"),
    [
        (WHOLE, {}, []),
        # More of everything is free.
        (timetable(days_out=(), meetings=(), sections=(), enrolments=()), {}, []),
        (replace(WHOLE, meetings=()), {"meetings": ()}, []),
        (WHOLE, {"days_out": WHOLE.days_out[:1]}, [("S1", "0", "3")]),
        (WHOLE, {"days_out": (WHOLE.days_out[0], day_out("S1", 4))}, [("S1", "0", "3")]),
        (WHOLE, {"days_out": (SLOWER, WHOLE.days_out[1])}, [("S1", "0", "1")]),
        (
            replace(WHOLE, days_out=(day_out("S1", 1, there=(), back=()),)),
            {"days_out": (SLOWER,)},
            [],
        ),
        (WHOLE, {"meetings": (meeting(slot(0, 11)),)}, [("A1", "circle", "0")]),
        (WHOLE, {"sections": (replace(RUNS, lead="T1"),)}, [("W1-1",)]),
        (WHOLE, {"sections": (running("W1-1", slot(0, 10), slot(2, 11)),)}, [("W1-1",)]),
        (WHOLE, {"sections": (running("W1-1", slot(0, 10), slot(2, 10), room="R1"),)}, [("W1-1",)]),
        (WHOLE, {"sections": (replace(RUNS, sessions=RUNS.sessions[::-1]),)}, []),
        (WHOLE, {"enrolments": (enrolment("S2"),)}, [("S1", "W1-1")]),
    ],
)  # fmt: skip
def test_what_is_pinned_stays(pins, changes, wrong):
    school = instance(pins=Pins(timetable=pins))
    found = pinned.check(school, replace(WHOLE, **changes))
    assert [one.subjects for one in found] == wrong

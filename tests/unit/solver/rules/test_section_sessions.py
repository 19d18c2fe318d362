"""Rule ``section-sessions``: model and check agree."""

import pytest

from scheduler.domain.rules import RuleId
from tests import factories as f
from tests.unit.solver.witnesses import witnesses


@pytest.mark.parametrize(
    ("section", "workshop", "allowed"),
    [
        (f.running("W1-1", 0, 6), {}, True),
        (f.running("W1-1", 0), {}, False),
        (f.running("W1-1", 0, 1), {}, False),
        (f.running("W1-1", 0, 6), {"features": ("sink",)}, False),
        (f.running("W1-1", 0, 6, room="R3"), {"features": ("sink",)}, True),
        (f.running("W1-1", 0, 6), {"room_kind": "gym"}, False),
        (f.running("W1-1", 0, 6, room="R4"), {}, False),
        (f.running("W1-1", 0, 6, lead="T1"), {}, False),
        (f.running("W1-1", 0, 6), {"allowed": (f.span(0, "9:00", "10:00"),)}, False),
        (None, {}, True),
        (None, {"run_all": True}, False),
    ],
    ids=[
        "as asked",
        "too few",
        "on one day",
        "no sink",
        "a sink",
        "no gym",
        "one seat for two",
        "another lead",
        "outside the times",
        "need not run",
        "must run",
    ],
)
def test_model_and_check_agree(section, workshop, allowed):
    rooms = (f.room("R1"), f.room("R2"), f.room("R3", features=("sink",)), f.room("R4", seats=1))
    given = f.instance(
        school_sites=(f.school_site(rooms=rooms),), workshops=(f.workshop(**workshop),)
    )
    timetable = f.timetable(
        sections=(section,) if section else (),
        enrolments=(f.enrolment("S1"), f.enrolment("S2")) if section else (),
    )
    assert witnesses(RuleId.SECTION_SESSIONS, given, timetable) == (allowed, allowed)

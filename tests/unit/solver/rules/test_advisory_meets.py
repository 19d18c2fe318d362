"""Rule ``advisory-meets``: model and check agree."""

import pytest

from scheduler.domain.rules import RuleId
from tests import factories as f
from tests.unit.solver.witnesses import witnesses


@pytest.mark.parametrize(
    ("slots", "kind", "allowed"),
    [
        ((0, 6), {"count": 2}, True),
        ((0, 1), {"count": 2}, False),
        ((0,), {"count": 2}, False),
        ((0, 6), {"count": 1}, False),
        ((0,), {"allowed": (f.span(0, "9:00", "10:00"),)}, True),
        ((1,), {"allowed": (f.span(0, "9:00", "10:00"),)}, False),
        ((4,), {"length": 2}, True),
        ((5,), {"length": 2}, False),
    ],
)
def test_model_and_check_agree(slots, kind, allowed):
    given = f.instance(advisories=(f.advisory(meetings=(f.meeting_kind(**kind),)),))
    timetable = f.timetable(
        meetings=tuple(f.meeting(slot) for slot in slots), sections=(), enrolments=()
    )
    assert witnesses(RuleId.ADVISORY_MEETS, given, timetable) == (allowed, allowed)


@pytest.mark.parametrize(("second", "allowed"), [(1, True), (0, False)])
def test_two_kinds_are_not_at_once(second, allowed):
    kinds = (f.meeting_kind("circle"), f.meeting_kind("council"))
    given = f.instance(advisories=(f.advisory(meetings=kinds),))
    timetable = f.timetable(
        meetings=(f.meeting(0), f.meeting(second, kind="council")), sections=(), enrolments=()
    )
    assert witnesses(RuleId.ADVISORY_MEETS, given, timetable) == (allowed, allowed)

"""Rule ``enrolled-once``: model and check agree."""

import pytest

from scheduler.domain.rules import RuleId
from tests import factories as f
from tests.unit.solver.witnesses import witnesses

WORKSHOPS = (
    f.workshop("W1", sections=(f.section("W1-1"), f.section("W1-2"))),
    f.workshop("W2"),
    f.workshop("W3"),
)


@pytest.mark.parametrize(
    ("requests", "sections", "allowed"),
    [
        ((f.must("W1"),), ("W1-1",), True),
        ((f.must("W1"),), (), True),
        ((f.must("W1"),), ("W1-1", "W1-2"), False),
        ((f.must("W1", "W2"),), ("W2-1",), True),
        ((f.must("W1", "W2"),), ("W1-1", "W2-1"), False),
        ((f.must("W1", "W2"), f.wish("W3", "W1")), ("W1-1", "W2-1"), True),
        ((f.must("W1"),), ("W2-1",), False),
    ],
    ids=[
        "met",
        "unmet and listed",
        "in two sections",
        "an alternative",
        "and the alternative too",
        "each for a request of its own",
        "not asked for",
    ],
)
def test_model_and_check_agree(requests, sections, allowed):
    given = f.instance(students=(f.student("S1", requests=requests),), workshops=WORKSHOPS)
    timetable = f.timetable(
        days_out=(),
        sections=tuple(
            f.running(s, f.slot(day, 10)) for day, s in enumerate(("W1-1", "W1-2", "W2-1", "W3-1"))
        ),
        enrolments=tuple(f.enrolment("S1", section) for section in sections),
    )
    assert witnesses(RuleId.ENROLLED_ONCE, given, timetable) == (allowed, allowed)

"""Rule ``advisory-whole``: model and check agree."""

import pytest

from scheduler.domain.rules import RuleId
from tests import factories as f
from tests.unit.solver.witnesses import witnesses


@pytest.mark.parametrize(
    ("slot", "kind", "allowed"),
    [
        (f.slot(0, 9), {"whole": True}, True),
        (f.slot(1, 9), {"whole": True}, False),
        (f.slot(1, 9), {"quorum": 0.5}, True),
        (f.slot(1, 9), {"quorum": 0.51}, False),
        (f.slot(1, 9), {}, True),
        (f.slot(0, 14), {"whole": True}, False),
    ],
    ids=["all there", "Ada out", "half there", "just too few", "whoever", "Ben unavailable"],
)
def test_model_and_check_agree(slot, kind, allowed):
    """Ada is out on Tuesday and Thursday, Ben has a class on Monday from 14:00."""
    given = f.instance(
        advisories=(f.advisory(meetings=(f.meeting_kind(**kind),)),),
        students=(
            f.student("S1", internships=(f.internship(),)),
            f.student("S2", unavailable=(f.span(0, "14:30", "15:00"),)),
        ),
    )
    timetable = f.timetable(meetings=(f.meeting(slot),), sections=(), enrolments=())
    assert witnesses(RuleId.ADVISORY_WHOLE, given, timetable) == (allowed, allowed)

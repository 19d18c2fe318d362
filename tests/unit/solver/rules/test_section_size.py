"""Rule ``section-size``: model and check agree."""

import pytest

from scheduler.domain.rules import RuleId
from tests import factories as f
from tests.unit.solver.witnesses import witnesses


@pytest.mark.parametrize(
    ("least", "most", "students", "allowed"),
    [(0, 15, 0, True), (1, 15, 0, False), (2, 2, 2, True), (0, 1, 2, False), (2, 15, 1, False)],
)
def test_model_and_check_agree(least, most, students, allowed):
    workshop = f.workshop(sections=(f.section("W1-1", least=least, most=most),))
    enrolments = (f.enrolment("S1"), f.enrolment("S2"))[:students]
    given = f.instance(workshops=(workshop,))
    timetable = f.timetable(enrolments=enrolments)
    assert witnesses(RuleId.SECTION_SIZE, given, timetable) == (allowed, allowed)


def test_nobody_is_in_a_section_that_does_not_run():
    timetable = f.timetable(sections=())
    assert witnesses(RuleId.SECTION_SIZE, f.instance(), timetable) == (False, False)

"""Rule ``eligible``: model and check agree."""

from datetime import date

import pytest

from scheduler.domain.places import Clearance
from scheduler.domain.rules import RuleId
from tests import factories as f
from tests.unit.solver.witnesses import witnesses

LAST = date(2026, 9, 24)
"""The last Thursday of the term."""


@pytest.mark.parametrize(
    ("student", "site", "mentor", "allowed"),
    [
        ({"age": 16}, {"minimum_age": 16}, {}, True),
        ({"age": 15}, {"minimum_age": 16}, {}, False),
        ({"avoid_hazards": ("dust",)}, {"hazards": ("noise",)}, {}, True),
        ({"avoid_hazards": ("dust",)}, {"hazards": ("dust",)}, {}, False),
        ({"clearances": (Clearance(name="badge"),)}, {"requires": ("badge",)}, {}, True),
        ({}, {"requires": ("badge",)}, {}, False),
        ({}, {}, {"clearance_until": LAST}, True),
        ({}, {}, {"clearance_until": date(2026, 9, 23)}, False),
        ({}, {"clearances": (Clearance(name="fire", until=date(2026, 9, 23)),)}, {}, False),
        ({}, {}, {"never_with": ("S2",)}, True),
        ({}, {}, {"never_with": ("S1",)}, False),
    ],
)
def test_model_and_check_agree(student, site, mentor, allowed):
    ada = f.student("S1", internships=(f.internship(),), **student)
    given = f.instance(
        students=(ada, f.student("S2")),
        internship_sites=(f.site(**site),),
        mentors=(f.mentor(**mentor),),
    )
    timetable = f.timetable(enrolments=(), sections=())
    assert witnesses(RuleId.ELIGIBLE, given, timetable) == (allowed, allowed)

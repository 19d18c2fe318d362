"""Rule ``site-seats``: model and check agree."""

from datetime import date

import pytest

from scheduler.domain.calendar import DateSpan
from scheduler.domain.places import Opening
from scheduler.domain.rules import RuleId
from tests import factories as f
from tests.unit.solver.witnesses import witnesses


@pytest.mark.parametrize(
    ("seats", "on_tuesday", "second", "allowed"),
    [
        (2, None, "WARD", True),
        (1, None, "WARD", False),
        (1, None, "SHOP", True),
        (1, 2, "WARD", True),
        (2, 1, "WARD", False),
    ],
)
def test_a_ward_counts_for_its_parent(seats, on_tuesday, second, allowed):
    openings = tuple(
        Opening(day=day, start=f.at("8:00"), end=f.at("17:00"), seats=on_tuesday)
        for day in range(5)
        if on_tuesday is not None
    )
    sites = (
        f.site("LAB", seats=seats, openings=openings),
        f.site("WARD", parent="LAB"),
        f.site("SHOP"),
    )
    students = tuple(
        f.student(s, internships=(f.internship(days=1, confirmed=m),))
        for s, m in (("S1", "M1"), ("S2", "M2"))
    )
    given = f.instance(
        internship_sites=sites,
        students=students,
        mentors=(f.mentor("M1"), f.mentor("M2", sites=(second,))),
    )
    days_out = (f.day_out("S1", 1), f.day_out("S2", 1, mentor="M2", site=second))
    timetable = f.timetable(days_out=days_out, enrolments=(), sections=())
    assert witnesses(RuleId.SITE_SEATS, given, timetable) == (allowed, allowed)


def test_a_block_over_ones_own_other_internship_takes_no_second_seat():
    tuesday = DateSpan(first=date(2026, 9, 15), last=date(2026, 9, 15))
    wishes = (
        f.internship(days=1, confirmed="M1"),
        f.internship(block=tuesday, confirmed="M2"),
    )
    given = f.instance(
        internship_sites=(f.site("LAB", seats=1), f.site("WARD", parent="LAB")),
        students=(f.student("S1", internships=wishes),),
        mentors=(f.mentor("M1"), f.mentor("M2", sites=("WARD",))),
    )
    days_out = (f.day_out("S1", 1), f.day_out("S1", 1, internship=1, mentor="M2", site="WARD"))
    timetable = f.timetable(days_out=days_out, enrolments=(), sections=())
    assert witnesses(RuleId.SITE_SEATS, given, timetable) == (True, True)

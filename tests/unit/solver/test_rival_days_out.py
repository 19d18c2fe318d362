"""Days out that rule each other out, of one student or of several."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from scheduler.check import broken
from scheduler.domain.calendar import DateSpan
from scheduler.domain.instance import Instance
from scheduler.domain.people import Accommodations
from scheduler.domain.places import Mode
from scheduler.domain.runs import Limits
from scheduler.solver import solve
from tests import factories as f

NO_WORKSHOP = replace(f.instance(), workshops=())
WEDNESDAYS = tuple(date(2026, 9, day) for day in (9, 16, 23))


def assert_sound(given: Instance, unplaced: int) -> None:
    outcome = solve(given, Limits(work=0.3))
    assert outcome.timetable is not None
    assert broken(given, outcome.timetable) == []
    assert len(outcome.timetable.unplaced) == unplaced


def test_one_student_has_no_two_internships_by_runs_that_one_van_cannot_make() -> None:
    """On one Tuesday the block would go by a run that overlaps that of every other Tuesday."""
    block = DateSpan(first=date(2026, 9, 15), last=date(2026, 9, 15))
    student = f.student(
        modes=(Mode.VAN, Mode.WALK),
        accommodations=Accommodations(most_walk_minutes=2),
        internships=(
            f.internship(days=1, allowed_days=(1,)),
            f.internship(block=block, confirmed="M2"),
        ),
    )
    runs = (
        f.run("A", ("HALL", "9:00"), ("LAB", "9:20")),
        f.run("B", ("HALL", "9:05"), ("SHOP", "9:25")),
        f.run("C", ("LAB", "15:40"), ("HALL", "16:00")),
        f.run("D", ("SHOP", "15:45"), ("HALL", "16:05"), vehicle="V2"),
    )
    given = replace(
        NO_WORKSHOP,
        vehicles=(f.vehicle("V1"), f.vehicle("V2")),
        runs=runs,
        internship_sites=(f.site("LAB"), f.site("SHOP", position=f.north(-900))),
        mentors=(f.mentor("M1"), f.mentor("M2", sites=("SHOP",))),
        students=(student,),
    )
    assert_sound(given, unplaced=1)


@pytest.mark.parametrize(
    "term",
    [
        f.term(last=date(2026, 9, 8)),
        f.term(holidays=tuple(DateSpan(first=d, last=d) for d in WEDNESDAYS)),
    ],
    ids=["short", "holidays"],
)
def test_a_mentor_is_at_one_site_on_a_weekday_that_no_school_date_falls_on(term: object) -> None:
    """On Wednesday, each student reaches the mentor at the site next door only."""
    places = {"LAB": f.north(900), "SHOP": f.north(-900)}
    wish = f.internship(days=1, allowed_days=(2,))
    given = replace(
        NO_WORKSHOP,
        term=term,
        internship_sites=tuple(f.site(one, position=at) for one, at in places.items()),
        mentors=(f.mentor(sites=tuple(places)),),
        students=tuple(
            f.student(f"S{number}", home=home, longest_journey=20, internships=(wish,))
            for number, home in enumerate(places.values())
        ),
    )
    assert_sound(given, unplaced=1)

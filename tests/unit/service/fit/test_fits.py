"""Who fits an open seat: what works passes the checker, what does not is told why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from scheduler.check import broken, score
from scheduler.domain.instance import Instance
from scheduler.domain.moves import Enrol, PlaceDay
from scheduler.domain.places import Mode
from scheduler.domain.rules import Score, Violation
from scheduler.domain.timetable import Timetable
from scheduler.errors import InvalidInputError
from scheduler.made import make
from scheduler.service.completing import completed
from scheduler.service.fit import Fit, Fits, Ground, fits
from scheduler.service.moves import moved
from tests import factories as f

MONDAY, TUESDAY = date(2026, 9, 7), date(2026, 9, 8)
ALL_WEEK = tuple(f.span(day, "9:30", "15:30") for day in range(5))


def asked(instance: Instance, timetable: Timetable, about: str, **more: object) -> Fits:
    (found,) = fits(Ground(instance, completed(instance, timetable)), about, **more)  # type: ignore[arg-type]
    return found


def working(found: Fits) -> list[str]:
    return [one.text for one in found.candidates if one.works]


def blockers(found: Fits) -> set[str]:
    return {one.blocker for one in found.candidates if one.blocker is not None}


def test_a_day_without_a_place_is_offered_where_nothing_is_in_the_way() -> None:
    found = asked(f.instance(), f.timetable(days_out=(f.day_out("S1", 1),)), "S1", item="0")
    assert sorted(working(found)) == ["M1 at LAB on Tue and Fri", "M1 at LAB on Tue and Thu"]
    assert blockers(found) == {"S1 has W1-1 on Mon 10:00", "S1 has W1-1 on Wed 10:00"}
    assert found.best is not None
    assert found.best.unplaced == (-1, 0, 0)
    assert found.best.minutes == 26
    assert isinstance(found.best.moves[0], PlaceDay)


@pytest.mark.parametrize(
    ("change", "blocker"),
    [
        ({"mentors": (f.mentor(at_once=0),)}, "M1 is full on Thu"),
        ({"mentors": (f.mentor(in_all=0),)}, "M1 has 0 of 0 interns"),
        ({"mentors": (f.mentor(hours=ALL_WEEK[:3]),)}, "M1 is not there on Thu"),
        ({"mentors": (f.mentor(never_with=("S1",)),)}, "M1 is never to be with S1"),
        ({"internship_sites": (f.site(seats=0),)}, "LAB is full on Thu: 0 seats"),
        ({"internship_sites": (f.site(minimum_age=18),)}, "S1 is 16, LAB asks for 18"),
        (
            {"internship_sites": (f.site(position=f.north(8_000)),)},
            "no way to LAB by 09:30 within 60 minutes: the shortest takes 131",
        ),
    ],
)
def test_the_first_thing_in_the_way_is_said(change: dict[str, object], blocker: str) -> None:
    wish = f.internship(days=1, allowed_days=(3,))
    students = (f.student("S1", internships=(wish,)), f.student("S2"))
    instance = f.instance(students=students, **change)
    found = asked(instance, f.timetable(days_out=(), enrolments=()), "S1")
    assert working(found) == []
    assert blockers(found) == {blocker}


def test_a_bus_that_comes_too_late_is_named_with_when_it_would_do() -> None:
    wish = f.internship(days=1, allowed_days=(3,))
    student = f.student("S1", internships=(wish,), modes=(Mode.TRANSIT,))
    rows = (
        f.row("S1", "LAB", "transit", 20, since=f.at("9:21"), until=f.at("10:30")),
        f.row("LAB", "S1", "transit", 20),
    )
    travel = replace(f.instance().travel, rows=rows)
    instance = f.instance(students=(student, f.student("S2")), travel=travel)
    found = asked(instance, f.timetable(days_out=(), enrolments=()), "S1")
    assert blockers(found) == {
        "no way to LAB before 09:30: by transit S1 arrives 09:41; possible from 09:45"
    }


def two_interns() -> tuple[Instance, Timetable]:
    """S2 has the only place of M1, and could have one with M2."""
    first = f.internship(days=1, allowed_days=(3,))
    either = f.internship(days=1, allowed_days=(3,), candidates=("M1", "M2"))
    students = (f.student("S1", internships=(first,)), f.student("S2", internships=(either,)))
    mentors = (f.mentor("M1", in_all=1, at_once=1), f.mentor("M2", in_all=1, at_once=1))
    instance = f.instance(students=students, mentors=mentors)
    return instance, f.timetable(days_out=(f.day_out("S2", 3),), enrolments=())


def test_another_makes_way_where_nothing_is_free() -> None:
    instance, timetable = two_interns()
    ground = Ground(instance, completed(instance, timetable))
    (found,) = fits(ground, "S1")
    best = found.best
    assert best is not None
    assert best.touched == ("M2", "S2")
    assert best.how == "S2 is no longer out on Thu. S2 is out on Thu."
    assert best.unplaced == (-1, 0, 0)
    assert is_true(ground, best)


def test_nobody_makes_way_who_is_pinned() -> None:
    instance, timetable = two_interns()
    pins = Timetable(instance="least", days_out=timetable.days_out)
    ground = Ground(instance, completed(instance, timetable), pins)
    (found,) = fits(ground, "S1")
    assert working(found) == []
    assert blockers(found) == {"M1 has 1 of 1 interns (S2)"}


def test_a_free_place_goes_first_to_who_has_none() -> None:
    instance, timetable = two_interns()
    found = asked(instance, replace(timetable, days_out=()), "M1")
    assert [(one.who, one.works) for one in found.candidates] == [("S1", True), ("S2", True)]
    found = asked(instance, timetable, "M2")
    assert found.candidates == ()  # S2 has the mentor wished for more


def test_a_must_is_offered_in_a_section_and_a_seat_to_who_asks_for_it() -> None:
    taught = f.workshop(sections=(f.section("W1-1", most=1), f.section("W1-2", leads=("T1",))))
    instance = f.instance(workshops=(taught,))
    times = (f.running("W1-1", 1, 13), f.running("W1-2", 2, 14, lead="T1", room="R1"))
    timetable = f.timetable(sections=times, enrolments=(f.enrolment("S2", "W1-1"),))
    found = asked(instance, timetable, "S1", item="W1")
    assert working(found) == ["W1-2", "W1-1"]
    assert [one.touched for one in found.candidates] == [(), ("S2",)]
    seat = asked(instance, timetable, "W1-2")
    assert [(one.who, one.works) for one in seat.candidates] == [("S1", True)]
    assert seat.candidates[0].moves == (Enrol(student="S1", section="W1-2"),)  # type: ignore[arg-type]


def test_who_leads_instead_is_free_and_may() -> None:
    taught = f.workshop(sections=(f.section(leads=("T2", "T3", "T4", "T5")),))
    staff = (
        f.staff("T1", kind="advisor"),
        f.staff("T2"),
        f.staff("T3"),
        f.staff("T4", available=(f.span(0, "9:00", "15:00"),)),
        f.staff("T5", most_week=1),
    )
    instance = f.instance(staff=staff, workshops=(taught,))
    found = asked(instance, f.timetable(), "W1-1", away=True)
    assert working(found) == ["T3"]
    assert blockers(found) == {
        "T4 is not available on Wed 10:00",
        "T5 would lead 2 slots a week, most 1",
    }
    monday = asked(instance, f.timetable(), "W1-1", away=True, on=MONDAY)
    assert sorted(working(monday)) == ["T3", "T4", "T5"]
    circle = asked(instance, f.timetable(), "A1")
    assert sorted(working(circle)) == ["T2", "T3", "T4", "T5"]


def test_interns_of_a_mentor_who_is_ill_have_another_for_the_day() -> None:
    instance = f.instance(mentors=(f.mentor("M1"), f.mentor("M2"), f.mentor("M3", at_once=0)))
    found = asked(instance, f.timetable(), "M1", away=True, on=TUESDAY)
    assert [(one.who, one.text) for one in found.candidates] == [("M2", "S1: M2 at LAB")]
    with pytest.raises(InvalidInputError, match="change to the release"):
        asked(instance, f.timetable(), "M1", away=True)


@pytest.mark.parametrize(
    ("about", "more"),
    [
        ("LAB", {}),
        ("nobody", {}),
        ("S1", {"item": "W9"}),
        ("W1-1", {"away": True, "on": date(2026, 9, 6)}),
    ],
)
def test_a_question_about_nothing_is_refused(about: str, more: dict[str, object]) -> None:
    with pytest.raises(InvalidInputError):
        asked(f.instance(), f.timetable(), about, **more)


def test_what_is_recommended_in_a_made_up_school_is_true() -> None:
    made = make("small", 3, planted=True)
    assert made.hidden is not None
    lost = made.hidden.days_out[::17]
    rest = tuple(one for one in made.hidden.days_out if one not in lost)
    out_of = made.hidden.enrolments[::23]
    kept = tuple(one for one in made.hidden.enrolments if one not in out_of)
    timetable = completed(made.instance, replace(made.hidden, days_out=rest, enrolments=kept))
    ground = Ground(made.instance, timetable)
    answers = [fits(ground, one.student) for one in (*lost[:4], *out_of[:4])]
    answers += [fits(ground, one.mentor) for one in lost[:2]]
    answers += [fits(ground, one.section) for one in out_of[:2]]
    best = [each.best for found in answers for each in found if each.best is not None]
    assert len(best) >= 8
    assert all(is_true(ground, one) for one in best)


@cache
def standing(ground: Ground) -> tuple[frozenset[Violation], Score]:
    """What is broken before anything is moved, and how good it is."""
    found = broken(ground.instance, ground.timetable)
    return frozenset(found), score(ground.instance, ground.timetable)


def is_true(ground: Ground, fit: Fit) -> bool:
    """Whether the moves break no rule, and change goals and items as was said."""
    old, was = standing(ground)
    after = moved(ground.instance, ground.timetable, fit.moves)
    now = score(ground.instance, after)
    goals = {goal: now.goals[goal] - was.goals[goal] for goal in now.goals}
    unplaced = tuple(new - old for old, new in zip(was.unplaced, now.unplaced, strict=True))
    return (
        set(broken(ground.instance, after)) <= old
        and {goal: points for goal, points in goals.items() if points} == fit.goals
        and unplaced == fit.unplaced
    )

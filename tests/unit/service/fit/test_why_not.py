"""Why a student is not elsewhere: what is in the way, and what it would take."""

from __future__ import annotations

import pytest

from scheduler.domain.instance import Instance
from scheduler.domain.timetable import Timetable
from scheduler.errors import InvalidInputError
from scheduler.service.completing import completed
from scheduler.service.fit import Ground, WhyNot, why_not
from tests import factories as f
from tests.unit.service.fit.test_fits import is_true, two_interns


def asked(instance: Instance, timetable: Timetable, *words: object) -> WhyNot:
    ground = Ground(instance, completed(instance, timetable))
    found = why_not(ground, *words)  # type: ignore[arg-type]
    assert all(is_true(ground, one) for one in found.ways)
    return found


def test_what_a_student_has_is_said_to_be_there() -> None:
    assert asked(f.instance(), f.timetable(), "S1", "M1", 1).has
    assert asked(f.instance(), f.timetable(), "S1", "LAB").has
    assert asked(f.instance(), f.timetable(), "S1", "W1").has


def test_another_weekday_by_itself() -> None:
    found = asked(f.instance(), f.timetable(), "S1", "M1", 4)
    assert (found.has, found.blockers) == (False, ())
    assert [(one.text, one.touched) for one in found.ways] == [
        ("M1 at LAB on Tue and Fri", ()),
        ("M1 at LAB on Thu and Fri", ()),
    ]


def test_a_workshop_that_day_and_what_dropping_it_leaves() -> None:
    found = asked(f.instance(), f.timetable(), "S1", "M1", 0)
    assert found.blockers == ("S1 has W1-1 on Mon 10:00",)
    assert [one.how for one in found.ways] == ["S1 leaves W1-1.", "S1 leaves W1-1."]
    assert {one.unplaced for one in found.ways} == {(0, 1, 0)}


def test_full_and_who_could_swap() -> None:
    found = asked(*two_interns(), "S1", "M1", 3)
    assert found.blockers == ("M1 has 1 of 1 interns (S2)",)
    assert [one.touched for one in found.ways] == [("M2", "S2")]


def test_a_chain_of_two() -> None:
    """S1 wants M1, whom S2 has; S2 may have M2, whom S3 has; S3 may have M3, who is free."""
    students = tuple(
        f.student(id, internships=(f.internship(days=1, allowed_days=(3,), candidates=whom),))
        for id, whom in (("S1", ("M1",)), ("S2", ("M1", "M2")), ("S3", ("M2", "M3")))
    )
    mentors = tuple(f.mentor(id, in_all=1, at_once=1) for id in ("M1", "M2", "M3"))
    instance = f.instance(students=students, mentors=mentors)
    outs = (f.day_out("S2", 3), f.day_out("S3", 3, mentor="M2"))
    found = asked(instance, f.timetable(days_out=outs, enrolments=()), "S1", "M1")
    assert [one.touched for one in found.ways] == [("M2", "M3", "S2", "S3")]
    assert found.ways[0].unplaced == (-1, 0, 0)


def test_firm_things_are_said_first_and_nothing_leads_around_them() -> None:
    instance = f.instance(mentors=(f.mentor("M1"), f.mentor("M2")))
    found = asked(instance, f.timetable(), "S1", "M2", 0)
    assert found.blockers[0] == "S1 is to be with M1, not with M2"
    assert found.ways == ()


def test_a_section_at_the_same_time() -> None:
    taught = tuple(
        f.workshop(id, sections=(f.section(f"{id}-1", leads=(lead,)),), run_all=True)
        for id, lead in (("W1", "T2"), ("W2", "T1"))
    )
    students = (f.student("S1", requests=(f.must("W1"), f.wish("W2"))), f.student("S2"))
    instance = f.instance(workshops=taught, students=students)
    times = (f.running("W1-1", 1, 13), f.running("W2-1", 1, 14, lead="T1", room="R1"))
    timetable = f.timetable(days_out=(), sections=times, enrolments=(f.enrolment("S1"),))
    found = asked(instance, timetable, "S1", "W2")
    assert found.blockers == ("W2-1 meets on Mon 10:00, and W1-1 at 10:00",)
    assert [(one.how, one.unplaced) for one in found.ways] == [("S1 leaves W1-1.", (0, 1, 0))]
    assert asked(instance, timetable, "S2", "W2").blockers == ("S2 has not asked for W2",)
    assert asked(instance, timetable, "S1", "W2", 3).blockers == ("no section of W2 meets on Thu",)


def test_linked_sections_are_left_together() -> None:
    """S1 has W1 and its linked W2; W3 is at the time of both."""
    first = f.workshop("W1", sections=(f.section("W1-1", linked=("W2-1",)),))
    along = f.workshop("W2", sections=(f.section("W2-1", leads=("T3",), linked=("W1-1",)),))
    third = f.workshop("W3", sections=(f.section("W3-1", leads=("T1",)),))
    staff = (f.staff("T1"), f.staff("T2"), f.staff("T3"))
    students = (f.student("S1", requests=(f.wish("W1"), f.wish("W3"))), f.student("S2"))
    instance = f.instance(workshops=(first, along, third), staff=staff, students=students)
    times = (
        f.running("W1-1", 1, 13),
        f.running("W2-1", 2, 14, lead="T3"),
        f.running("W3-1", 1, 14, lead="T1", room="R1"),
    )
    had = (f.enrolment("S1", "W1-1"), f.enrolment("S1", "W2-1"))
    timetable = f.timetable(days_out=(), sections=times, enrolments=had)
    found = asked(instance, timetable, "S1", "W3")
    assert len(found.blockers) == 2
    assert [one.how for one in found.ways] == ["S1 leaves W1-1."]


@pytest.mark.parametrize("words", [("nobody", "M1"), ("S1", "T1"), ("S1", "M1", 6), ("M1", "LAB")])
def test_a_question_about_nothing_is_refused(words: tuple[object, ...]) -> None:
    with pytest.raises(InvalidInputError):
        asked(f.instance(), f.timetable(), *words)

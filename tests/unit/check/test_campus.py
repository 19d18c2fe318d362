"""Rules `school-seats`, `student-day` and `staff-day`: what a day on campus may be."""

from datetime import date

import pytest

from scheduler.check import CHECKS
from scheduler.domain.calendar import DateSpan
from scheduler.domain.people import Accommodations
from scheduler.domain.rules import RuleId
from tests.factories import (
    advisory,
    day_out,
    enrolment,
    grid,
    instance,
    internship,
    meeting,
    meeting_kind,
    north,
    room,
    running,
    school_site,
    section,
    slot,
    span,
    staff,
    student,
    term,
    timetable,
    workshop,
)

MONDAY = grid(days=1)
"""Slots 0 to 5 on Monday from 9:00; slot 3 is lunch."""


def slots_wrong(school, table):
    return [int(one.subjects[2]) for one in CHECKS[RuleId.SCHOOL_SEATS](school, table)]


def table(*slots, days_out=(), meetings=(), enrolled=("S1", "S2")):
    sections = (running("W1-1", *slots),) if slots else ()
    return timetable(
        days_out=days_out,
        meetings=meetings,
        sections=sections,
        enrolments=tuple(enrolment(one) for one in enrolled if slots),
    )


@pytest.mark.parametrize(
    ("seats", "study", "given", "wrong"),
    [
        (2, 2, table(), []),
        (1, 2, table(), [0, 1, 2, 3, 4, 5]),
        (2, 1, table(), [0, 1, 2, 4, 5]),  # lunch needs no study seats
        (2, 1, table(0, enrolled=("S1",)), [1, 2, 4, 5]),
        (2, 0, table(0, enrolled=("S1",)), [0, 1, 2, 4, 5]),
        (2, 0, table(0), [1, 2, 4, 5]),
        (2, 1, table(meetings=(meeting(4),)), [0, 1, 2, 5]),
        (1, 0, table(days_out=(day_out("S1", 0), day_out("S2", 0))), []),
        (1, 1, table(days_out=(day_out("S1", 0),)), []),
        (0, 9, table(days_out=(day_out("S1", 0),)), [0, 1, 2, 3, 4, 5]),
    ],
)
def test_the_hall_holds_so_many(seats, study, given, wrong):
    school = instance(
        school_sites=(school_site(grid=MONDAY, seats=seats, study_seats=study),),
        students=tuple(student(f"S{n}", internships=(internship(days=1),)) for n in (1, 2)),
    )
    assert slots_wrong(school, given) == wrong


@pytest.mark.parametrize(
    ("unavailable", "wrong"),
    [
        ((), [0, 1, 2, 4, 5]),
        ((span(0, "9:59", "11:00"),), [2, 4, 5]),  # away for all of each slot it meets
        ((span(0, "9:00", "15:00", 1),), [0, 1, 2, 4, 5]),  # in week 1 only
    ],
)
def test_who_is_unavailable_is_not_there(unavailable, wrong):
    school = instance(
        term=term(cycle=2),
        school_sites=(school_site(grid=MONDAY, study_seats=1),),
        students=(student("S1", unavailable=unavailable), student("S2")),
    )
    found = list(CHECKS[RuleId.SCHOOL_SEATS](school, table()))
    assert [int(one.subjects[2]) for one in found if one.subjects[1] == "0"] == wrong


def test_a_block_does_not_empty_the_weekly_pattern():
    block = DateSpan(first=date(2026, 9, 7), last=date(2026, 9, 25))
    school = instance(
        school_sites=(school_site(grid=MONDAY, study_seats=0),),
        students=(student("S1", internships=(internship(block=block),)),),
    )
    assert slots_wrong(school, table(days_out=(day_out("S1", 0),))) == [0, 1, 2, 4, 5]


@pytest.mark.parametrize(
    ("barn_slot", "begins", "hall_wrong"),
    [
        (0, "09:30", [2, 4, 5]),  # until 10:30: meets the first two slots of the hall
        (1, "10:30", [0, 4, 5]),  # until 11:30: meets the next two
    ],
)
def test_sites_share_students_by_the_clock(barn_slot, begins, hall_wrong):
    """One student of the hall visits the barn, where one of its own may be, but not two."""
    barn = school_site(
        "BARN",
        grid=grid(days=1, first=9 * 60 + 30, slots=2),
        rooms=(room("B1"), room("B2")),
        position=north(2000),
        seats=1,
        study_seats=0,
    )
    school = instance(
        school_sites=(school_site(grid=MONDAY, study_seats=0), barn),
        advisories=(advisory(), advisory("A2", room="B1", advisor="T3")),
        staff=(staff("T1"), staff("T2"), staff("T3")),
        students=(student("S1"), student("S2", advisory="A2")),
        workshops=(workshop("W1", sections=(section("W1-1", site="BARN"),)),),
    )
    given = timetable(
        days_out=(),
        meetings=(),
        sections=(running("W1-1", barn_slot, room="B2"),),
        enrolments=(enrolment("S1"),),
    )
    found = [one.subjects for one in CHECKS[RuleId.SCHOOL_SEATS](school, given)]
    assert [int(s) for site, _, s in found if site == "HALL"] == hall_wrong
    # Its own student is unoccupied in both slots; with the visitor there are two in one.
    assert [int(s) for site, _, s in found if site == "BARN"] == [0, 1]
    too_many = [
        one.message for one in CHECKS[RuleId.SCHOOL_SEATS](school, given) if "holds" in one.message
    ]
    held, studying = "holds 2 students, seats 1", "has 1 unoccupied, study seats 0"
    assert too_many == [f"BARN on Mon {begins} of week 0 {held} and {studying}"]


@pytest.mark.parametrize(
    ("slots", "most", "own", "count"),
    [
        ((0, 1, 2), None, None, 0),
        ((2, 3, 4), None, None, 1),  # at lunch
        ((0, 1, 2), 3, None, 0),
        ((0, 1, 2), 2, None, 1),
        ((0, 1, 2), 3, 2, 1),
        ((0, 1, 2), 2, 3, 1),
        ((0, 2, 4), 1, None, 0),
        ((1, 2, 3), 2, None, 1),  # both wrong on one day: one violation
    ],
)
def test_a_day_of_a_student(slots, most, own, count):
    school = instance(
        school_sites=(school_site(grid=MONDAY, most_slots_without_break=most),),
        students=(student("S1", accommodations=Accommodations(break_every=own)),),
    )
    found = CHECKS[RuleId.STUDENT_DAY](school, table(*slots, enrolled=("S1",)))
    assert [one.subjects for one in found] == [("S1", "0", "0")] * count


def test_one_free_lunch_slot_is_enough_and_days_without_lunch_ask_for_none():
    half_hours = grid(days=1, first=11 * 60, slots=6, minutes=30)
    lunches = tuple(
        type(one)(day=one.day, start=one.start, end=one.end, lunch=number in (2, 3))
        for number, one in enumerate(half_hours)
    )
    for window, slots, count in (
        (lunches, (2,), 0),
        (lunches, (2, 3), 1),
        (half_hours[:2], (0, 1), 0),
    ):
        school = instance(school_sites=(school_site(grid=window),), students=(student("S1"),))
        found = list(CHECKS[RuleId.STUDENT_DAY](school, table(*slots, enrolled=("S1",))))
        assert len(found) == count


def test_a_session_at_another_site_occupies_the_slots_of_the_own_grid():
    """12:15 to 13:15 at the barn takes the lunch of a student of the hall."""
    barn = school_site("BARN", grid=grid(first=9 * 60 + 15), rooms=(room("B1"),))
    school = instance(
        school_sites=(school_site(), barn),
        students=(student("S1"),),
        workshops=(workshop("W1", sections=(section("W1-1", site="BARN"),)),),
    )
    given = timetable(
        days_out=(),
        meetings=(),
        sections=(running("W1-1", 3, 6, room="B1"),),
        enrolments=(enrolment("S1"),),
    )
    found = [one.subjects for one in CHECKS[RuleId.STUDENT_DAY](school, given)]
    assert found == [("S1", "0", "0")]


@pytest.mark.parametrize(
    ("limits", "wrong"),
    [
        ({"most_day": 4, "most_week": 6}, []),
        ({"most_day": 3}, [("T2", "0", "0")]),
        ({"most_week": 5}, [("T2", "0")]),
        ({"most_day": 3, "most_week": 1}, [("T2", "0", "0"), ("T2", "0"), ("T2", "1")]),
        ({"most_day": 0}, [("T2", "0", "0"), ("T2", "0", "2"), ("T2", "1", "0")]),
    ],
)
def test_staff_lead_so_many_slots(limits, wrong):
    """Two slots on Monday and Wednesday of week 0, a meeting of two on Monday of both weeks."""
    school = instance(
        term=term(cycle=2),
        staff=(staff("T1"), staff("T2", **limits)),
        advisories=(advisory(advisor="T2", meetings=(meeting_kind(length=2),)),),
        workshops=(workshop("W1", length=2, weeks=(0,)),),
    )
    given = timetable(
        days_out=(),
        meetings=(meeting(slot(0, 9)),),
        sections=(running("W1-1", slot(0, 13), slot(2, 9)),),
        enrolments=(),
    )
    assert [one.subjects for one in CHECKS[RuleId.STAFF_DAY](school, given)] == wrong

"""Rules `mentor-load` and `site-seats`: how many interns there are on a date."""

from datetime import date

import pytest

from scheduler.check import mentor_load, site_seats
from scheduler.domain.calendar import DateSpan, SpecialDate
from scheduler.domain.places import Opening
from tests.factories import (
    at,
    day_out,
    instance,
    internship,
    mentor,
    site,
    student,
    term,
    timetable,
)

TUESDAY_WEEK_1 = DateSpan(first=date(2026, 9, 15), last=date(2026, 9, 15))


def school(*wishes, **changes):
    students = tuple(
        student(f"S{number}", internships=(wish,)) for number, wish in enumerate(wishes, start=1)
    )
    return instance(students=students, workshops=(), **changes)


def tables(*days_out):
    return timetable(days_out=days_out, meetings=(), sections=(), enrolments=())


ALL_ON_TUESDAY = tables(*(day_out(f"S{n}", 1) for n in (1, 2, 3)))


@pytest.mark.parametrize(
    ("at_once", "in_all", "wrong"),
    [
        (3, 3, []),
        (2, 3, [("M1", "0", "1")]),
        (3, 2, [("M1",)]),
        (0, 0, [("M1",), ("M1", "0", "1")]),
    ],
)
def test_a_mentor_hosts_so_many(at_once, in_all, wrong):
    host = (mentor(at_once=at_once, in_all=in_all),)
    given = school(*[internship(days=1)] * 3, mentors=host)
    assert [one.subjects for one in mentor_load.check(given, ALL_ON_TUESDAY)] == wrong


WEEKLY, A, B = ({"days": 1}, {"days": 1, "weeks": (0,)}, {"days": 1, "weeks": (1,)})
BLOCK = {"block": TUESDAY_WEEK_1}


@pytest.mark.parametrize(
    ("wishes", "wrong"),
    [
        ((WEEKLY, WEEKLY, A), ["0", "1"]),
        ((A, A, B), ["0"]),
        ((A, B, BLOCK), ["1"]),  # on the 15th the one of week 1 and the block
        ((A, BLOCK, BLOCK), ["1"]),
        ((A, B), []),
        ((A, BLOCK), []),
    ],
)
def test_weeks_and_blocks_are_counted_by_date(wishes, wrong):
    days = tables(*(day_out(f"S{n}", 1) for n, _ in enumerate(wishes, start=1)))
    given = school(
        *(internship(**wish) for wish in wishes),
        term=term(cycle=2),
        mentors=(mentor(at_once=1, in_all=3),),
        internship_sites=(site(seats=1),),
    )
    by_mentor = [one.subjects for one in mentor_load.check(given, days)]
    by_site = [one.subjects for one in site_seats.check(given, days)]
    assert by_mentor == [("M1", week, "1") for week in wrong]
    assert by_site == [("LAB", week, "1") for week in wrong]


def test_a_weekday_without_a_school_date_is_empty():
    given = school(
        *[internship(days=1)] * 3,
        term=term(
            holidays=tuple(
                DateSpan(first=date(2026, 9, d), last=date(2026, 9, d)) for d in (8, 15, 22)
            )
        ),
        mentors=(mentor(at_once=1, in_all=3),),
    )
    assert list(mentor_load.check(given, ALL_ON_TUESDAY)) == []


def test_a_special_date_counts_for_the_weekday_it_follows():
    """Monday the 21st follows Tuesday: a block on it meets the weekly days out."""
    day = DateSpan(first=date(2026, 9, 21), last=date(2026, 9, 21))
    given = school(
        internship(days=1),
        internship(block=day),
        term=term(special=(SpecialDate(when=date(2026, 9, 21), day=1),)),
        mentors=(mentor(at_once=1),),
    )
    table = tables(day_out("S1", 1), day_out("S2", 1))
    assert [one.subjects for one in mentor_load.check(given, table)] == [("M1", "0", "1")]


def opening(day, seats):
    return Opening(day=day, start=at("9:00"), end=at("16:00"), seats=seats)


@pytest.mark.parametrize(
    ("ward", "hospital", "wrong"),
    [
        ({}, {}, []),
        ({"seats": 2}, {"seats": 3}, []),
        ({"seats": 1}, {"seats": 3}, ["LAB"]),
        ({"seats": 2}, {"seats": 2}, ["PARK"]),  # two in the ward and one in the shop
        ({"seats": 1, "openings": (opening(1, 2),)}, {}, []),  # more on Tuesdays
        ({"seats": 2, "openings": (opening(1, 1), opening(2, 9))}, {}, ["LAB"]),
        ({"openings": (opening(1, None),), "seats": 1}, {}, ["LAB"]),
    ],
)
def test_a_site_hosts_so_many_with_all_its_parts(ward, hospital, wrong):
    given = school(
        *[internship(days=1)] * 3,
        internship_sites=(
            site("LAB", parent="PARK", **ward),
            site("SHOP", parent="PARK"),
            site("PARK", **hospital),
        ),
        mentors=(mentor(at_once=3, in_all=3), mentor("M2", sites=("SHOP",))),
    )
    table = tables(day_out("S1", 1), day_out("S2", 1), day_out("S3", 1, mentor="M2", site="SHOP"))
    found = list(site_seats.check(given, table))
    assert [one.subjects for one in found] == [(one, "0", "1") for one in wrong]


def test_the_message_says_the_numbers():
    given = school(*[internship(days=1)] * 3, internship_sites=(site(seats=2),))
    assert [one.message for one in site_seats.check(given, ALL_ON_TUESDAY)] == [
        "LAB hosts 3 on Tue of week 0, seats 2"
    ]

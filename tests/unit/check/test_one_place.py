"""Rule `one-place`: one violation for each person or thing, weekday and week."""

from dataclasses import replace
from datetime import date

import pytest

from scheduler.check import one_place
from scheduler.domain.calendar import DateSpan
from scheduler.domain.places import Mode, TravelTable
from tests.factories import (
    advisory,
    day_out,
    enrolment,
    grid,
    instance,
    internship,
    meeting,
    meeting_kind,
    mentor,
    north,
    room,
    row,
    run,
    run_use,
    running,
    school_site,
    section,
    site,
    slot,
    staff,
    student,
    term,
    timetable,
    vehicle,
    workshop,
)


def found(school, table):
    return [one.subjects for one in one_place.check(school, table)]


# A barn two kilometres from the hall: 33 minutes on foot, 11 by car. Its slots begin a
# quarter past the hour: slot 0 is Monday 9:15 to 10:15.
BARN = school_site(
    "BARN", position=north(2000), grid=grid(first=9 * 60 + 15, slots=5), rooms=(room("B1"),)
)
TWO_SITES = instance(
    school_sites=(school_site(), BARN),
    students=(student("S1"), student("S2", modes=(Mode.DRIVE, Mode.WALK))),
    workshops=(
        workshop("W1", sessions=1),
        workshop("W2", sessions=1, sections=(section("W2-1", site="BARN", leads=("T3",)),)),
    ),
    staff=(staff("T1"), staff("T2"), staff("T3")),
)
BOTH = (enrolment("S1"), enrolment("S1", "W2-1"), enrolment("S2"), enrolment("S2", "W2-1"))


@pytest.mark.parametrize(
    ("hall", "barn", "clashes"),
    [
        (slot(0, 9), 0, ["S1", "S2"]),  # 9:00-10:00 and 9:15-10:15 overlap in minutes
        (slot(0, 9), 1, ["S1"]),  # 15 minutes between: enough by car, not on foot
        (slot(0, 9), 2, []),  # 75 minutes between
        (slot(0, 10), 0, ["S1", "S2"]),  # the other way round, still overlapping
        (slot(0, 11), 0, []),  # 10:15 to 11:00 is 45 minutes
    ],
)
def test_students_travel_between_sites(hall, barn, clashes):
    table = timetable(
        days_out=(),
        meetings=(),
        sections=(running("W1-1", hall), running("W2-1", barn, lead="T3", room="B1")),
        enrolments=BOTH,
    )
    assert found(TWO_SITES, table) == [(one, "0", "0") for one in clashes]


@pytest.mark.parametrize(
    ("minutes", "estimate", "clashes"),
    [(15, True, 0), (16, True, 1), (None, True, 1), (None, False, 1)],
)
def test_a_row_of_the_travel_table_comes_before_the_estimate(minutes, estimate, clashes):
    rows = () if minutes is None else (row("HALL", "BARN", "walk", minutes),)
    school = replace(TWO_SITES, travel=TravelTable(rows=rows, estimate=estimate))
    table = timetable(
        days_out=(),
        meetings=(),
        sections=(running("W1-1", slot(0, 9)), running("W2-1", 1, lead="T3", room="B1")),
        enrolments=(enrolment("S1"), enrolment("S1", "W2-1")),
    )
    assert len(found(school, table)) == clashes


def test_the_message_says_why():
    table = timetable(
        days_out=(),
        meetings=(),
        sections=(running("W1-1", slot(0, 9)), running("W2-1", 1, lead="T3", room="B1")),
        enrolments=(enrolment("S1"), enrolment("S1", "W2-1")),
    )
    where = "S1 on Mon of week 0: 15 minutes between section W1-1 and section W2-1, but"
    cut_off = replace(TWO_SITES, travel=TravelTable(estimate=False))
    for school, why in ((TWO_SITES, "the way takes 33 minutes"), (cut_off, "there is no way")):
        assert [one.message for one in one_place.check(school, table)] == [f"{where} {why}"]


@pytest.mark.parametrize(("gap_slot", "clashes"), [(1, 0), (0, 1)])
def test_staff_drive_between_sites(gap_slot, clashes):
    barn = section("W2-1", site="BARN", leads=("T2",))
    school = replace(
        TWO_SITES, workshops=(TWO_SITES.workshops[0], workshop("W2", sections=(barn,)))
    )
    table = timetable(
        days_out=(),
        enrolments=(),
        sections=(running("W1-1", slot(0, 9)), running("W2-1", gap_slot, room="B1")),
    )
    assert found(school, table) == [("T2", "0", "0")] * clashes


def test_advisor_leads_a_session_during_the_meeting():
    table = timetable(sections=(running("W1-1", slot(0, 9), lead="T1"),), enrolments=())
    assert found(instance(), table) == [("T1", "0", "0")]


@pytest.mark.parametrize(
    ("weeks", "other_weeks", "clashes"),
    [((), (), ["0", "1"]), ((0,), (), ["0"]), ((0,), (1,), []), ((1,), (1,), ["1"])],
)
def test_a_room_is_double_booked_in_the_weeks_shared(weeks, other_weeks, clashes):
    other = section("W2-1", leads=("T1",))
    school = instance(
        term=term(cycle=2),
        workshops=(
            workshop("W1", weeks=weeks),
            workshop("W2", weeks=other_weeks, sections=(other,)),
        ),
    )
    table = timetable(
        meetings=(),
        enrolments=(),
        sections=(running("W1-1", slot(2, 10)), running("W2-1", slot(2, 10), lead="T1")),
    )
    assert found(school, table) == [("R2", week, "2") for week in clashes]


def test_a_session_longer_than_a_slot_runs_into_the_next():
    school = instance(workshops=(workshop("W1", length=2), workshop("W2")))
    table = timetable(
        meetings=(),
        enrolments=(),
        sections=(running("W1-1", slot(2, 10)), running("W2-1", slot(2, 11), lead="T1")),
    )
    assert found(school, table) == [("R2", "0", "2")]


@pytest.mark.parametrize(("weeks", "cells"), [((), [("0", "1"), ("1", "1")]), ((1,), [("1", "1")])])
def test_a_session_on_a_day_out_is_in_two_places(weeks, cells):
    ada = student("S1", internships=(internship(days=1, weeks=weeks),))
    school = instance(term=term(cycle=2), students=(ada,))
    table = timetable(
        days_out=(day_out("S1", 1),),
        meetings=(),
        sections=(running("W1-1", slot(1, 10)),),
        enrolments=(enrolment("S1"),),
    )
    assert found(school, table) == [("S1", *cell) for cell in cells]


def test_meetings_are_not_attended_on_a_day_out_nor_when_unavailable():
    school = instance(advisories=(advisory(meetings=(meeting_kind(length=3),)),))
    table = timetable(
        meetings=(meeting(slot(1, 9)),),
        sections=(),
        enrolments=(),
    )
    assert found(school, table) == []


def test_a_block_takes_nothing_from_the_week():
    block = DateSpan(first=date(2026, 9, 8), last=date(2026, 9, 8))
    school = instance(students=(student("S1", internships=(internship(block=block),)),))
    table = timetable(
        days_out=(day_out("S1", 1),),
        sections=(running("W1-1", slot(1, 10)),),
        enrolments=(enrolment("S1"),),
    )
    assert found(school, table) == []


BLOCK = DateSpan(first=date(2026, 9, 8), last=date(2026, 9, 10))


@pytest.mark.parametrize(
    ("one", "two", "day", "cells"),
    [
        ({}, {}, 1, [("0", "1"), ("1", "1")]),
        ({"weeks": (0,)}, {"weeks": (1,)}, 1, []),
        ({"weeks": (0,)}, {"block": BLOCK}, 1, [("0", "1")]),
        ({"weeks": (1,)}, {"block": BLOCK}, 1, []),
    ],
)
def test_a_mentor_is_at_one_site_a_day(one, two, day, cells):
    school = instance(
        term=term(cycle=2),
        internship_sites=(site("LAB"), site("SHOP")),
        mentors=(mentor(sites=("LAB", "SHOP")),),
        students=(
            student("S1", internships=(internship(**one),)),
            student("S2", internships=(internship(**two),)),
        ),
    )
    table = timetable(
        days_out=(day_out("S1", day), day_out("S2", day, site="SHOP")),
        meetings=(),
        sections=(),
        enrolments=(),
    )
    assert found(school, table) == [("M1", *cell) for cell in cells]


@pytest.mark.parametrize(
    ("begins", "place", "clashes"),
    [
        ("9:20", "LAB", 0),  # from where the first ends, at once
        ("9:19", "LAB", 1),  # overlaps
        ("9:27", "HALL", 1),  # 780 metres take 8 minutes by car
        ("9:28", "HALL", 0),
    ],
)
def test_runs_of_a_vehicle_follow_each_other(begins, place, clashes):
    school = instance(
        vehicles=(vehicle(),),
        runs=(run("V1-am"), run("V1-2", (place, begins), ("S2", "9:50"))),
    )
    table = timetable(runs=(run_use("V1-2", (0, 1), "S2"), run_use("V1-am", (0, 2), "S1")))
    assert found(school, table) == [("V1", "0", "1")] * clashes


def test_only_the_stops_served_are_driven():
    school = instance(
        vehicles=(vehicle(),),
        runs=(run("V1-am"), run("V1-2", ("LAB", "9:10"), ("S2", "9:20"), ("S1", "9:30"))),
    )
    late, early = run_use("V1-2", (1, 2), "S2"), run_use("V1-am", (0, 1), "S1")
    # The first now ends at S2 at 9:05, and the other begins there at 9:20.
    assert found(school, timetable(runs=(late, early))) == []

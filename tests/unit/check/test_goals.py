"""Goals by hand: what each costs on schools small enough to count on paper."""

from dataclasses import replace
from datetime import date

import pytest

from scheduler.check import GOALS, score
from scheduler.check.day_points import travel_points
from scheduler.domain.calendar import DateSpan
from scheduler.domain.instance import AttendanceRate
from scheduler.domain.places import Mode
from scheduler.domain.rules import GoalId, GoalWeight, Priorities, Profile, RuleId, SoftRule
from tests.factories import (
    advisory,
    day_out,
    enrolment,
    grid,
    instance,
    internship,
    leg,
    meeting,
    meeting_kind,
    mentor,
    must,
    north,
    room,
    run,
    run_use,
    running,
    school_site,
    section,
    site,
    slot,
    span,
    staff,
    student,
    term,
    timetable,
    unplaced,
    vehicle,
    wish,
    workshop,
)

BLOCK = DateSpan(first=date(2026, 9, 8), last=date(2026, 9, 10))


def points(goal, school, **parts):
    empty = {"days_out": (), "meetings": (), "sections": (), "enrolments": ()}
    return GOALS[goal](school, timetable(**empty | parts))


def school(*wishes, **changes):
    own = changes.pop("student", {})
    return instance(students=(student("S1", internships=wishes, **own),), workshops=(), **changes)


TUESDAY = tuple(span(day, "9:30", "15:30") for day in (1, 3))


@pytest.mark.parametrize(
    ("mentor_id", "hours", "cost"),
    [
        ("M1", TUESDAY, 0),
        ("M2", TUESDAY, 4),
        ("M3", TUESDAY, 8),
        ("M2", (), 0),  # the first cannot be had at all
        ("M3", (), 4),
        ("M3", TUESDAY[:1], 4),  # the first has one day only, where two can be had
    ],
)
def test_interest(mentor_id, hours, cost):
    given = school(
        internship(candidates=("M1", "M2", "M3")),
        mentors=(mentor("M1", hours=hours), mentor("M2"), mentor("M3")),
    )
    outs = (day_out("S1", 1, mentor=mentor_id), day_out("S1", 3, mentor=mentor_id))
    assert points(GoalId.INTEREST, given, days_out=outs) == cost
    assert points(GoalId.INTEREST, given, days_out=outs[:1]) == cost
    assert points(GoalId.INTEREST, given) == 0


def test_interest_of_a_confirmed_mentor():
    assert points(GoalId.INTEREST, school(internship()), days_out=(day_out(),)) == 0


@pytest.mark.parametrize(
    ("there", "back", "cost"),
    [(0, 0, 0), (3, 0, 0), (2, 2, 1), (45, 45, 22), (46, 45, 22), (47, 48, 23 + 1 + 1)],
)
def test_travel_of_a_day(there, back, cost):
    assert travel_points(there, back) == cost


def test_travel_above_the_own_best():
    """The lab is 13 minutes away (6 points a day), the farm 64 (32 and 9 for each way)."""
    given = school(
        internship(candidates=("M1", "M2")),
        student={"longest_journey": 90},
        internship_sites=(site(), site("FARM", position=north(3900))),
        mentors=(mentor("M1"), mentor("M2", sites=("FARM",))),
    )
    lab = (day_out("S1", 1), day_out("S1", 3))
    farm = {
        "mentor": "M2",
        "site": "FARM",
        "there": (leg("S1", "FARM", "8:26", "9:30"),),
        "back": (leg("FARM", "S1", "15:30", "16:34"),),
    }
    assert points(GoalId.TRAVEL, given, days_out=lab) == 0
    assert points(GoalId.TRAVEL, given, days_out=lab[:1]) == 0  # less than the best is 0
    two = tuple(day_out("S1", day, **farm) for day in (1, 3))
    assert points(GoalId.TRAVEL, given, days_out=two) == 2 * (32 + 9 + 9) - 2 * 6
    # A way that is longer than need be is paid for, waiting included.
    slow = day_out("S1", 3, there=(leg("S1", "LAB", "9:09", "9:30"),))
    assert points(GoalId.TRAVEL, given, days_out=(lab[0], slow)) == 6 + (21 + 13) // 4 - 12


@pytest.mark.parametrize(
    ("sections", "cost"),
    [
        ((), 12 + 7 + 7),
        (("W1-1",), 7 + 7),
        (("W2-1",), 12 + 7),
        (("W9-1",), 12 + 7),  # an alternative of the third
        (("W1-1", "W2-1", "W3-1"), 0),
    ],
)
def test_wishes(sections, cost):
    requests = (must("W8"), wish("W1"), wish("W2"), wish("W3", "W9"))
    given = instance(
        students=(student("S1", requests=requests),),
        workshops=tuple(workshop(f"W{n}") for n in range(1, 10)),
    )
    enrolled = tuple(enrolment("S1", one) for one in sections)
    assert points(GoalId.WISHES, given, enrolments=enrolled) == cost


@pytest.mark.parametrize(
    ("days", "hours", "wanted", "cost"),
    [
        ((1, 3), (), 2, 0),
        ((1, 2), (), 2, 6),
        ((1, 3), (), 3, 6),
        ((1,), (), 2, 0),
        ((0, 1, 2), (), 2, 6),  # once
        ((1, 2), (1, 2), 2, 0),  # nothing better can be had
    ],
)
def test_spread_days(days, hours, wanted, cost):
    spans = tuple(span(day, "9:30", "15:30") for day in hours or range(5))
    given = school(
        internship(days=min(len(days), 2)),
        student={"wanted_apart": wanted},
        mentors=(mentor(hours=spans),),
    )
    outs = tuple(day_out("S1", day) for day in days)
    assert points(GoalId.SPREAD_DAYS, given, days_out=outs) == cost


@pytest.mark.parametrize(
    ("days", "weeks", "cost"),
    [
        ((1, 1, 1), (), 2 * 3 * 2),  # mean 1, two above it, in each of two weeks
        ((1, 1, 1), (0,), 3 * 2),
        ((1, 2, 3), (), 0),
        ((0, 0, 1, 2, 3, 4), (), 0),  # 6 over 5 days is a mean of 2
    ],
)
def test_even_days(days, weeks, cost):
    people = tuple(
        student(f"S{n}", internships=(internship(days=1, weeks=weeks),)) for n in range(len(days))
    )
    given = instance(term=term(cycle=2), students=people, workshops=())
    outs = tuple(day_out(f"S{n}", day) for n, day in enumerate(days))
    assert points(GoalId.EVEN_DAYS, given, days_out=outs) == cost


def test_even_days_are_by_site_and_without_blocks():
    barn = school_site("BARN", rooms=(room("B1"),))
    given = instance(
        school_sites=(school_site(), barn),
        advisories=(advisory(), advisory("A2", room="B1")),
        students=(
            student("S1", internships=(internship(days=1),)),
            student("S2", internships=(internship(days=1),), advisory="A2"),
            student("S3", internships=(internship(block=BLOCK),)),
            student("S4", internships=(internship(block=BLOCK),)),
        ),
    )
    outs = tuple(day_out(f"S{n}", 1) for n in (1, 2, 3, 4))
    assert points(GoalId.EVEN_DAYS, given, days_out=outs) == 0


@pytest.mark.parametrize(
    ("kind", "cost"),
    [
        ({"quorum": 0.5}, 2 + 1),  # Ada on both weeks, Ben in week 1
        ({"quorum": 0.5, "weeks": (0,)}, 1),
        ({"whole": True}, 0),
        ({}, 3),
    ],
)
def test_together(kind, cost):
    given = instance(
        term=term(cycle=2),
        advisories=(advisory(meetings=(meeting_kind(**kind),)),),
        students=(
            student("S1", internships=(internship(days=1),)),
            student("S2", unavailable=(span(1, "9:30", "9:40", 1),)),
            student("S3"),
        ),
    )
    parts = {"days_out": (day_out("S1", 1),), "meetings": (meeting(slot(1, 9)),)}
    assert points(GoalId.TOGETHER, given, **parts) == cost


@pytest.mark.parametrize(
    ("hours", "cost"),
    [
        ((9, 10, 11), 0),
        ((9, 11), 2),
        ((9,), 0),
        ((9, 13), 0),  # 10 and 11 free: long enough to work
        ((11, 13), 0),  # lunch between
        ((10, 13), 2),  # 11 free, then lunch, which is left out
        ((9, 12), 0),
        ((10, 12), 2),  # lunch is occupied and counts
        ((9, 11, 14), 2 + 2),  # 10 and 13
    ],
)
def test_compact(hours, cost):
    given = instance(students=(student("S1"),), term=term(cycle=2))
    sections = (running("W1-1", *(slot(2, hour) for hour in hours)),)
    enrolled = (enrolment("S1"),)
    # In each of the two weeks.
    found = points(GoalId.COMPACT, given, sections=sections, enrolments=enrolled)
    assert found == 2 * cost


def test_compact_is_on_the_grid_of_the_own_site():
    """9:30 to 10:30 at the barn occupies the first two slots of the hall."""
    barn = school_site("BARN", grid=grid(first=9 * 60 + 30), rooms=(room("B1"),))
    given = instance(
        school_sites=(school_site(), barn),
        students=(student("S1"),),
        workshops=(
            workshop("W1"),
            workshop("W2", sections=(section("W2-1", site="BARN"),)),
        ),
    )
    enrolled = (enrolment("S1"), enrolment("S1", "W2-1"))
    both = (running("W1-1", slot(0, 11)), running("W2-1", 0, room="B1"))
    apart = (running("W1-1", slot(0, 13)), running("W2-1", 0, room="B1"))
    assert points(GoalId.COMPACT, given, sections=both, enrolments=enrolled) == 0
    assert points(GoalId.COMPACT, given, sections=apart, enrolments=enrolled) == 2


@pytest.mark.parametrize(
    ("sizes", "cost"),
    [((5, 5), 0), ((5, 3), 0), ((5, 2), 1), ((6, 4, 1), 3), ((5,), 0), ((5, None), 0)],
)
def test_even_sections(sizes, cost):
    names = [f"W1-{n}" for n in range(len(sizes))]
    people = tuple(student(f"S{n}") for n in range(6))
    given = instance(
        students=people,
        workshops=(workshop("W1", sections=tuple(section(one) for one in names)),),
    )
    found = points(
        GoalId.EVEN_SECTIONS,
        given,
        sections=tuple(
            running(one, 0) for one, size in zip(names, sizes, strict=True) if size is not None
        ),
        enrolments=tuple(
            enrolment(person.id, one)
            for one, size in zip(names, sizes, strict=True)
            for person in people[: size or 0]
        ),
    )
    assert found == cost


def test_fair_load_of_staff():
    """T1 leads 8 slots, T2 2, T3 none: mean ceil(10 / 3) = 4, and 8 is 3 above 5."""
    given = instance(
        term=term(cycle=2),
        staff=(staff("T1"), staff("T2"), staff("T3"), staff("T4", kind="aide")),
        advisories=(advisory(advisor="T2"),),
        workshops=(workshop("W1", length=2, sections=(section("W1-1", leads=("T1",)),)),),
    )
    parts = {
        "sections": (running("W1-1", slot(0, 9), slot(2, 9), lead="T1"),),
        "meetings": (meeting(slot(4, 9)),),
    }
    assert points(GoalId.FAIR_LOAD, given, **parts) == 3
    # Kinds and schools are compared among themselves.
    alone = replace(given, staff=(staff("T1"), staff("T2", kind="aide"), staff("T3", school="B")))
    assert points(GoalId.FAIR_LOAD, alone, **parts) == 0


@pytest.mark.parametrize(("wished", "cost"), [(None, 0), (0, 4), (1, 2), (2, 0)])
def test_fair_load_of_mentors(wished, cost):
    people = tuple(student(f"S{n}", internships=(internship(),)) for n in (1, 2))
    given = instance(students=people, mentors=(mentor(wished=wished),))
    outs = (day_out("S1", 1), day_out("S1", 3), day_out("S2", 1))
    assert points(GoalId.FAIR_LOAD, given, days_out=outs) == cost


@pytest.mark.parametrize(
    ("stops", "cost"), [((0, 2), 10 + 4), ((1, 2), 10 + 3), ((0, 1), 10 + 1), ((7,), 10)]
)
def test_vehicle_cost(stops, cost):
    given = instance(vehicles=(vehicle(),), runs=(run(),))
    found = points(GoalId.VEHICLE_COST, given, runs=(run_use("V1-am", stops),))
    assert found == cost
    assert points(GoalId.VEHICLE_COST, given) == 0


@pytest.mark.parametrize(
    ("rates", "cost"),
    [
        ((), 2 - 2),  # 0.9 everywhere
        ((AttendanceRate(share=0.5, day=1),), 10 - 2),
        ((AttendanceRate(share=0.5, day=2),), 0),
        ((AttendanceRate(share=0.5, mode=Mode.WALK),), 10 - 2),  # cycling is better
        ((AttendanceRate(share=0.5, mode=Mode.CYCLE),), 0),
        ((AttendanceRate(share=0.925, day=1), AttendanceRate(share=1.0)), 2),  # 1.5 rounds up
        # One field each: the student goes before the site, that before the day.
        ((AttendanceRate(share=0.5, day=1), AttendanceRate(share=0.8, site="LAB")), 0),
        ((AttendanceRate(share=0.5, site="LAB"), AttendanceRate(share=0.8, student="S1")), 0),
        # Two fields before one.
        (
            (
                AttendanceRate(share=0.8, student="S1"),
                AttendanceRate(share=0.5, day=1, mode=Mode.WALK),
            ),
            10 - 4,
        ),
    ],
)
def test_attendance(rates, cost):
    given = school(internship(days=1), student={"modes": (Mode.WALK, Mode.CYCLE)}, attendance=rates)
    assert points(GoalId.ATTENDANCE, given, days_out=(day_out("S1", 1),)) == cost


def test_attendance_is_summed_before_the_best_is_taken_off():
    """Tuesday and Thursday cost 10 and 0, the best pair of days 0."""
    rates = (AttendanceRate(share=0.5, day=1), AttendanceRate(share=1.0))
    given = school(internship(), attendance=rates)
    outs = (day_out("S1", 1), day_out("S1", 3))
    assert points(GoalId.ATTENDANCE, given, days_out=outs) == 10


def test_keep():
    whole = timetable()
    released = instance(release=whole)
    moved = replace(whole, sections=(running("W1-1", slot(0, 10), slot(2, 11)),))
    other_room = replace(whole, sections=(running("W1-1", slot(0, 10), slot(2, 10), room="R1"),))
    assert GOALS[GoalId.KEEP](instance(), moved) == 0
    assert GOALS[GoalId.KEEP](released, whole) == 0
    assert GOALS[GoalId.KEEP](released, moved) == 5 * 3  # Ada, Ben and T2
    assert GOALS[GoalId.KEEP](released, other_room) == 0


def test_keep_does_not_trip_over_what_is_gone():
    old = replace(timetable(), meetings=(meeting(0, "A9"), meeting(999), meeting(slot(0, 9))))
    assert GOALS[GoalId.KEEP](instance(release=old), timetable()) == 0


def test_score_counts_items_by_priority_and_applies_the_profile():
    given = school(
        internship(candidates=("M1", "M2")),
        mentors=(mentor("M1"), mentor("M2")),
        profiles=(Profile(name="kind", weights=(GoalWeight(goal=GoalId.INTEREST, factor=3),)),),
        profile="kind",
        priorities=Priorities(day=2, must=2, minutes=1),
        soft_rules=(
            SoftRule(rule=RuleId.MENTOR_LOAD, points=50),
            SoftRule(rule=RuleId.DAYS_APART, points=50),
        ),
    )
    given = replace(given, mentors=(given.mentors[0], mentor("M2", at_once=0)))
    table = timetable(
        days_out=(day_out("S1", 1, mentor="M2"), day_out("S1", 3, mentor="M2")),
        unplaced=(
            unplaced("day", "S1", "0"),
            unplaced("must", "S1", "W1"),
            unplaced("minutes", "S1", "0"),
        ),
    )
    found = score(given, table)
    assert found.unplaced == (1, 2, 0)
    assert found.goals[GoalId.INTEREST] == 3 * 4
    assert found.softened == {RuleId.MENTOR_LOAD: 100}  # Tuesday and Thursday
    assert found.penalty == 12 + 100
    assert list(found.goals) == list(GoalId)

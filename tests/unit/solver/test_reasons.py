"""Reasons: each option of what is unplaced, with the first thing that blocks it."""

from dataclasses import replace
from datetime import date

import pytest

from scheduler.domain.places import Clearance, Mode, Opening
from scheduler.solver.problem import Problem
from scheduler.solver.reasons import reasons
from tests import factories as f
from tests.property.neighbours import settled


def said(instance, timetable):
    """What is said, after listing what is unplaced."""
    problem = Problem(instance)
    return [
        (reason.item.student, [f"{one.option}: {one.blocker}" for one in reason.blockers])
        for reason in reasons(problem, settled(problem, timetable))
    ]


def ada(**changes):
    given = {"name": "Ada", "internships": (f.internship(days=1),)}
    return f.student("S1", **given | changes)


EMPTY = f.timetable(days_out=(), sections=(), enrolments=())


@pytest.mark.parametrize(
    ("student", "mentor", "site", "text"),
    [
        ({}, {"hours": (f.span(1, "9:30", "15:30"),)}, {}, "no hours"),
        ({"age": 15}, {}, {"minimum_age": 16}, "LAB takes interns from 16, not 15"),
        ({"longest_journey": 12}, {}, {}, "journey there 13 minutes > 12"),
        ({}, {"never_with": ("S1",)}, {}, "M1 is never to be with Ada"),
        ({}, {"clearance_until": date(2026, 9, 8)}, {}, "clearance of M1 ends 2026-09-08"),
        ({"unavailable": (f.span(0, "10:00", "11:00"),)}, {}, {}, "Ada is not available"),
        ({}, {}, {"requires": ("badge",)}, "LAB requires badge"),
        ({"modes": (Mode.TRANSIT,)}, {}, {}, "no way there by 09:30 by transit"),
    ],
)
def test_an_option_excluded_before_any_solve_says_why(student, mentor, site, text):
    internship = f.internship(days=1, allowed_days=(0,))
    given = f.instance(
        students=(ada(internships=(internship,), **student),),
        mentors=(f.mentor(**mentor),),
        internship_sites=(f.site(**site),),
    )
    monday, others = said(given, EMPTY)[0][1]
    assert monday == f"M1 on Mon: {text}"
    assert others == "M1 on Tue, Wed, Thu and Fri: not an allowed weekday"


def test_of_two_papers_of_one_name_the_one_that_holds_longer_counts():
    papers = (Clearance(name="badge"), Clearance(name="badge", until=date(2026, 9, 9)))
    internship = f.internship(days=1, allowed_days=(0,))
    given = f.instance(
        students=(ada(internships=(internship,), clearances=papers),),
        internship_sites=(f.site(requires=("badge", "tb")),),
    )
    assert said(given, EMPTY)[0][1][0] == "M1 on Mon: LAB requires tb"
    ended = tuple(
        Clearance(name="badge", until=until) for until in (date(2026, 9, 10), date(2026, 9, 9))
    )
    students = (replace(given.students[0], clearances=ended),)
    monday = said(replace(given, students=students), EMPTY)[0][1][0]
    assert monday.startswith("M1 on Mon: badge ends 2026-09-10")


@pytest.mark.parametrize(
    ("hours", "weeks", "text"),
    [
        ((f.span(0, "9:30", "15:30", 0),), (), "no hours in week 1"),
        ((f.span(0, "9:30", "15:30", 0),), (1,), "no hours"),
        ((f.span(0, "9:30", "15:30", 0), f.span(1, "9:30", "15:30")), (1,), "no hours"),
        ((f.span(0, "9:30", "12:00"),), (), "LAB is closed during the mentor's hours"),
    ],
)
def test_weeks_without_hours_are_named(hours, weeks, text):
    internship = f.internship(days=1, allowed_days=(0,), weeks=weeks)
    opening = Opening(day=0, start=f.at("12:00"), end=f.at("16:00"))
    given = f.instance(
        term=f.term(cycle=2),
        students=(ada(internships=(internship,)),),
        mentors=(f.mentor(hours=hours),),
        internship_sites=(f.site(openings=(opening,)),),
    )
    assert said(given, EMPTY)[0][1][0] == f"M1 on Mon: {text}"


def test_a_day_out_in_other_weeks_is_in_nobodys_way():
    wishes = (
        f.internship(days=1, allowed_days=(1,), weeks=(0,)),
        f.internship(days=1, confirmed="M2", allowed_days=(1, 2), weeks=(1,)),
    )
    ben = f.student("S2", name="Ben", internships=(f.internship(days=1, confirmed="M2"),))
    given = f.instance(
        term=f.term(cycle=2),
        students=(ada(internships=wishes, least_apart=2), ben),
        mentors=(f.mentor("M1"), f.mentor("M2", at_once=1, in_all=1)),
    )
    had = replace(EMPTY, days_out=(f.day_out("S1", 1), f.day_out("S2", 3, mentor="M2")))
    assert said(given, had)[0][1][1] == "M2 on Tue and Wed: has 1 of 1 interns (Ben)"
    same_week = replace(wishes[1], weeks=(0,))
    students = (replace(given.students[0], internships=(wishes[0], same_week)), ben)
    alike = said(replace(given, students=students), had)[0][1]
    assert alike[1:] == [
        "M2 on Tue: out with M1 on that day",
        "M2 on Wed: 1 days from Tue, asked for 2 to 6",
    ]


def test_a_late_van_is_named_with_both_times():
    given = f.instance(
        students=(ada(modes=(Mode.VAN,), internships=(f.internship(days=1, allowed_days=(1,)),)),),
        vehicles=(f.vehicle(name="Blue van"),),
        runs=(f.run("V1-am", ("S1", "9:00"), ("LAB", "9:40")),),
    )
    assert "M1 on Tue: Blue van 09:00 arrives 09:40, start 09:30" in said(given, EMPTY)[0][1]


def test_full_mentors_and_sites_are_named_with_who_is_there():
    """Ben is at the lab on Monday and Tuesday, Ada may be only then."""
    students = (
        ada(internships=(f.internship(days=1, candidates=("M1", "M2"), allowed_days=(0, 1)),)),
        f.student("S2", name="Ben", internships=(f.internship(),)),
    )
    given = f.instance(
        students=students,
        mentors=(f.mentor("M1", at_once=1), f.mentor("M2")),
        internship_sites=(f.site(name="Harbor Lab", seats=1),),
    )
    timetable = replace(EMPTY, days_out=(f.day_out("S2", 0), f.day_out("S2", 1)))
    blockers = said(given, timetable)[0][1]
    assert "M1 on Mon and Tue: full (Ben)" in blockers
    assert "M2 on Mon and Tue: Harbor Lab full: 1 of 1 seats" in blockers


def test_each_section_of_a_must_has_its_blocker():
    names = ("Pottery", "Choir")
    sections = (
        f.section("W1-1", most=1),
        f.section("W1-2"),
        f.section("W1-3"),
        f.section("W1-4"),
        f.section("W1-5", least=4),
    )
    given = f.instance(
        students=(
            ada(requests=(f.must("W1"), f.must("W2")), internships=(f.internship(days=1),)),
            f.student("S2", requests=(f.must("W1"),)),
        ),
        workshops=(
            f.workshop("W1", name=names[0], sections=sections),
            f.workshop("W2", name=names[1]),
        ),
    )
    timetable = replace(
        EMPTY,
        days_out=(f.day_out("S1", 1),),
        meetings=(f.meeting(f.slot(0, 9)),),
        sections=(
            f.running("W1-1", f.slot(2, 10), f.slot(4, 10)),
            f.running("W1-2", f.slot(0, 9), f.slot(4, 11)),
            f.running("W1-3", f.slot(1, 9), f.slot(4, 12)),
            f.running("W1-4", f.slot(2, 13), f.slot(4, 13)),
            f.running("W2-1", f.slot(2, 13), f.slot(3, 13)),
        ),
        enrolments=(f.enrolment("S1", "W2-1"), f.enrolment("S2", "W1-1")),
    )
    assert said(given, timetable) == [
        (
            "S1",
            [
                "Pottery 1: full: 1 of 1 seats",
                "Pottery 2: clashes with circle of the advisory Mon 09:00",
                "Pottery 3: Tue 09:00: day out with M1",
                "Pottery 4: clashes with Choir 1 Wed 13:00",
                "Pottery 5: does not run (at least 4 students)",
            ],
        )
    ]


def test_minutes_missed_are_those_of_meetings_away_from():
    given = f.instance(
        students=(ada(),),
        advisories=(f.advisory(name="Cedar", minutes=60),),
    )
    timetable = replace(EMPTY, days_out=(f.day_out("S1", 1),), meetings=(f.meeting(f.slot(1, 9)),))
    assert said(given, timetable) == [
        ("S1", ["circle Tue 09:00: a day out", "the other meetings: 0 minutes, 60 are required"])
    ]


def test_what_nothing_blocks_is_not_given_a_made_up_reason():
    given = f.instance(students=(ada(internships=(f.internship(days=1, allowed_days=(1,)),)),))
    tuesday = said(given, EMPTY)[0][1]
    assert "M1 on Tue: nothing by itself: a longer search may place it" in tuesday


def test_a_name_that_two_have_comes_with_the_id():
    students = (
        ada(internships=(f.internship(days=1, allowed_days=(0,)),)),
        f.student("S2", name="Kim", internships=(f.internship(days=1),)),
        f.student("S3", name="Kim"),
    )
    given = f.instance(students=students, mentors=(f.mentor(in_all=1),))
    timetable = replace(EMPTY, days_out=(f.day_out("S2", 0),))
    assert "M1 on Mon: has 1 of 1 interns (Kim (S2))" in said(given, timetable)[0][1]

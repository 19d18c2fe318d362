"""A rule that is about nothing in an instance is reported."""

from dataclasses import replace
from datetime import date

import pytest

from scheduler.check import matches_nothing
from scheduler.domain.calendar import DateSpan
from scheduler.domain.instance import Pins
from scheduler.domain.people import Accommodations
from scheduler.domain.places import Opening
from scheduler.domain.rules import RuleId
from tests.factories import (
    advisory,
    at,
    grid,
    instance,
    internship,
    meeting_kind,
    mentor,
    must,
    room,
    run,
    school_site,
    section,
    site,
    span,
    staff,
    student,
    timetable,
    vehicle,
    workshop,
)

NO_LUNCH = tuple(replace(one, lunch=False) for one in grid())
EMPTY = instance(
    school_sites=(school_site(grid=NO_LUNCH),),
    internship_sites=(site(),),
    mentors=(),
    staff=(),
    advisories=(advisory(meetings=()),),
    students=(),
    workshops=(),
)
BEN = {"students": (student("S1"),)}
ONE_DAY = {"students": (student("S1", internships=(internship(days=1),)),)}
TWO_DAYS = {"students": (student("S1", internships=(internship(days=1),) * 2),)}
SPAN = (span(0, "9:00", "10:00"),)
OPEN = Opening(day=1, start=at("9:00"), end=at("10:00"), seats=3)
AS_EVER = replace(OPEN, seats=None)
BLOCK = DateSpan(first=date(2026, 9, 8), last=date(2026, 9, 10))
BLOCKED = {"students": (student("S1", internships=(internship(block=BLOCK),)),)}
RESTING = {"students": (student("S1", accommodations=Accommodations(break_every=3)),)}
NOTHING = timetable(days_out=(), meetings=(), sections=(), enrolments=())


def hall(**changes):
    return {"school_sites": (school_site(**{"grid": NO_LUNCH} | changes),)}


def advisories(*kinds, **changes):
    return {"advisories": (advisory(meetings=kinds, **changes),)}


def linked(**changes):
    sections = (section("W1-1"), section("W1-2", **changes))
    return {"workshops": (workshop("W1", sections=sections),)}


def test_an_empty_school_is_about_nothing():
    assert matches_nothing(EMPTY) == tuple(RuleId)


@pytest.mark.parametrize(
    ("rule", "changes", "matches"),
    [
        (RuleId.ONE_PLACE, BEN, True),
        (RuleId.ONE_PLACE, {"staff": (staff(),)}, True),
        (RuleId.ONE_PLACE, {"vehicles": (vehicle(),)}, True),
        (RuleId.AVAILABLE, BEN, False),
        (RuleId.AVAILABLE, ONE_DAY, True),
        (RuleId.AVAILABLE, {"students": (student("S1", unavailable=SPAN),)}, True),
        (RuleId.AVAILABLE, {"staff": (staff(),)}, False),
        (RuleId.AVAILABLE, {"staff": (staff(available=SPAN),)}, True),
        (RuleId.AVAILABLE, hall(rooms=(room("R1", unavailable=SPAN),)), True),
        (RuleId.DAYS_OUT, BEN, False),
        (RuleId.DAYS_OUT, ONE_DAY, True),
        (RuleId.SAME_MENTOR, ONE_DAY, True),
        (RuleId.DAYS_APART, ONE_DAY, False),
        (RuleId.DAYS_APART, TWO_DAYS, True),
        (RuleId.DAYS_APART, BLOCKED, False),
        (RuleId.MENTOR_LOAD, {"mentors": (mentor(),)}, False),
        (RuleId.MENTOR_LOAD, {"mentors": (mentor(),)} | ONE_DAY, True),
        (RuleId.SITE_SEATS, {"internship_sites": (site(seats=0),)}, True),
        (RuleId.SITE_SEATS, {"internship_sites": (site(openings=(OPEN,)),)}, True),
        (RuleId.SITE_SEATS, {"internship_sites": (site(openings=(AS_EVER,)),)}, False),
        (RuleId.ELIGIBLE, ONE_DAY, True),
        (RuleId.JOURNEY, ONE_DAY, True),
        (RuleId.VEHICLE_RUN, {"vehicles": (vehicle(),)}, False),
        (RuleId.VEHICLE_RUN, {"vehicles": (vehicle(),), "runs": (run(),)}, True),
        (RuleId.ADVISORY_MEETS, advisories(meeting_kind()), True),
        (RuleId.ADVISORY_WHOLE, advisories(meeting_kind()), False),
        (RuleId.ADVISORY_WHOLE, advisories(meeting_kind(quorum=0.1)), True),
        (RuleId.ADVISORY_WHOLE, advisories(meeting_kind(whole=True)), True),
        (RuleId.ADVISORY_TIME, advisories(minutes=5), False),  # nobody is in it
        (RuleId.ADVISORY_TIME, advisories(minutes=5) | BEN, True),
        (RuleId.ADVISORY_TIME, BEN, False),
        (RuleId.SECTION_SESSIONS, linked(), True),
        (RuleId.SECTION_SIZE, linked(), True),
        (RuleId.ENROLLED_ONCE, BEN, False),
        (RuleId.ENROLLED_ONCE, {"students": (student("S1", requests=(must("W1"),)),)}, True),
        (RuleId.LINKED, linked(), False),
        (RuleId.LINKED, linked(linked=("W1-1",)), True),
        (RuleId.LINKED, linked(after=("W1-1",)), True),
        (RuleId.SCHOOL_SEATS, BEN, True),
        (RuleId.STUDENT_DAY, hall(), False),
        (RuleId.STUDENT_DAY, hall(grid=grid()), True),
        (RuleId.STUDENT_DAY, hall(most_slots_without_break=9), True),
        (RuleId.STUDENT_DAY, BEN, False),
        (RuleId.STUDENT_DAY, RESTING, True),
        (RuleId.STAFF_DAY, {"staff": (staff(),)}, False),
        (RuleId.STAFF_DAY, {"staff": (staff(most_day=0),)}, True),
        (RuleId.STAFF_DAY, {"staff": (staff(most_week=9),)}, True),
        (RuleId.PINNED, {"pins": Pins(timetable=timetable())}, True),
        (RuleId.PINNED, {"pins": Pins(timetable=NOTHING)}, False),
    ],
)
def test_what_a_rule_is_about(rule, changes, matches):
    assert (rule not in matches_nothing(replace(EMPTY, **changes))) is matches

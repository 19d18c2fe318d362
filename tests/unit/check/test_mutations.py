"""One break at a time in a timetable that breaks nothing: exactly that rule is found."""

from dataclasses import replace

import pytest

from scheduler.check import broken, matches_nothing, violations
from scheduler.domain.instance import Pins
from scheduler.domain.places import Mode
from scheduler.domain.rules import RuleId
from tests.factories import (
    advisory,
    day_out,
    enrolment,
    instance,
    internship,
    leg,
    meeting,
    meeting_kind,
    mentor,
    must,
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
    timetable,
    unplaced,
    vehicle,
    wish,
    workshop,
)

VAN_THERE = (leg("S1", "LAB", "9:00", "9:20", run="V1-am"),)

SCHOOL = instance(
    school_sites=(
        school_site(seats=2, study_seats=2, rooms=(room("R1"), room("R2", seats=2), room("R3"))),
    ),
    internship_sites=(site(seats=2), site("SHOP", seats=1)),
    mentors=(mentor(at_once=1, in_all=1), mentor("M2", sites=("SHOP",))),
    staff=(
        staff("T1", kind="advisor", most_day=2),
        staff("T2", available=tuple(span(day, "9:00", "15:00") for day in (0, 2, 3))),
    ),
    advisories=(advisory(meetings=(meeting_kind(whole=True),), minutes=60),),
    students=(
        student(
            "S1",
            internships=(internship(candidates=("M1", "M2")),),
            least_apart=2,
            modes=(Mode.WALK, Mode.VAN),
            requests=(must("W1"), wish("W2")),
        ),
        student("S2", requests=(wish("W1"),)),
    ),
    workshops=(
        workshop("W1"),
        workshop(
            "W2",
            sessions=1,
            sections=(
                section("W2-1", leads=("T1",)),
                section("W2-2", leads=("T1",), linked=("W3-1",)),
            ),
        ),
        workshop("W3", sessions=1, sections=(section("W3-1", after=("W1-1",)),)),
    ),
    vehicles=(vehicle(seats=1),),
    runs=(run(),),
    pins=Pins(timetable=timetable(days_out=(), sections=(), enrolments=())),
)
VALID = timetable(
    days_out=(day_out("S1", 1, there=VAN_THERE), day_out("S1", 3)),
    runs=(run_use("V1-am", (0, 2), "S1"),),
)


def test_the_timetable_breaks_nothing_and_every_rule_is_about_something():
    assert violations(SCHOOL, VALID) == []
    assert matches_nothing(SCHOOL) == ()


FIRST, SECOND = VALID.days_out
BREAKS = {
    "two sections in one room": (
        RuleId.ONE_PLACE,
        {},
        {"sections": (*VALID.sections, running("W2-1", slot(2, 10), lead="T1"))},
    ),
    "the lead is not available": (
        RuleId.AVAILABLE,
        {},
        {"sections": (running("W1-1", slot(0, 10), slot(4, 10)),)},
    ),
    "a day out too few": (RuleId.DAYS_OUT, {}, {"days_out": (FIRST,)}),
    "two mentors": (
        RuleId.SAME_MENTOR,
        {},
        {"days_out": (FIRST, day_out("S1", 3, mentor="M2", site="SHOP"))},
    ),
    "days out next to each other": (
        RuleId.DAYS_APART,
        {},
        {
            "days_out": (FIRST, day_out("S1", 2)),
            "sections": (running("W1-1", slot(0, 10), slot(3, 10)),),
        },
    ),
    "more interns than at once": (
        RuleId.MENTOR_LOAD,
        {"mentors": (mentor(at_once=0), *SCHOOL.mentors[1:])},
        {},
    ),
    "more interns than seats": (
        RuleId.SITE_SEATS,
        {"internship_sites": (site(seats=0), *SCHOOL.internship_sites[1:])},
        {},
    ),
    "a site where the mentor is not": (
        RuleId.ELIGIBLE,
        {},
        {"days_out": (FIRST, day_out("S1", 3, site="SHOP"))},
    ),
    "late for the start": (
        RuleId.JOURNEY,
        {},
        {"days_out": (FIRST, day_out("S1", 3, there=(leg("S1", "LAB", "9:18", "9:31"),)))},
    ),
    "a stop where nobody gets on": (
        RuleId.VEHICLE_RUN,
        {},
        {"runs": (run_use("V1-am", (0, 1, 2), "S1"),)},
    ),
    "a meeting too many": (
        RuleId.ADVISORY_MEETS,
        {},
        {"meetings": (*VALID.meetings, meeting(slot(2, 9)))},
    ),
    "a whole meeting while Ada is out": (
        RuleId.ADVISORY_WHOLE,
        {"pins": Pins(), "advisories": (advisory(meetings=(meeting_kind(whole=True),)),)},
        {"meetings": (meeting(slot(1, 9)),)},
    ),
    "minutes listed that are not short": (
        RuleId.ADVISORY_TIME,
        {},
        {"unplaced": (unplaced("minutes", "S2", "0"),)},
    ),
    "two sessions on a day": (
        RuleId.SECTION_SESSIONS,
        {},
        {"sections": (running("W1-1", slot(2, 10), slot(2, 13)),)},
    ),
    "enrolled in what does not run": (
        RuleId.SECTION_SIZE,
        {},
        {"enrolments": (*VALID.enrolments, enrolment("S1", "W2-1"))},
    ),
    "a must neither met nor listed": (
        RuleId.ENROLLED_ONCE,
        {},
        {"enrolments": VALID.enrolments[1:]},
    ),
    "before what it comes after": (
        RuleId.LINKED,
        {},
        {"sections": (*VALID.sections, running("W3-1", slot(0, 9), room="R3"))},
    ),
    "more students than the hall may hold": (
        RuleId.SCHOOL_SEATS,
        {"school_sites": (replace(SCHOOL.school_sites[0], seats=1),)},
        {},
    ),
    "a session at lunch": (
        RuleId.STUDENT_DAY,
        {},
        {"sections": (running("W1-1", slot(0, 12), slot(2, 10)),)},
    ),
    "three slots led on a day": (
        RuleId.STAFF_DAY,
        {},
        {
            "sections": (
                *VALID.sections,
                running("W2-1", slot(0, 11), lead="T1"),
                running("W2-2", slot(0, 13), lead="T1"),
            )
        },
    ),
    "a pinned meeting moved": (RuleId.PINNED, {}, {"meetings": (meeting(slot(2, 9)),)}),
}


def test_every_rule_is_broken_once():
    assert {rule for rule, _, _ in BREAKS.values()} == set(RuleId)


@pytest.mark.parametrize("name", BREAKS)
def test_exactly_the_broken_rule_is_found(name):
    rule, school, changes = BREAKS[name]
    found = broken(replace(SCHOOL, **school), replace(VALID, **changes))
    assert {one.rule for one in found} == {rule}
    assert all(one.message.count("\n") == 0 and one.subjects for one in found)

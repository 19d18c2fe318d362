"""Timetables made by hand: whatever is in them is checked and said, never a traceback."""

from dataclasses import replace
from datetime import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.check import CHECKS, GOALS, broken, score, violations
from scheduler.domain.places import Mode
from scheduler.domain.rules import GoalId, RuleId, SoftRule, UnplacedKind
from scheduler.domain.timetable import (
    DayOut,
    Enrolment,
    Leg,
    Meeting,
    PlacedSession,
    RunningSection,
    RunUse,
    Timetable,
    Unplaced,
)
from tests.factories import (
    day_out,
    enrolment,
    instance,
    meeting,
    run,
    run_use,
    running,
    slot,
    student,
    term,
    timetable,
    unplaced,
    vehicle,
)

VALID = timetable()


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"instance": "another"}, RuleId.PINNED),
        ({"days_out": (*VALID.days_out, day_out("S9", 2))}, RuleId.DAYS_OUT),
        ({"days_out": (*VALID.days_out, day_out("S1", 2, internship=1))}, RuleId.DAYS_OUT),
        ({"days_out": (*VALID.days_out, day_out("S1", 2, internship=-1))}, RuleId.DAYS_OUT),
        ({"days_out": (*VALID.days_out, day_out("S1", 2, mentor="M9"))}, RuleId.SAME_MENTOR),
        ({"days_out": (*VALID.days_out, day_out("S1", 2, site="HALL"))}, RuleId.ELIGIBLE),
        ({"meetings": (*VALID.meetings, meeting(1, "A9"))}, RuleId.ADVISORY_MEETS),
        ({"meetings": (*VALID.meetings, meeting(1, kind="party"))}, RuleId.ADVISORY_MEETS),
        ({"sections": (*VALID.sections, running("W9-1", 7))}, RuleId.SECTION_SESSIONS),
        ({"sections": (*VALID.sections, running("W1-1", 7))}, RuleId.SECTION_SESSIONS),
        ({"enrolments": (*VALID.enrolments, enrolment("S9"))}, RuleId.ENROLLED_ONCE),
        ({"enrolments": (*VALID.enrolments, enrolment("S1", "W9"))}, RuleId.ENROLLED_ONCE),
        ({"enrolments": (*VALID.enrolments, enrolment("S1"))}, RuleId.ENROLLED_ONCE),
        ({"runs": (run_use("V9"),)}, RuleId.VEHICLE_RUN),
        ({"unplaced": (unplaced("day", "S9", "0"),)}, RuleId.DAYS_OUT),
        ({"unplaced": (unplaced("day", "S1", "1"),)}, RuleId.DAYS_OUT),
        ({"unplaced": (unplaced("day", "S1", "none"),)}, RuleId.DAYS_OUT),
        ({"unplaced": (unplaced("must", "S1", "W9"),)}, RuleId.ENROLLED_ONCE),
        ({"unplaced": (unplaced("minutes", "S1", "1"),)}, RuleId.ADVISORY_TIME),
    ],
)
def test_what_the_school_has_not_is_one_violation(changes, rule):
    school = instance(vehicles=(vehicle(),), runs=(run(),))
    table = replace(VALID, **changes)
    found = violations(school, table)
    assert [one.rule for one in found] == [rule]
    assert broken(school, table) == found


def test_what_the_school_has_not_cannot_be_softened():
    school = instance(soft_rules=(SoftRule(rule=RuleId.SECTION_SESSIONS, points=5),))
    table = replace(VALID, sections=(*VALID.sections, running("W9-1", 7)))
    assert [one.rule for one in broken(school, table)] == [RuleId.SECTION_SESSIONS]
    assert score(school, table).softened == {}
    short = replace(VALID, sections=(running("W1-1", slot(0, 10)),))
    assert broken(school, short) == []
    assert score(school, short).softened == {RuleId.SECTION_SESSIONS: 5}


IDS = st.sampled_from(
    ["S1", "S2", "M1", "LAB", "HALL", "A1", "R2", "T2", "W1-1", "V1-am", "W1", ""]
)
ROOMS = st.sampled_from(["R1", "R2", "nowhere"])
NUMBERS = st.sampled_from([-7, -1, 0, 1, 2, 3, 6, 7, 13, 29, 30, 10**9])
TIMES = st.times(min_value=time(8), max_value=time(17))
LEGS = st.builds(
    Leg,
    mode=st.sampled_from(Mode),
    origin=IDS,
    destination=IDS,
    departs=TIMES,
    arrives=TIMES,
    run=st.none() | IDS,
)
JOURNEYS = st.lists(LEGS, max_size=2).map(tuple)


def some(of, most=6):
    return st.lists(of, max_size=most).map(tuple)


def likely(id):
    return st.sampled_from([id, id, id, "S2", "nobody"])


TABLES = st.builds(
    Timetable,
    instance=st.just("least"),
    days_out=some(
        st.builds(
            DayOut,
            student=likely("S1"),
            internship=st.sampled_from([0, 0, 0, 1, -1]),
            mentor=likely("M1"),
            site=likely("LAB"),
            day=NUMBERS,
            there=JOURNEYS,
            back=JOURNEYS,
        )
    ),
    meetings=some(st.builds(Meeting, advisory=likely("A1"), kind=likely("circle"), slot=NUMBERS)),
    sections=some(
        st.builds(
            RunningSection,
            section=likely("W1-1"),
            lead=st.sampled_from(["T1", "T2", "nobody"]),
            sessions=some(st.builds(PlacedSession, slot=NUMBERS, room=ROOMS)),
        )
    ),
    enrolments=some(st.builds(Enrolment, student=likely("S1"), section=likely("W1-1"))),
    runs=some(st.builds(RunUse, run=likely("V1-am"), stops=some(NUMBERS), riders=some(IDS))),
    unplaced=some(
        st.builds(
            Unplaced,
            kind=st.sampled_from(UnplacedKind),
            student=likely("S1"),
            subject=st.sampled_from(["0", "1", "W1", "", "x"]),
        )
    ),
)
SCHOOL = instance(
    term=term(cycle=2),
    vehicles=(vehicle(seats=1, driver_hours=()),),
    runs=(run(),),
    release=replace(VALID, meetings=(meeting(10**9), meeting(-1))),
    students=(
        replace(instance().students[0], modes=tuple(Mode)),
        student("S2", requests=instance().students[1].requests),
    ),
)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(TABLES)
def test_nothing_makes_the_checker_stumble(table):
    found = violations(SCHOOL, table)
    assert all(one.message and "\n" not in one.message for one in found)
    assert found == violations(SCHOOL, replace(table))
    assert set(score(SCHOOL, table).goals) == set(GoalId) == set(GOALS)
    for check in CHECKS.values():
        subjects = [one.subjects for one in check(SCHOOL, table)]
        assert len(set(subjects)) == len(subjects)


def test_facts_of_one_school_are_not_those_of_another():
    """Instances are told apart by identity; equal timetables are checked against each."""
    closed = instance(mentors=())
    assert [one.rule for one in broken(closed, VALID)].count(RuleId.SAME_MENTOR) == 2
    assert broken(instance(), VALID) == []
    assert len(broken(closed, VALID)) > 0

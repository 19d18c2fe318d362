"""Softened rules: what they let be is no proof's to exclude."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from scheduler.check import broken, score
from scheduler.domain.instance import Instance, Pins
from scheduler.domain.places import Mode, TravelTable
from scheduler.domain.rules import RuleId, SoftRule
from scheduler.domain.runs import Limits, Status
from scheduler.domain.timetable import DayOut, Timetable
from scheduler.solver import solve
from scheduler.solver.bounds import bounds
from scheduler.solver.explain import conflict
from scheduler.solver.problem import Problem
from scheduler.solver.unlisted import misses_some
from tests import factories as f

LIMITS = Limits(work=2.0)
TUESDAY = f.internship(days=1, allowed_days=(1,))
NEVER = tuple(f.span(day, "9:00", "15:00") for day in range(5))


def soft(*rules: RuleId) -> tuple[SoftRule, ...]:
    return tuple(SoftRule(rule=rule, points=1) for rule in rules)


@pytest.mark.parametrize(
    "changes",
    [
        {"students": (f.student("S1", requests=(f.must("W1"),), unavailable=NEVER),)},
        {"students": (f.student("S1", requests=(f.wish("W1"),), unavailable=NEVER),)},
        {
            "staff": (f.staff("T1", available=(f.span(0, "9:00", "10:00"),)), f.staff("T2")),
            "advisories": (f.advisory(minutes=120, meetings=(f.meeting_kind(count=2),)),),
        },
    ],
    ids=["a must", "a wish", "minutes"],
)
def test_who_may_be_used_when_not_available_is_not_counted_as_missing(changes):
    given = f.instance(**changes)
    held = (0, 0, 0)
    required = bounds(Problem(given), held, seconds=60)
    assert required.unplaced + required.penalty > 0
    softened = replace(given, soft_rules=soft(RuleId.AVAILABLE))
    found = bounds(Problem(softened), held, seconds=60)
    assert (found.unplaced, found.penalty) == (0, 0)
    outcome = solve(softened, LIMITS)
    assert outcome.score is not None
    assert sum(outcome.score.unplaced) == 0


def interns(*rules: RuleId, **changes) -> Instance:
    student = {"internships": (TUESDAY,), **changes.pop("student", {})}
    return f.instance(
        soft_rules=soft(*rules), workshops=(), students=(f.student("S1", **student),), **changes
    )


BUS = TravelTable(rows=(f.row("S1", "LAB", "transit", 20, since=time(9, 20), two_way=True),))
LATE = f.day_out(
    "S1",
    1,
    there=(f.leg("S1", "LAB", "9:20", "9:40", "transit"),),
    back=(f.leg("LAB", "S1", "15:30", "15:50", "transit"),),
)
BY_VAN = {
    "vehicles": (f.vehicle(driver_hours=(f.span(1, "12:00", "17:00"),)),),
    "runs": (
        f.run("AM", ("S1", "9:00"), ("LAB", "9:20"), day=1),
        f.run("PM", ("LAB", "15:30"), ("S1", "15:50"), day=1),
    ),
}
UNDRIVEN = f.day_out(
    "S1",
    1,
    there=(f.leg("S1", "LAB", "9:00", "9:20", "van", run="AM"),),
    back=(f.leg("LAB", "S1", "15:30", "15:50", "van", run="PM"),),
)
RODE = (f.run_use("AM", (0, 1), "S1"), f.run_use("PM", (0, 1), "S1"))


@pytest.mark.parametrize(
    ("given", "out", "runs"),
    [
        (
            interns(RuleId.AVAILABLE, mentors=(f.mentor(hours=(f.span(2, "9:30", "15:30"),)),)),
            f.day_out("S1", 1),
            (),
        ),
        (
            interns(RuleId.JOURNEY, travel=BUS, student={"modes": (Mode.TRANSIT,)}),
            LATE,
            (),
        ),
        (
            interns(RuleId.VEHICLE_RUN, **BY_VAN, student={"modes": (Mode.VAN,)}),
            UNDRIVEN,
            RODE,
        ),
        (
            interns(RuleId.SAME_MENTOR, mentors=(f.mentor("M1", at_once=0), f.mentor("M2"))),
            f.day_out("S1", 1, mentor="M2"),
            (),
        ),
    ],
    ids=["no hours", "late", "undriven", "not asked for"],
)
def test_nothing_is_proven_where_days_out_that_may_be_are_not_listed(
    given: Instance, out: DayOut, runs
):
    made = f.timetable(days_out=(out,), runs=runs, sections=(), enrolments=())
    assert broken(given, made) == []
    assert sum(score(given, made).unplaced) == 0
    outcome = solve(given, LIMITS)
    assert outcome.status is Status.FEASIBLE
    assert outcome.score is not None
    assert (outcome.score.unplaced, outcome.bounds.unplaced) == ((1, 0, 0), 0)


SLOW = f.day_out(
    "S1", 1, there=(f.leg("S1", "HALL", "9:00", "9:05"), f.leg("HALL", "LAB", "9:10", "9:30"))
)


def test_a_pinned_journey_that_may_be_too_long_is_planned():
    pins = Pins(timetable=Timetable(instance="least", days_out=(SLOW,)))
    given = interns(RuleId.JOURNEY, student={"longest_journey": 20}, pins=pins)
    outcome = solve(given, LIMITS)
    assert outcome.timetable is not None
    assert outcome.timetable.days_out == (SLOW,)
    assert broken(given, outcome.timetable) == []
    assert conflict(given, 10) is None


def test_a_timetable_at_hand_is_never_infeasible():
    """The way pinned by an undriven run is no option, so that the model has no timetable."""
    pins = Pins(timetable=Timetable(instance="least", days_out=(UNDRIVEN,)))
    given = interns(RuleId.VEHICLE_RUN, **BY_VAN, student={"modes": (Mode.VAN,)}, pins=pins)
    alone = solve(given, LIMITS)
    assert (alone.status, alone.conflict) == (Status.UNDECIDED, None)
    start = f.timetable(days_out=(UNDRIVEN,), runs=RODE, sections=(), enrolments=())
    outcome = solve(given, LIMITS, start=start)
    assert (outcome.status, outcome.timetable) == (Status.FEASIBLE, start)


def test_a_conflict_holds_without_the_rules_that_are_softened():
    """Nobody may lead any slot; that a member is out on the day of a meeting is soft."""
    staff = (f.staff("T1", most_day=0), f.staff("T2"))
    found = conflict(interns(RuleId.ADVISORY_WHOLE, staff=staff), 60)
    assert found is not None
    assert {one.rule for one in found.statements} == {RuleId.STAFF_DAY, RuleId.ADVISORY_MEETS}
    given = {one.rule for way in found.ways_out for one in way.gives_way}
    assert RuleId.ADVISORY_WHOLE not in given
    both = interns(RuleId.STAFF_DAY, staff=staff)
    assert conflict(both, 60) is None
    assert solve(both, LIMITS).timetable is not None


@pytest.mark.parametrize(
    ("rule", "out", "some"),
    [
        (RuleId.MENTOR_LOAD, True, False),
        (RuleId.DAYS_APART, True, False),
        (RuleId.JOURNEY, True, True),
        (RuleId.JOURNEY, False, False),
        (RuleId.SECTION_SESSIONS, False, True),
    ],
)
def test_which_softened_rules_reach_beyond_the_model(rule, out, some):
    students = (f.student("S1", internships=(TUESDAY,) if out else ()),)
    given = f.instance(students=students, soft_rules=soft(rule))
    assert misses_some(Problem(given)) is some

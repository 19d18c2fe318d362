"""Pins, releases and softened rules in a whole solve."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduler.check import broken, score
from scheduler.domain.instance import Instance, Pins
from scheduler.domain.rules import GoalId, RuleId, SoftRule
from scheduler.domain.runs import Limits, Status
from scheduler.domain.timetable import Timetable
from scheduler.made import make
from scheduler.solver import solve
from scheduler.solver.problem import Problem

LIMITS = Limits(workers=1, work=0.4)


@pytest.fixture(scope="module")
def school() -> Instance:
    return make("small", 3).instance


@pytest.fixture(scope="module")
def week(school: Instance) -> Timetable:
    found = solve(school, LIMITS).timetable
    assert found is not None
    return found


def test_what_is_pinned_stays(school: Instance, week: Timetable) -> None:
    problem = Problem(school)
    alone = [
        one
        for one in week.sections
        if len(problem.bundles[problem.bundle_of[one.section]].sections) == 1
    ]
    sections = tuple(alone[::5])
    names = {one.section for one in sections}
    pinned = Timetable(
        instance=school.id,
        days_out=week.days_out[::9],
        meetings=week.meetings[::7],
        sections=sections,
        enrolments=tuple(e for e in week.enrolments if e.section in names)[::4],
    )
    outcome = solve(replace(school, pins=Pins(timetable=pinned)), replace(LIMITS, seed=9))
    assert outcome.timetable is not None
    assert set(pinned.days_out) <= set(outcome.timetable.days_out)
    assert set(pinned.meetings) <= set(outcome.timetable.meetings)
    assert set(pinned.sections) <= set(outcome.timetable.sections)
    assert set(pinned.enrolments) <= set(outcome.timetable.enrolments)
    assert broken(replace(school, pins=Pins(timetable=pinned)), outcome.timetable) == []


def test_a_release_is_kept_unless_giving_it_up_pays(school: Instance, week: Timetable) -> None:
    released = replace(school, release=week)
    outcome = solve(released, replace(LIMITS, work=2.0))
    assert outcome.score is not None
    assert outcome.score.rank <= score(released, week).rank
    assert outcome.score.goals[GoalId.KEEP] <= 5 * len(school.students)


def test_softened_rules_do_not_stop_a_school_from_being_planned(school: Instance) -> None:
    softened = replace(school, soft_rules=(SoftRule(rule=RuleId.STAFF_DAY, points=30),))
    outcome = solve(softened, replace(LIMITS, work=0.3))
    assert outcome.status is Status.FEASIBLE
    assert outcome.timetable is not None
    assert broken(softened, outcome.timetable) == []

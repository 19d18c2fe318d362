"""The truth without a solver: which rules a timetable breaks, and what it costs.

Written from ``docs/reference/rules.md``, one module for each rule and goal; nothing here
is shared with the solver.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from scheduler.check import (
    advisory_meets,
    advisory_time,
    advisory_whole,
    available,
    days_apart,
    days_out,
    eligible,
    enrolled_once,
    journey,
    linked,
    mentor_load,
    one_place,
    pinned,
    same_mentor,
    school_seats,
    section_sessions,
    section_size,
    site_seats,
    staff_day,
    student_day,
    vehicle_run,
)
from scheduler.check.diary import diary_of
from scheduler.check.goals import (
    attendance,
    compact,
    even_days,
    even_sections,
    fair_load,
    interest,
    keep,
    spread_days,
    together,
    travel,
    vehicle_cost,
    wishes,
)
from scheduler.domain.instance import Instance
from scheduler.domain.rules import GoalId, RuleId, Score, Violation
from scheduler.domain.timetable import Timetable

Check = Callable[[Instance, Timetable], Iterator[Violation]]
Matches = Callable[[Instance], bool]
Points = Callable[[Instance, Timetable], int]

CHECKS: Mapping[RuleId, Check] = {
    RuleId.ONE_PLACE: one_place.check,
    RuleId.AVAILABLE: available.check,
    RuleId.DAYS_OUT: days_out.check,
    RuleId.SAME_MENTOR: same_mentor.check,
    RuleId.DAYS_APART: days_apart.check,
    RuleId.MENTOR_LOAD: mentor_load.check,
    RuleId.SITE_SEATS: site_seats.check,
    RuleId.ELIGIBLE: eligible.check,
    RuleId.JOURNEY: journey.check,
    RuleId.VEHICLE_RUN: vehicle_run.check,
    RuleId.ADVISORY_MEETS: advisory_meets.check,
    RuleId.ADVISORY_WHOLE: advisory_whole.check,
    RuleId.ADVISORY_TIME: advisory_time.check,
    RuleId.SECTION_SESSIONS: section_sessions.check,
    RuleId.SECTION_SIZE: section_size.check,
    RuleId.ENROLLED_ONCE: enrolled_once.check,
    RuleId.LINKED: linked.check,
    RuleId.SCHOOL_SEATS: school_seats.check,
    RuleId.STUDENT_DAY: student_day.check,
    RuleId.STAFF_DAY: staff_day.check,
    RuleId.PINNED: pinned.check,
}
"""One check for each rule, in the order of the catalogue."""

MATCHES: Mapping[RuleId, Matches] = {
    RuleId.ONE_PLACE: one_place.matches,
    RuleId.AVAILABLE: available.matches,
    RuleId.DAYS_OUT: days_out.matches,
    RuleId.SAME_MENTOR: same_mentor.matches,
    RuleId.DAYS_APART: days_apart.matches,
    RuleId.MENTOR_LOAD: mentor_load.matches,
    RuleId.SITE_SEATS: site_seats.matches,
    RuleId.ELIGIBLE: eligible.matches,
    RuleId.JOURNEY: journey.matches,
    RuleId.VEHICLE_RUN: vehicle_run.matches,
    RuleId.ADVISORY_MEETS: advisory_meets.matches,
    RuleId.ADVISORY_WHOLE: advisory_whole.matches,
    RuleId.ADVISORY_TIME: advisory_time.matches,
    RuleId.SECTION_SESSIONS: section_sessions.matches,
    RuleId.SECTION_SIZE: section_size.matches,
    RuleId.ENROLLED_ONCE: enrolled_once.matches,
    RuleId.LINKED: linked.matches,
    RuleId.SCHOOL_SEATS: school_seats.matches,
    RuleId.STUDENT_DAY: student_day.matches,
    RuleId.STAFF_DAY: staff_day.matches,
    RuleId.PINNED: pinned.matches,
}
"""Whether a rule is about anything in an instance."""

GOALS: dict[GoalId, Points] = {
    GoalId.INTEREST: interest.points,
    GoalId.TRAVEL: travel.points,
    GoalId.WISHES: wishes.points,
    GoalId.SPREAD_DAYS: spread_days.points,
    GoalId.EVEN_DAYS: even_days.points,
    GoalId.TOGETHER: together.points,
    GoalId.COMPACT: compact.points,
    GoalId.EVEN_SECTIONS: even_sections.points,
    GoalId.FAIR_LOAD: fair_load.points,
    GoalId.VEHICLE_COST: vehicle_cost.points,
    GoalId.ATTENDANCE: attendance.points,
    GoalId.KEEP: keep.points,
}
"""The points of each goal, before the profile's factor.

A benchmark adds goals of its own for as long as it runs.
"""


def violations(instance: Instance, timetable: Timetable) -> list[Violation]:
    """Say every rule that a timetable breaks, softened ones too.

    Entries that name what the instance has not come first. Never raises, whatever the
    timetable holds.
    """
    found = list(diary_of(instance, timetable).faults)
    for check in CHECKS.values():
        found += check(instance, timetable)
    return found


def broken(instance: Instance, timetable: Timetable) -> list[Violation]:
    """Say the rules that are required in this instance and broken: empty for an answer.

    An entry that names what the instance has not is always among them.
    """
    found = list(diary_of(instance, timetable).faults)
    for rule, check in CHECKS.items():
        if rule not in instance.soft_points:
            found += check(instance, timetable)
    return found


def score(
    instance: Instance, timetable: Timetable, leaving_out: frozenset[GoalId] = frozenset()
) -> Score:
    """Say how good a timetable is: what is unplaced, each goal, and softened rules broken.

    Goals left out are not in the answer.
    """
    counts = [0, 0, 0]
    for item in timetable.unplaced:
        counts[instance.priorities.of(item.kind) - 1] += 1
    goals = {
        goal: instance.factor_of.get(goal, 1) * points(instance, timetable)
        for goal, points in GOALS.items()
        if goal not in leaving_out
    }
    softened = {
        rule: each * sum(1 for _ in CHECKS[rule](instance, timetable))
        for rule, each in sorted(instance.soft_points.items())
    }
    return Score(
        unplaced=(counts[0], counts[1], counts[2]),
        goals=goals,
        softened={rule: points for rule, points in softened.items() if points},
    )


def matches_nothing(instance: Instance) -> tuple[RuleId, ...]:
    """Say the rules that are about nothing in this instance."""
    return tuple(rule for rule, matches in MATCHES.items() if not matches(instance))

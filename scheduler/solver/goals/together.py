"""Goal: 1 for each member absent from a quorum meeting."""

from __future__ import annotations

from scheduler.domain.rules import GoalId
from scheduler.solver.build import Build
from scheduler.solver.literals import Lit, Terms

GOAL = GoalId.TOGETHER


def terms(build: Build) -> Terms:
    """Count members who are out or unavailable during each meeting, in each week."""
    found: Terms = []
    for advisory, kind in build.scope.kinds:
        if kind.whole:
            continue
        for week in build.instance.weeks(kind.weeks):
            for member in build.instance.members_of[advisory.id]:
                held: dict[int, list[Lit]] = {}
                for placing, lit in build.meetings.of(advisory, kind).items():
                    if build.problem.placings.student_can(member.id, placing, (week,)):
                        held.setdefault(placing.day, []).append(lit)
                    else:
                        found.append((1, lit))
                for day, lits in held.items():
                    out = build.days_out.out(member.id, week, day)
                    if build.loose:
                        found += [(1, build.literals.both(lit, out)) for lit in lits]
                    else:
                        found.append((1, build.literals.both(build.literals.one_of(lits), out)))
    return found

"""Each advisory has its required meetings, led by its advisor, in its home room."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

from scheduler.domain.rules import RuleId
from scheduler.solver.build import Build
from scheduler.solver.literals import Lit

RULE = RuleId.ADVISORY_MEETS


def add(build: Build) -> None:
    """Post the number of meetings of each kind, on different weekdays."""
    for advisory, kind in build.scope.free_kinds:
        subject = (advisory.id, kind.name)
        placings = build.meetings.of(advisory, kind)
        build.at_least_sum([(1, lit) for lit in placings.values()], kind.count, RULE, subject)
        build.at_most(placings.values(), kind.count, RULE, subject)
        by_day: dict[int, list[Lit]] = defaultdict(list)
        for placing, lit in placings.items():
            by_day[placing.day].append(lit)
        for lits in by_day.values():
            build.at_most(lits, 1, RULE, subject)
    for advisory in dict.fromkeys(advisory for advisory, _ in build.scope.free_kinds):
        for one, two in combinations(advisory.meetings, 2):
            weeks = set(build.instance.weeks(one.weeks)) & set(build.instance.weeks(two.weeks))
            for placing, lit in build.meetings.of(advisory, one).items():
                clashing = [
                    other_lit
                    for other, other_lit in build.meetings.of(advisory, two).items()
                    if weeks and other.overlaps(placing)
                ]
                for other_lit in clashing:
                    build.at_most([lit, other_lit], 1, RULE, (advisory.id, one.name))

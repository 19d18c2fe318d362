"""Goal: 1 for each slot led above the mean of the kind and 1 more; 2 for each intern unwished."""

from __future__ import annotations

from scheduler.domain.rules import GoalId
from scheduler.solver.build import Build
from scheduler.solver.literals import Terms
from scheduler.solver.rules.staff_day import slots_led
from scheduler.solver.variables import interns_of

GOAL = GoalId.FAIR_LOAD
PER_INTERN = 2


def terms(build: Build) -> Terms:
    """Compare slots led within a school and kind, and interns with the mentor's wish."""
    groups = dict.fromkeys(
        (build.instance.staff_of[staff].school, build.instance.staff_of[staff].kind)
        for staff in build.scope.staff
    )
    found: Terms = []
    for school, kind in groups:
        loads: list[Terms] = [
            [term for week in build.problem.times.weeks for term in slots_led(build, one.id, week)]
            for one in build.instance.staff
            if (one.school, one.kind) == (school, kind)
        ]
        found += build.above_mean(loads, 1, f"{school},{kind}", 1)
    for mentor_id, visits in build.days_out.by_mentor().items():
        wished = build.instance.mentor_of[mentor_id].wished
        interns = interns_of(visits)
        if wished is not None and len({visit.student for visit in visits}) > wished:
            above = build.whole_number(len(visits), f"unwished[{mentor_id}]")
            build.define([*((1, lit) for lit in interns), (-1, above)], wished)
            found.append((PER_INTERN, above))
    return found

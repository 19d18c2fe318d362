"""A student is in at most one section of a workshop and attends all its sessions."""

from __future__ import annotations

from collections import defaultdict

from scheduler.domain.rules import RuleId
from scheduler.solver.build import Build
from scheduler.solver.literals import Lit

RULE = RuleId.ENROLLED_ONCE


def add(build: Build) -> None:
    """Post one section a workshop, one workshop a request, and what is unmet."""
    for student_id in build.scope.free_enrolments:
        student = build.instance.student_of[student_id]
        by_workshop: dict[str, list[Lit]] = defaultdict(list)
        takes = build.enrolments.of(student_id)
        for section, lit in takes.items():
            by_workshop[build.instance.section_of[section][1].id].append(lit)
        for workshop, lits in by_workshop.items():
            build.at_most(lits, 1, RULE, (student_id, workshop))
        asked: set[str] = set()
        for request in student.requests:
            asked.update(request.workshops)
            either = [lit for w in request.workshops for lit in by_workshop.get(w, ())]
            build.at_most(either, 1, RULE, (student_id, request.workshop))
        for section, lit in takes.items():
            workshop = build.instance.section_of[section][1].id
            if workshop not in asked:
                bundle = build.problem.bundles[build.problem.bundle_of[section]]
                reasons = [
                    takes.get(other, 0)
                    for other in bundle.sections
                    if build.instance.section_of[other][1].id in asked
                ]
                build.at_least_sum(
                    [*((1, one) for one in reasons), (-1, lit)], 0, RULE, (student_id, workshop)
                )
    for student_id, request, unmet in build.unplaced.musts():
        met = build.unplaced.met(student_id, request)
        build.clause([*met, unmet], RULE, (student_id, request.workshop))

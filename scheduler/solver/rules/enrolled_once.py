"""A student is in at most one section of a workshop and attends all its sessions."""

from __future__ import annotations

from collections import defaultdict

from scheduler.domain.people import Student
from scheduler.domain.rules import RuleId
from scheduler.solver.build import Build
from scheduler.solver.literals import Lit, negated

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
        _one_for_each_request(build, student)
    for student_id, request, unmet in build.unplaced.musts():
        met = build.unplaced.met(student_id, request)
        # What is unplaced is always listed: this cannot give way, and never contradicts.
        build.define([(-1, lit) for lit in (*met, unmet)], -1)
        build.counts[RULE] += 1


def _one_for_each_request(build: Build, student: Student) -> None:
    """Let every bundle taken answer a request of its own.

    Which one it answers is a choice only where several would do.
    """
    takes = build.enrolments.of(student.id)
    section_of = build.instance.section_of
    answers: dict[int, list[Lit]] = defaultdict(list)
    for index in dict.fromkeys(build.problem.bundle_of[section] for section in takes):
        sections = [s for s in build.problem.bundles[index].sections if s in takes]
        workshops = {section_of[section][1].id for section in sections}
        wanted = [
            number
            for number, request in enumerate(student.requests)
            if workshops.intersection(request.workshops)
        ]
        subject = (student.id, section_of[sections[0]][1].id)
        taken = build.literals.any(takes[section] for section in sections)
        if len(wanted) == 1:
            answers[wanted[0]].append(taken)
        else:
            chosen: list[Lit] = []
            for number in wanted:
                chosen.append(build.literals.new(f"answers[{student.id},{sections[0]},{number}]"))
                answers[number].append(chosen[-1])
            build.clause([negated(taken), *chosen], RULE, subject)
        asked = {w for request in student.requests for w in request.workshops}
        alone = [takes[s] for s in sections if section_of[s][1].id in asked]
        for section in sections:
            if section_of[section][1].id not in asked:
                build.clause([negated(takes[section]), *alone], RULE, subject)
    for number, lits in sorted(answers.items()):
        build.at_most(lits, 1, RULE, (student.id, student.requests[number].workshop))

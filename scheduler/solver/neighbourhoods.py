"""Which part of a week to plan anew next, where constraint programming improves it."""

from __future__ import annotations

from random import Random

from scheduler.domain.timetable import Timetable
from scheduler.solver.part import Part
from scheduler.solver.problem import Problem

MOST_STUDENTS = 45
"""Students whose enrolments are free at once: about a second to solve."""


def part_to_free(problem: Problem, timetable: Timetable, draw: Random) -> Part:
    """One or two advisories with all they do, or a section with some who ask for it."""
    instance = problem.instance
    running = [one.section for one in timetable.sections]
    if running and draw.random() < 0.4:
        section = draw.choice(running)
        sections = problem.bundles[problem.bundle_of[section]].sections
        workshops = {instance.section_of[one][1].id for one in sections}
        inside = {e.student for e in timetable.enrolments if e.section in sections}
        asking = [
            student.id
            for student in instance.students
            if student.id not in inside
            and any(w in workshops for request in student.requests for w in request.workshops)
        ]
        room = max(0, MOST_STUDENTS - len(inside))
        chosen = [*sorted(inside), *draw.sample(asking, min(room, len(asking)))]
        return Part(enrolments=frozenset(chosen), sections=frozenset(sections))
    advisories = [one.id for one in instance.advisories]
    some = set(draw.sample(advisories, min(len(advisories), draw.choice((1, 1, 2)))))
    students = frozenset(one.id for one in instance.students if one.advisory in some)
    meetings = frozenset(
        i for i, meeting in enumerate(problem.meetings) if meeting.advisory.id in some
    )
    return Part(days=students, enrolments=students, meetings=meetings)

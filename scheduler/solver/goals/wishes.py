"""Goal: 12 for the first wish missed, 7 for each other."""

from __future__ import annotations

from scheduler.domain.people import RequestKind
from scheduler.domain.rules import GoalId
from scheduler.solver.build import Build
from scheduler.solver.literals import Terms, negated

GOAL = GoalId.WISHES
FIRST, OTHER = 12, 7


def terms(build: Build) -> Terms:
    """Weigh each wish that is not met, the first of a student most."""
    found: Terms = []
    for student in build.scope.free_enrolments:
        points = FIRST
        for request in build.instance.student_of[student].requests:
            if request.kind is RequestKind.WISH:
                met = build.unplaced.met(student, request)
                found.append((points, negated(build.literals.any(met))))
                points = OTHER
    return found

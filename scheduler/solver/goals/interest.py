"""Goal: 4 for each rank of the mentor below the best the student could have."""

from __future__ import annotations

from scheduler.domain.rules import GoalId
from scheduler.solver.build import Build
from scheduler.solver.literals import Terms
from scheduler.solver.options import OPTION_GOALS

GOAL = GoalId.INTEREST


def terms(build: Build) -> Terms:
    """Weigh each option of a student with its points."""
    place = OPTION_GOALS.index(GOAL)
    return [
        (option.goals[place], lit)
        for student in build.scope.free_days
        for option, lit in build.days_out.options(student)
        if option.goals[place]
    ]

"""Goal: 5 for each person for whom something changes against the release."""

from __future__ import annotations

from scheduler.domain.rules import GoalId
from scheduler.solver.build import Build
from scheduler.solver.literals import Terms
from scheduler.solver.touched import Touched

GOAL = GoalId.KEEP
POINTS = 5


def terms(build: Build) -> Terms:
    """Weigh each person touched, where the instance has a release."""
    release = build.instance.release
    if release is None or not build.instance.factor_of[GOAL]:
        return []
    return [(POINTS, lit) for lit in Touched(build, release).people().values()]

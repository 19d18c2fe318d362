"""Goal: 10 for each run driven, 1 for each 5 minutes driven."""

from __future__ import annotations

from scheduler.domain.rules import GoalId
from scheduler.solver.build import Build
from scheduler.solver.literals import Terms

GOAL = GoalId.VEHICLE_COST
PER_RUN = 10
MINUTES = 5


def terms(build: Build) -> Terms:
    """Weigh each stretch that a run may be driven."""
    return [
        (PER_RUN + (stretch.end - stretch.begin) // MINUTES, lit)
        for index in build.rides.rides
        for stretch, lit in build.rides.stretches(index)
    ]

"""Each day out has a way there and a way back that the student may take, in time."""

from __future__ import annotations

from scheduler.domain.rules import RuleId
from scheduler.solver.build import Build
from scheduler.solver.listed import add_listed

RULE = RuleId.JOURNEY


def add(build: Build) -> None:
    """Forbid the options that break it; none are listed unless it may give way."""
    add_listed(build, RULE)

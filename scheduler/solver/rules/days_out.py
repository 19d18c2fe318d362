"""A student is out on as many days as wanted, or the day is reported as unplaced."""

from __future__ import annotations

from scheduler.domain.rules import RuleId
from scheduler.solver.build import Build
from scheduler.solver.listed import add_listed

RULE = RuleId.DAYS_OUT


def add(build: Build) -> None:
    """Forbid the options that break it; none are listed unless it may give way."""
    add_listed(build, RULE)

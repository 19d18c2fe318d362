"""A student's days out are with one mentor unless the student has several internships."""

from __future__ import annotations

from scheduler.domain.rules import RuleId
from scheduler.solver.build import Build
from scheduler.solver.listed import add_listed

RULE = RuleId.SAME_MENTOR


def add(build: Build) -> None:
    """Forbid the options that break it; none are listed unless it may give way."""
    add_listed(build, RULE)

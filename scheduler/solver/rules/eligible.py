"""Age, hazards, clearances and forbidden pairs allow the student at this site with this mentor."""

from __future__ import annotations

from scheduler.domain.rules import RuleId
from scheduler.solver.build import Build
from scheduler.solver.listed import add_listed

RULE = RuleId.ELIGIBLE


def add(build: Build) -> None:
    """Forbid the options that break it; none are listed unless it may give way."""
    add_listed(build, RULE)

"""Rules about one student alone: kept by listing only the options that obey them."""

from __future__ import annotations

from scheduler.domain.rules import RuleId
from scheduler.solver.build import Build


def add_listed(build: Build, rule: RuleId) -> None:
    """Forbid every listed option that breaks a rule, once for each subject."""
    for student in build.scope.free_days:
        for option, lit in build.days_out.options(student):
            for broken, subject in option.broken:
                if broken is rule:
                    build.at_most([lit], 0, rule, subject)

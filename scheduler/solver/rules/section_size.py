"""A section that runs has between its least and most students.

Where it is softened both limits may give way; nobody is ever in a section that does not run.
"""

from __future__ import annotations

from scheduler.domain.rules import RuleId
from scheduler.solver.build import Build

RULE = RuleId.SECTION_SIZE


def add(build: Build) -> None:
    """Count students; nobody is in a section that does not run."""
    for section_id in build.scope.sections(build.enrolments.open_sections):
        section, _ = build.instance.section_of[section_id]
        members = build.enrolments.members(section_id)
        runs = build.runs.lit(section_id)
        terms = [(1, lit) for _, lit in members]
        build.at_most_sum([*terms, (-section.most, runs)], 0, RULE, (section_id,))
        build.at_least_sum([*terms, (-section.least, runs)], 0, RULE, (section_id,))
        if not isinstance(runs, int):
            for _, lit in members:
                build.literals.implies(lit, runs)

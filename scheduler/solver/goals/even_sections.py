"""Goal: 1 for each student by which a workshop's largest section exceeds its smallest by over 2."""

from __future__ import annotations

from scheduler.domain.rules import GoalId
from scheduler.solver.build import Build
from scheduler.solver.literals import Terms, negated

GOAL = GoalId.EVEN_SECTIONS
ALLOWED = 2


def terms(build: Build) -> Terms:
    """Compare the sizes of the sections of each workshop that run."""
    touched = build.scope.sections(build.enrolments.open_sections)
    workshops = dict.fromkeys(build.instance.section_of[s][1].id for s in touched)
    found: Terms = []
    for workshop_id in workshops:
        sections = build.instance.workshop_of[workshop_id].sections
        most = max(
            min(section.most, len(build.enrolments.members(section.id))) for section in sections
        )
        if len(sections) < 2 or most <= ALLOWED:
            continue
        largest = build.whole_number(most, f"largest[{workshop_id}]")
        smallest = build.whole_number(most, f"smallest[{workshop_id}]")
        above = build.whole_number(most, f"uneven[{workshop_id}]")
        for section in sections:
            size: Terms = [(1, lit) for _, lit in build.enrolments.members(section.id)]
            build.define([(-1, largest), *size], 0)
            stays_out = negated(build.runs.lit(section.id))
            minus: Terms = [(-weight, lit) for weight, lit in size]
            build.define([(1, smallest), *minus, (-most, stays_out)], 0)
        build.define([(1, largest), (-1, smallest), (-1, above)], ALLOWED)
        found.append((1, above))
    return found

"""Linked sections are taken together; ordered sessions come in order."""

from __future__ import annotations

from scheduler.domain.ids import SectionId
from scheduler.domain.rules import RuleId
from scheduler.solver.build import Build
from scheduler.solver.literals import negated

RULE = RuleId.LINKED


def add(build: Build) -> None:
    """Post who is in linked sections, and that ordered sections begin in order."""
    for student in build.scope.free_enrolments:
        takes = build.enrolments.of(student)
        for section_id, lit in takes.items():
            for other in build.instance.section_of[section_id][0].linked:
                if other in takes and takes[other] is not lit:
                    for one, two in ((lit, takes[other]), (takes[other], lit)):
                        build.clause([negated(one), two], RULE, (section_id, other, student))
    free = set(build.scope.free_sections)
    for section_id, (section, _) in build.instance.section_of.items():
        for earlier in section.after:
            if section_id in free or earlier in free:
                _in_order(build, earlier, section_id)


def _in_order(build: Build, earlier: SectionId, later: SectionId) -> None:
    """Let no session of the later begin before one of the earlier has ended."""
    weeks = [
        set(build.instance.weeks(build.instance.section_of[s][1].weeks)) for s in (earlier, later)
    ]
    if not weeks[0] & weeks[1]:
        return
    runs = build.runs.lit(earlier)
    for placing, start in build.starts.of(later).items():
        ended = [
            lit
            for one, lit in build.starts.of(earlier).items()
            if (one.day, one.end) <= placing.order
        ]
        build.clause([negated(start), negated(runs), *ended], RULE, (earlier, later))

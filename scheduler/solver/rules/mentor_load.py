"""A mentor hosts at most so many interns at once, and so many in all."""

from __future__ import annotations

from collections import defaultdict

from scheduler.domain.rules import RuleId
from scheduler.solver.build import Build
from scheduler.solver.literals import Lit
from scheduler.solver.variables import Visit

RULE = RuleId.MENTOR_LOAD


def add(build: Build) -> None:
    """Count interns on each class of dates, and over the term."""
    for mentor_id, visits in build.days_out.by_mentor().items():
        mentor = build.instance.mentor_of[mentor_id]
        at_once: dict[int, list[Visit]] = defaultdict(list)
        for visit in visits:
            for index in visit.classes:
                at_once[index].append(visit)
        for index, there in sorted(at_once.items()):
            subject = (mentor_id, *build.problem.times.date_classes[index])
            build.at_most(interns_of(there), mentor.at_once, RULE, subject)
        if len({visit.student for visit in visits}) > mentor.in_all:
            build.at_most(interns_of(visits), mentor.in_all, RULE, (mentor_id,))


def interns_of(visits: list[Visit]) -> list[Lit]:
    """Literals whose sum is the number of different students who visit."""
    # Options of one student exclude each other: of an option with several visits (two days
    # out, or a block over the days of another internship) the literal is counted once.
    found: dict[tuple[str, int], Lit] = {}
    for visit in visits:
        key = -1 if isinstance(visit.lit, int) else visit.lit.index
        found[visit.student, key] = visit.lit
    return list(found.values())

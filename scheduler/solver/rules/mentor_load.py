"""A mentor hosts at most so many interns at once, and so many in all."""

from __future__ import annotations

from collections import defaultdict

from scheduler.domain.rules import RuleId
from scheduler.solver.build import Build
from scheduler.solver.variables import Visit, interns_of

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

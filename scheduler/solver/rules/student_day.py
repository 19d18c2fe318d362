"""A student has lunch inside its window and no more than so many slots without a break."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.domain.ids import StudentId
from scheduler.domain.rules import RuleId
from scheduler.solver.build import Build
from scheduler.solver.literals import Lit
from scheduler.solver.placing import Placing

RULE = RuleId.STUDENT_DAY


def add(build: Build) -> None:
    """Leave a lunch slot free, and a slot of every stretch longer than allowed."""
    for student in build.scope.students:
        site = build.problem.student_site[student]
        limits = [
            site.most_slots_without_break,
            build.instance.student_of[student].accommodations.break_every,
        ]
        most = min((limit for limit in limits if limit is not None), default=None)
        for week, day in build.weekly():
            slots = [both for both in build.problem.slots_of[site.id] if both[0].day == day]
            lunch = [placing for placing, is_lunch in slots if is_lunch]
            subject = (student, week, day)
            if lunch:
                busy = list(_busy(build, student, week, lunch))
                build.at_most(busy, len(lunch) - 1, RULE, subject)
            if most is None:
                continue
            for first in range(len(slots) - most):
                stretch = [placing for placing, _ in slots[first : first + most + 1]]
                build.at_most(_busy(build, student, week, stretch), most, RULE, subject)


def _busy(build: Build, student: StudentId, week: int, slots: list[Placing]) -> Iterator[Lit]:
    for slot in slots:
        yield from build.weeks.busy(student, week, slot)

"""Goal: 2 for each gap of a single slot between two activities of a student's day."""

from __future__ import annotations

from scheduler.domain.ids import StudentId
from scheduler.domain.rules import GoalId
from scheduler.solver.build import Build
from scheduler.solver.literals import Lit, Terms, negated
from scheduler.solver.placing import Placing

GOAL = GoalId.COMPACT
POINTS = 2


def terms(build: Build) -> Terms:
    """Weigh each slot that may be such a gap."""
    found: Terms = []
    for student in build.scope.students:
        site = build.problem.student_site[student]
        for week, day in build.weekly():
            slots = [both for both in build.problem.slots_of[site.id] if both[0].day == day]
            for place, (_, lunch) in enumerate(slots):
                if not lunch:
                    found += _gap(build, student, week, slots, place)
    return found


def _gap(
    build: Build,
    student: StudentId,
    week: int,
    slots: list[tuple[Placing, bool]],
    place: int,
) -> Terms:
    """Whether a slot is free and, lunch skipped where it is free, busy on both sides."""
    before = _beside(build, student, week, slots[:place][::-1])
    after = _beside(build, student, week, slots[place + 1 :])
    if not before or not after:
        return []
    here = build.weeks.busy(student, week, slots[place][0])
    free = negated(build.literals.any(here))
    both = build.literals.both(build.literals.any(before), build.literals.any(after))
    gap = build.literals.both(both, free)
    return [(POINTS, gap)]


def _beside(
    build: Build, student: StudentId, week: int, slots: list[tuple[Placing, bool]]
) -> list[Lit]:
    """Activities in the next slot, or beyond lunch slots in between."""
    found: list[Lit] = []
    for placing, lunch in slots:
        found += build.weeks.busy(student, week, placing)
        if not lunch:
            break
    return found

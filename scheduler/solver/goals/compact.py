"""Goal: 2 for each gap of a single slot between two activities of a student's day."""

from __future__ import annotations

from scheduler.domain.ids import StudentId
from scheduler.domain.rules import GoalId
from scheduler.solver.build import Build
from scheduler.solver.literals import Lit, Terms
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
    if any(isinstance(lit, int) for lit in here):
        return []
    beside: Terms = [(1, lit) for some in (before, after) for lit in some]
    # Less is better: it is enough to say when a gap cannot be denied.
    gap = build.literals.new(f"gap[{student},{week},{slots[place][0].slot}]")
    build.define([*beside, *((-1, lit) for lit in here), (-1, gap)], 1)
    return [(POINTS, gap)]


def _beside(
    build: Build, student: StudentId, week: int, slots: list[tuple[Placing, bool]]
) -> list[Lit]:
    """Literals, at most one of them true, of activities in the next slot but free lunch."""
    found: list[Lit] = []
    for number, (placing, lunch) in enumerate(slots):
        busy = build.weeks.busy(student, week, placing)
        found = [build.literals.any([*found, *busy])] if number else busy
        if not lunch:
            break
    return [lit for lit in found if not isinstance(lit, int) or lit]

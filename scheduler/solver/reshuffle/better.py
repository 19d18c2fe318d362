"""What a better plan would cost: repairs that touch more people than the fewest."""

from __future__ import annotations

import time
from dataclasses import replace

from scheduler.domain.changes import diff
from scheduler.domain.timetable import Timetable
from scheduler.solver.incumbent import Incumbent
from scheduler.solver.part import Part
from scheduler.solver.reshuffle.case import Case
from scheduler.solver.reshuffle.settling import Settling
from scheduler.solver.search.annealer import COLD, Annealer
from scheduler.solver.search.fill import pack, packable
from scheduler.solver.search.pins import pin
from scheduler.solver.search.unpack import decisions_of, unpack

MOST_AROUND = 60
"""Students near the change whose weeks are planned anew together."""
WARM = 3.0
"""Points of temperature at which the whole school is searched from a repair on."""
PIECE = 4_000


def around(case: Case, start: Timetable, better: Timetable | None, near: frozenset[str]) -> Part:
    """Those stranded, those who do better in a better plan, and those near, up to a number."""
    problem, part = case.problem, case.stranded.part
    changed: dict[str, None] = {}
    if better is not None:
        touched = diff(problem.instance, start, better).touched
        changed = {one: None for one in touched if one in problem.instance.student_of}
    chosen = dict.fromkeys(sorted(part.days | part.enrolments, key=problem.order.__getitem__))
    chosen |= changed
    chosen |= dict.fromkeys(sorted(near, key=problem.order.__getitem__))
    students = frozenset(list(chosen)[:MOST_AROUND]) | part.days | part.enrolments
    return replace(part, days=students, enrolments=students)


def weighed(
    case: Case, part: Part, start: Timetable, points: int, seconds: float
) -> Timetable | None:
    """Plan a part anew, each person touched at so many points; never worse than the start."""
    settling = Settling(case, part, Incumbent(case.problem, start))
    if not settling.best_plan(seconds, points):
        return None
    return settling.settled(False, False).timetable


def best_plan(case: Case, start: Timetable, seconds: float, seed: int) -> Timetable | None:
    """Search the whole school from a repair on, whoever is touched."""
    began = time.monotonic()
    problem = case.problem
    if not packable(problem):
        return None
    slab = pack(problem)
    if not pin(problem, slab):
        return None
    annealer = Annealer(slab.arrays, seed)
    decisions = decisions_of(problem, slab, start)
    if decisions is None or not annealer.load(decisions):
        return None
    while (passed := (time.monotonic() - began) / seconds) < 1.0:
        annealer.run(PIECE, WARM * (COLD / WARM) ** passed)
    return unpack(problem, slab, annealer.best) if annealer.found else None

"""What a better plan would cost: repairs that touch more people than the fewest."""

from __future__ import annotations

import time
from dataclasses import replace

from scheduler.domain.timetable import Timetable
from scheduler.solver.incumbent import Incumbent
from scheduler.solver.part import Part
from scheduler.solver.reshuffle.case import Case
from scheduler.solver.reshuffle.settling import Settling
from scheduler.solver.search.annealer import Annealer
from scheduler.solver.search.fill import pack, packable
from scheduler.solver.search.pins import pin
from scheduler.solver.search.unpack import decisions_of, unpack

MOST_AROUND = 60
"""Students near the change whose weeks are planned anew together."""
WARM, COOL = 0.5, 0.1
"""Points of temperature between which the whole school is searched from a repair on: a
plan that was searched for long has nothing to gain, in seconds, from a warmer start."""
PIECE = 4_000
GAINS_SHARE = 0.5
"""Of the time for better plans, what goes into moves that gain by themselves."""
LOOKS = 4
"""Plans taken on the way, each with twice the moves of the one before."""


def around(case: Case, near: frozenset[str]) -> Part:
    """Those stranded and those near them, up to a number."""
    part, order = case.stranded.part, case.problem.order
    chosen = dict.fromkeys(sorted(part.days | part.enrolments, key=order.__getitem__))
    chosen |= dict.fromkeys(sorted(near, key=order.__getitem__))
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


def better_plans(case: Case, start: Timetable, seconds: float, seed: int) -> list[Timetable]:
    """Search the whole school from a repair on: plans on the way, and the best one last.

    At first a move has to gain something by itself, so that few are touched for much;
    at last whoever is touched, the plan only gets better.
    """
    began = time.monotonic()
    problem = case.problem
    if not packable(problem):
        return []
    slab = pack(problem)
    if not pin(problem, slab):
        return []
    annealer = Annealer(slab.arrays, seed)
    decisions = decisions_of(problem, slab, start)
    if decisions is None or not annealer.load(decisions):
        return []
    found: list[Timetable] = []
    best = annealer.best_total
    for look in range(LOOKS):
        share = GAINS_SHARE / 2 ** (LOOKS - 1 - look)
        while time.monotonic() - began < share * seconds:
            annealer.run(PIECE, 0.0)
        if annealer.best_total < best:
            best = annealer.best_total
            found.append(unpack(problem, slab, annealer.best))
    while (passed := (time.monotonic() - began) / seconds) < 1.0:
        annealer.run(PIECE, WARM * (COOL / WARM) ** passed)
    if annealer.best_total < best:
        found.append(unpack(problem, slab, annealer.best))
    return found

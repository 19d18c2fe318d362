"""The first timetable of a run: anything that keeps every rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.solver.search.annealer import COLD, HOT, Annealer
from scheduler.solver.search.fill import pack
from scheduler.solver.search.pack import Slab
from scheduler.solver.search.pins import pin
from scheduler.solver.search.unpack import decisions_of, unpack

if TYPE_CHECKING:
    from scheduler.solver.run import Run

FIRST_SHARE = 0.5
"""Of a run, after which a small school without a timetable is left to the exact model."""
SETTLING = 30
"""Moves a student that settle days out and meetings before there are sections in their way."""
SETTLED = 8
"""Times that this is tried, each from other random numbers, before anything else."""
FIRST_PIECES = 10
"""Pieces in which the search cools down for a first timetable; twice as many each time."""
GUIDED_FROM = 3
"""The attempt from which on it begins from days out that are good by themselves."""


def first_timetable(run: Run) -> tuple[Slab, Annealer] | None:
    """Have a first timetable; None where the search cannot begin or found none."""
    slab = pack(run.problem)
    if not pin(run.problem, slab):
        return None  # the exact model knows pins of every kind
    annealer = Annealer(slab.arrays, run.limits.seed)
    known = run.found.timetable
    decisions = None if known is None else decisions_of(run.problem, slab, known)
    run.from_start = decisions is not None
    if decisions is not None:
        annealer.load(decisions)
    if not annealer.found:
        annealer.construct()
    for _ in range(SETTLED):
        if not annealer.found and not run.over():
            annealer.clear()
            annealer.construct(SETTLING * len(run.instance.students))
    attempt, pieces = 1, FIRST_PIECES
    while not annealer.found:
        if attempt >= GUIDED_FROM:
            annealer.begin(run.guided(slab))
        for piece in range(pieces):
            if run.over() or (run.small and run.passed > FIRST_SHARE):
                return None  # of a small school the exact model says whether there is one
            if run.anneal(annealer, HOT * (COLD / HOT) ** (piece / pieces)):
                break
        attempt, pieces = attempt + 1, 2 * pieces
    run.found.offer(unpack(run.problem, slab, annealer.best))
    return slab, annealer

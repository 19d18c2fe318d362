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
FIRST_PIECES = 10
"""Pieces in which the search cools down for a first timetable, before it begins anew."""


def begin(run: Run) -> tuple[Slab, Annealer] | None:
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
    tries, pieces = 0, FIRST_PIECES
    while not annealer.found and not run.over():
        if tries == pieces:  # other days out to begin from, and longer
            annealer.begin(run.guided(slab))
            tries, pieces = 0, 2 * pieces
        run.anneal(annealer, HOT * (COLD / HOT) ** (tries / pieces))
        tries += 1
        if run.small and run.passed > FIRST_SHARE:
            return None  # perhaps there is none: the exact model will say
    if not annealer.found:
        return None
    run.found.offer(unpack(run.problem, slab, annealer.best))
    return slab, annealer

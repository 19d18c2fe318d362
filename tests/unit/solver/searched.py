"""What the compiled search says of its own state, put so that the checker can be asked."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.domain.instance import Instance
from scheduler.domain.rules import UnplacedKind
from scheduler.solver.problem import Problem
from scheduler.solver.search.annealer import HOT, Annealer
from scheduler.solver.search.fill import pack
from scheduler.solver.search.pack import Ints, Slab

PIECE = 500
"""Moves between two looks at the state."""


@dataclass(frozen=True, slots=True)
class Searched:
    """A school in the search's own form."""

    problem: Problem
    slab: Slab
    annealer: Annealer

    def said(self, decisions: Ints) -> tuple[int, tuple[int, int, int], int]:
        """Shortfalls, unplaced by priority and penalty that the slab has for decisions."""
        assert self.annealer.load(decisions)
        days, musts, minutes, short, penalty = self.annealer.now
        by_priority = [0, 0, 0]
        kinds = (UnplacedKind.DAY, UnplacedKind.MUST, UnplacedKind.MINUTES)
        for kind, count in zip(kinds, (days, musts, minutes), strict=True):
            by_priority[self.problem.instance.priorities.of(kind) - 1] += count
        return short, (by_priority[0], by_priority[1], by_priority[2]), penalty


def begun(instance: Instance, seed: int = 1, settling: int = 0) -> Searched:
    """A school with a first timetable, shortfalls and all."""
    problem = Problem(instance)
    slab = pack(problem)
    annealer = Annealer(slab.arrays, seed)
    annealer.construct(settling)
    return Searched(problem, slab, annealer)


def annealed(instance: Instance, moves: int, seed: int = 1, hot: float = HOT) -> Searched:
    """A school after so many moves, from hot to a hundredth of it."""
    found = begun(instance, seed)
    for done in range(0, moves, PIECE):
        found.annealer.run(PIECE, hot * 0.01 ** (done / moves))
    return found

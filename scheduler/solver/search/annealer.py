"""One process's search: runs the compiled annealing in short pieces."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from scheduler.solver.search import anneal, state
from scheduler.solver.search.layout import (
    H_DAYS,
    H_HARD,
    H_MINUTES,
    H_MUSTS,
    H_PENALTY,
    H_W_DAY,
    H_W_HARD,
    H_W_MINUTES,
    H_W_MUST,
    S_OPTIONS,
)
from scheduler.solver.search.pack import RANKED, Arrays, Ints

SHARES = {
    "days": 20,
    "enrolments": 10,
    "request": 30,
    "open request": 8,
    "session": 16,
    "retime": 8,
    "push": 4,
    "lead": 4,
    "meeting": 6,
    "open or close": 2,
    "refill": 2,
    "chain": 4,
    "make way": 8,
}
"""How often each kind of move is tried, in proportion (decisions.md)."""
FIRST_SHARES = {"days": 3, "chain": 3, "meeting": 1}
"""The same while only days out and meetings are placed."""
SETTLING_HOT = 20.0
HOT, COLD = 14.0, 0.5
"""Points: where annealing begins from nothing, and where it ends."""
BOLDER = 5.0
"""How much hotter moves of sections and meetings are judged than those of students, who settle
around them before they move again (decisions.md)."""
EARLY, LATE, AGAIN = 0.3, 0.7, 1.25
"""Shares of the time after which the best answer is gone back to, where fewer items are unplaced
in it than in what has cooled meanwhile; and how hot that begins when it is late.

Such an answer was seen while it was hot, and has the points of a hot one. What is unplaced when
sections and meetings are cooler than some 15 points mostly stays so (decisions.md).
"""
LIGHT = (550, 95, 42)
HEAVY = (20_000, 1_500, 400)
"""What an unplaced item of priority 1, 2, 3 weighs at `HOT` and at `COLD`, in points.

While it is hot, a must may be given up to gain another later; in the end hardly anything
makes up for one.
"""
_FULL = 1 << 20


def running_sums(shares: dict[str, int]) -> Ints:
    """Shares of the kinds of move as running sums up to 1 << 20."""
    each = np.array([shares.get(name, 0) for name in anneal.MOVES], dtype=float)
    sums: Ints = (np.cumsum(each) / each.sum() * _FULL).astype(np.int64)
    sums[-1] = _FULL
    return sums


class Annealer:
    """Holds a slab and the best decisions seen; ``total`` is the search's own cost."""

    def __init__(self, arrays: Arrays, seed: int) -> None:
        self.arrays = arrays
        self._journal = np.zeros(4_000_000, dtype=np.int64)
        mixed = np.random.SeedSequence([seed, 20_26]).generate_state(1, np.uint64)[0]
        self._random = np.array([mixed | np.uint64(1)], dtype=np.uint64)
        self.shares = running_sums(SHARES)
        """Of the kinds of move, as running sums."""
        self._first = running_sums(FIRST_SHARES)
        self.tally = np.zeros((len(anneal.MOVES), 3), dtype=np.int64)
        """By kind of move: tries, acceptances, points gained."""
        self.moves = 0
        self._none = 1 << 62
        self.clear()

    def clear(self) -> None:
        """Forget everything decided."""
        self.cells = self.arrays.cells.copy()
        self.best: Ints = self.cells[self.arrays.addresses].copy()
        self.best_total = self._none

    @property
    def found(self) -> bool:
        """Whether an answer without a shortfall has been seen."""
        return self.best_total < self._none

    @property
    def now(self) -> tuple[int, int, int, int, int]:
        """Unplaced days, musts and minutes, shortfalls and penalty of the current state."""
        at = (H_DAYS, H_MUSTS, H_MINUTES, H_HARD, H_PENALTY)
        return tuple(int(self.cells[i]) for i in at)  # type: ignore[return-value]

    def construct(self, settling: int = 0) -> None:
        """Make a first timetable: days out and meetings, then sections and enrolments.

        Before the sections so many moves settle days out and meetings among themselves,
        while a move is cheap and nothing else holds a student in place.
        """
        cells, tables = self.cells, self.arrays.tables
        students = self.arrays.kinds[0]
        options = cells[cells[students + S_OPTIONS]]
        order = students[np.argsort(options, kind="stable")]
        anneal.construct_days(cells, tables, self._journal, self._random, order)
        piece = 5_000
        for done in range(0, settling, piece):
            heat = SETTLING_HOT * (COLD / SETTLING_HOT) ** (done / settling)
            self._try(piece, heat, heat, self._first)
        anneal.construct_sections(cells, tables, self._journal, self._random)
        self.run(0, HOT)

    def begin(self, placement: Sequence[tuple[int, int]]) -> None:
        """Make a timetable from days out given as (student, option) by reference."""
        self.clear()
        for student, option in placement:
            options = self.cells[student + S_OPTIONS]
            if option not in self.cells[options + 1 : options + 1 + self.cells[options]]:
                continue  # something else is pinned
            anneal.decide(self.cells, self.arrays.tables, self._journal, student, option)
        self.construct()

    def load(self, decisions: Ints) -> bool:
        """Go to the state that decisions stand for.

        False, and nothing decided, where staff or rooms are wanted twice.
        """
        self.cells = self.arrays.cells.copy()
        tables, kinds = self.arrays.tables, self.arrays.kinds
        if not anneal.load(self.cells, tables, self._journal, decisions, *kinds):
            self.cells = self.arrays.cells.copy()
            return False
        self.run(0, COLD)
        return True

    @property
    def has_strayed(self) -> bool:
        """Whether fewer items are unplaced in the best answer than now."""
        return self.best_total // RANKED[3] < int(state.rank(self.cells)) // RANKED[3]

    def back_to_best(self) -> None:
        """Go on from the best answer seen."""
        before = self.current
        if not self.load(self.best.copy()):
            self.load(before)

    def total(self, temperature: float) -> int:
        """The weighted cost of the state as it is, at a temperature."""
        self._weigh(temperature)
        return int(state.total(self.cells))

    @property
    def current(self) -> Ints:
        """The decisions as they are now, shortfalls and all."""
        return self.cells[self.arrays.addresses].copy()

    def run(self, moves: int, temperature: float) -> None:
        """Try so many moves at a temperature; at most some 100,000 at a time."""
        self._try(moves, temperature, BOLDER * temperature, self.shares)

    def _weigh(self, temperature: float) -> None:
        """Let unplaced items weigh the more the colder it is."""
        share = math.log(max(temperature, COLD) / COLD) / math.log(HOT / COLD)
        now = [
            round(heavy * (light / heavy) ** min(1.0, share))
            for light, heavy in zip(LIGHT, HEAVY, strict=True)
        ]
        for at, priority in zip(
            (H_W_DAY, H_W_MUST, H_W_MINUTES), self.arrays.priorities, strict=True
        ):
            self.cells[at] = now[priority - 1]
        self.cells[H_W_HARD] = 2 * now[0]

    def _try(self, moves: int, heat: float, other_heat: float, shares: Ints) -> None:
        self._weigh(heat)
        self.best_total = int(
            anneal.anneal(
                self.cells,
                self.arrays.tables,
                self._journal,
                self._random,
                moves,
                heat,
                other_heat,
                shares,
                self.best,
                self.arrays.addresses,
                self.best_total,
                self.tally,
            )
        )
        self.moves += moves

"""How several processes solve one instance: each searches all of it, one proves now and then.

Every child cools a timetable of its own; of what they find the best counts. At first one
looks for a placement of days out to begin from, at the beginning and the end it proves
bounds, and who goes on meanwhile goes on from the better of both (decisions.md).
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from scheduler.solver.crew import Anneal, Annealed, Crew, Place, Placed, Prove, Proven, Schedule
from scheduler.solver.search.annealer import AGAIN, COLD, EARLY, HOT, LATE, Annealer
from scheduler.solver.search.pack import RANKED, Ints, Slab
from scheduler.solver.search.unpack import unpack

if TYPE_CHECKING:
    from scheduler.solver.run import Run

SETTLING = 150_000
"""Moves for days out and meetings alone, where no placement is given yet."""
ROUND = 0.05
"""Of a run, after what a child tells how it goes."""
FIRST_PROOF, LAST_PROOF = 0.08, 0.2
"""Of a run, what goes into bounds at the beginning and at the end, in one process."""
PROOF_MARGIN = 0.03
"""Of a run, what is left when the last proof has to be told."""
LONGEST_PROOF = 40.0
MOVES_A_SECOND = 150_000
"""Of a process, about: how long a run takes that is limited by work alone."""


@dataclass(slots=True)
class Chain:
    """What one child anneals."""

    current: Ints
    schedule: Schedule
    passed_before: float
    """Share of the run's limits that was used up when this began to cool."""
    best: Ints
    best_rank: int
    looks: list[float] = field(default_factory=lambda: [EARLY, LATE])
    """Shares of the schedule after which it may go back to its best."""
    ticket: int = 0


class Teamwork:
    """What the parent of a crew does: hand out tasks, keep the best, keep time."""

    def __init__(self, run: Run, crew: Crew, slab: Slab, first: Ints) -> None:
        self.run, self.crew, self.slab = run, crew, slab
        self.base = first
        moves_a_second = MOVES_A_SECOND * len(crew.pipes)
        self.seconds = run.limits.seconds or 1e6 * (run.limits.work or 1.0) / moves_a_second
        self.schedule = self._cooling(self._left(), HOT)
        self.judge = Annealer(slab.arrays, run.limits.seed)
        self.best, self.best_rank = first, self._rank(first)
        self.offered_rank = self.best_rank
        self.offered_at = time.monotonic()
        self.prover = len(crew.pipes) - 1
        self.proving = False
        self.chains: dict[int, Chain] = {}

    def _left(self) -> float:
        return max(0.2, self.seconds - self.run.found.seconds - self.run.closing())

    @staticmethod
    def _cooling(seconds: float, hot: float) -> Schedule:
        return Schedule(time.time(), seconds, hot, COLD)

    def _rank(self, decisions: Ints) -> int:
        """What answers are compared by; huge for one with a shortfall."""
        self.judge.clear()
        self.judge.load(decisions)
        return self.judge.best_total

    def _cost(self, chain: Chain, temperature: float) -> int:
        """What a chain's state costs as the search sees it at a temperature."""
        self.judge.clear()
        self.judge.load(chain.current)
        return self.judge.total(temperature)

    def go(self) -> None:
        """Until the limits are reached."""
        if not self.run.from_start:
            self._place()
        self._prove(min(FIRST_PROOF * self.seconds, LONGEST_PROOF))
        for number in range(self.prover):
            self._begin(number)
        last = max(0.5, 1.0 - min(LAST_PROOF, LONGEST_PROOF / self.seconds))
        proven = False
        while not self.run.over() and self.crew.alive:
            if not proven and not self.proving and self.run.passed >= last:
                self._offer()
                self._prove((1.0 - PROOF_MARGIN - self.run.passed) * self.seconds)
                proven = True
            self._listen()
            self._now_and_then()
        self._offer()

    # What is asked.

    def _prove(self, seconds: float) -> None:
        if not self.run.over():
            self.crew.ask(self.prover, Prove(self.run.found.held(), seconds))
            self.proving = True

    def _place(self) -> None:
        """Begin from days out that are good by themselves, while others search already."""
        self.crew.ask(self.prover, Place(self.run.seconds_to_round()))
        until = time.time() + 0.5 * self.schedule.seconds
        for number in range(self.prover):
            self.crew.ask(number, Anneal(None, self.schedule, until, settling=SETTLING))
        while not self.run.over() and not self.crew.pipes[self.prover].closed:
            for _, message in self.crew.told(0.1):
                if isinstance(message, Placed):
                    self.judge.begin(self.slab.placed(self.run.problem, message.options))
                    self.base = self.judge.current
                    self._note(self.judge.best, self.judge.best_total)
                    self.schedule = self._cooling(self._left(), HOT)
                    return
                if isinstance(message, Annealed):
                    self._note(message.best, message.best_rank)
            self._now_and_then()

    def _begin(self, number: int) -> None:
        """Let a child anneal from where all begin."""
        rank = self._rank(self.base)
        self.chains[number] = Chain(self.base, self.schedule, self.run.passed, self.base, rank)
        self._go_on(number)

    def _go_on(self, number: int) -> None:
        """Let a child anneal for another round."""
        chain = self.chains[number]
        self._keep_pace(chain)
        if chain.looks and chain.schedule.share() >= chain.looks[0]:
            self._go_back(chain, is_late=chain.looks.pop(0) == LATE)
        until = time.time() + max(0.3, ROUND * chain.schedule.seconds)
        if time.time() < chain.schedule.end:
            until = min(until, chain.schedule.end)
        chain.ticket += 1
        self.crew.ask(number, Anneal(chain.current, chain.schedule, until, chain.ticket))

    def _keep_pace(self, chain: Chain) -> None:
        """Under a limit of work alone, cool as the work goes and not as the clock does."""
        left = 1.0 - chain.passed_before
        done = (self.run.passed - chain.passed_before) / left if left > 0 else 1.0
        if self.run.limits.seconds is None and done > 0:
            so_far = time.time() - chain.schedule.began
            chain.schedule = replace(chain.schedule, seconds=max(0.2, so_far / done))

    def _go_back(self, chain: Chain, *, is_late: bool) -> None:
        """Go on from the best where what has cooled leaves more unplaced; warmer, when late."""
        if chain.best_rank // RANKED[3] < self._rank(chain.current) // RANKED[3]:
            chain.current = chain.best
            if is_late:
                left = max(0.1, chain.schedule.end - time.time())
                chain.schedule, chain.passed_before = self._cooling(left, AGAIN), self.run.passed

    # What is told.

    def _listen(self) -> None:
        """Take in what children tell, and let those go on who wait."""
        for number, message in self.crew.told(0.1):
            if isinstance(message, Proven):
                self.run.found.prove(message.held, message.bounds, message.slope)
                if message.last:
                    self.proving = False
                    self._join()
            elif isinstance(message, Annealed):
                self._hear(number, message)

    def _hear(self, number: int, message: Annealed) -> None:
        """What a child has found; it goes on, or leaves its chain to another to prove."""
        self._note(message.best, message.best_rank)
        chain = self.chains.get(number)
        if chain is None or message.ticket != chain.ticket:
            return
        chain.current = message.current
        if message.best_rank < chain.best_rank:
            chain.best, chain.best_rank = message.best.copy(), message.best_rank
        if number == self.prover and self.proving:
            self._leave(number)
        else:
            self._go_on(number)

    def _join(self) -> None:
        """Let the prover search as well, from where another is."""
        known = next(iter(self.chains.values()), None)
        if known is None:
            self._begin(self.prover)
        else:
            self.chains[self.prover] = replace(known, looks=known.looks.copy())
            self._go_on(self.prover)

    def _leave(self, number: int) -> None:
        """End a chain; where another is worse, that goes on from here."""
        mine = self.chains.pop(number)
        if not self.chains:
            return
        temperature = mine.schedule.temperature()
        costs = {other: self._cost(chain, temperature) for other, chain in self.chains.items()}
        worst = max(costs, key=lambda other: costs[other])
        if self._cost(mine, temperature) < costs[worst]:
            mine.ticket = self.chains[worst].ticket
            self.chains[worst] = mine
            self._go_on(worst)

    def _note(self, decisions: Ints, rank: int) -> None:
        if rank < self.best_rank:
            self.best, self.best_rank = decisions.copy(), rank

    def _now_and_then(self) -> None:
        """Count the work, and read back and check the best in a twentieth of the time."""
        self.run.found.work = self.run.work_before + sum(self.crew.moves) / 1_000_000
        if time.monotonic() - self.offered_at > max(1.0, 20 * self.run.closing()):
            self._offer()

    def _offer(self) -> None:
        self.offered_at = time.monotonic()
        if self.best_rank < self.offered_rank:
            self.offered_rank = self.best_rank
            self.run.found.offer(unpack(self.run.problem, self.slab, self.best))
        else:
            self.run.found.tell()

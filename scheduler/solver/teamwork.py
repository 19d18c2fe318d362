"""How several processes solve one instance: rounds of searching side by side.

In a round each child moves only what belongs to its share of the school sites, and free
places of mentors, sites and vans are shared out, so that what all found is put together
without a clash. With more children than sites some search the same share, and the best of
them is taken. At first one child looks for a placement of days out to begin from, and at
the beginning and the end it proves bounds.
"""

from __future__ import annotations

import logging
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from scheduler.solver.crew import Anneal, Annealed, Crew, Place, Placed, Prove, Proven, Schedule
from scheduler.solver.search.annealer import AGAIN, COLD, EARLY, HOT, LATE, Annealer
from scheduler.solver.search.pack import RANKED, Ints, Slab
from scheduler.solver.search.unpack import unpack

if TYPE_CHECKING:
    from scheduler.solver.run import Run

log = logging.getLogger(__name__)

SETTLING = 150_000
"""Moves for days out and meetings alone, where no placement is given yet."""
ROUND = 0.05
"""Of a run, what a round lasts."""
FIRST_PROOF, LAST_PROOF = 0.08, 0.2
"""Of a run, what goes into bounds at the beginning and at the end, in one process."""
PROOF_MARGIN = 0.03
"""Of a run, what is left when the last proof has to be told."""
LONGEST_PROOF = 40.0
MOVES_A_SECOND = 150_000
"""Of a process, about: how long a run takes that is limited by work alone."""


class Teamwork:
    """What the parent of a crew does: hand out tasks, put answers together, keep time."""

    def __init__(self, run: Run, crew: Crew, slab: Slab, first: Ints) -> None:
        self.run, self.crew, self.slab = run, crew, slab
        self.base = first
        moves_a_second = MOVES_A_SECOND * len(crew.pipes)
        self.seconds = run.limits.seconds or 1e6 * (run.limits.work or 1.0) / moves_a_second
        left = max(0.2, self.seconds - run.found.seconds - run.closing())
        self._cool(left, HOT)
        self.judge = Annealer(slab.arrays, run.limits.seed)
        self.best, self.best_rank = first, self._rank(first)
        self.offered_rank = self.best_rank
        self.offered_at = time.monotonic()
        self.draw = np.random.Generator(np.random.PCG64(run.limits.seed))
        self.prover = len(crew.pipes) - 1
        self.proving = False
        self.looks = [EARLY, LATE]
        self.rounds = 0

    def _rank(self, decisions: Ints) -> int:
        """What answers are compared by; huge for one with a shortfall."""
        self.judge.clear()
        self.judge.load(decisions)
        return self.judge.best_total

    def go(self) -> None:
        """Until the limits are reached."""
        if not self.run.from_start:
            self._place()
        self._prove(min(FIRST_PROOF * self.seconds, LONGEST_PROOF))
        last = max(0.5, 1.0 - min(LAST_PROOF, LONGEST_PROOF / self.seconds))
        proven = False
        while not self.run.over() and self.crew.alive:
            if not proven and not self.proving and self.run.passed >= last:
                self._offer()
                self._prove((1.0 - PROOF_MARGIN - self.run.passed) * self.seconds)
                proven = True
            self._keep_pace()
            if self.looks and self.schedule.share() >= self.looks[0]:
                self._go_back(is_late=self.looks.pop(0) == LATE)
            self._round()
        self._offer()

    def _cool(self, seconds: float, hot: float) -> None:
        """Begin to cool, for so long."""
        self.schedule = Schedule(time.time(), seconds, hot, COLD)
        self.passed_before = self.run.passed

    def _keep_pace(self) -> None:
        """Under a limit of work alone, cool as the work goes and not as the clock does."""
        left = 1.0 - self.passed_before
        done = (self.run.passed - self.passed_before) / left if left > 0 else 1.0
        if self.run.limits.seconds is None and done > 0:
            so_far = time.time() - self.schedule.began
            self.schedule = replace(self.schedule, seconds=max(0.2, so_far / done))

    def _go_back(self, *, is_late: bool) -> None:
        """Go on from the best where what has cooled leaves more unplaced; warmer, when late."""
        if self.best_rank // RANKED[3] < self._rank(self.base) // RANKED[3]:
            self.base = self.best
            if is_late:
                left = max(0.1, self.schedule.end - time.time())
                self._cool(left, AGAIN)

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
        while not self.run.over() and self.crew.alive:
            for _, message in self.crew.told(0.1):
                if isinstance(message, Placed):
                    self.judge.begin(self.slab.placed(self.run.problem, message.options))
                    self.base = self.judge.current
                    self._note(self.judge.best, self.judge.best_total)
                    left = self.schedule.end - time.time()
                    self._cool(left, HOT)
                    return
                if isinstance(message, Annealed):
                    self._note(message.best, message.best_rank)
            self._now_and_then()

    def _shares(self, children: int) -> tuple[Ints, int]:
        """A share for each school site: as even in students as can be, drawn anew each round."""
        sizes = [len(group[0]) for group in self.slab.arrays.groups]
        shares = max(1, min(children, sum(size > 0 for size in sizes)))
        loads = [0.0] * shares
        share_of = np.zeros(len(sizes), dtype=np.int64)
        for site in self.draw.permutation(len(sizes)).tolist():
            share_of[site] = loads.index(min(loads))
            loads[share_of[site]] += sizes[site]
        return share_of, shares

    def _round(self) -> None:
        """One round: hand out shares, wait for all, put together what they found."""
        free = [
            number
            for number, pipe in enumerate(self.crew.pipes)
            if not pipe.closed and not (self.proving and number == self.prover)
        ]
        if not free:
            self._wait(set())
            return
        self.rounds += 1
        share_of, shares = self._shares(len(free))
        end = self.schedule.end
        until = time.time() + max(0.3, ROUND * self.schedule.seconds)
        if time.time() < end:
            until = min(until, end)
        for turn, number in enumerate(free):
            restricted = share_of if shares > 1 else None
            self.crew.ask(
                number,
                Anneal(
                    self.base,
                    self.schedule,
                    until,
                    self.rounds,
                    restricted,
                    turn % shares,
                    shares,
                ),
            )
        answers = self._wait(set(free))
        if answers:
            self._join(answers, share_of)

    def _wait(self, numbers: set[int]) -> list[Annealed]:
        """Until all these have told how it went; what is proven meanwhile is noted."""
        answers: list[Annealed] = []
        once = not numbers
        while (numbers or once) and self.crew.alive:
            once = False
            for number, message in self.crew.told(0.1):
                if isinstance(message, Annealed):
                    if message.ticket == self.rounds:
                        answers.append(message)
                        numbers.discard(number)
                elif isinstance(message, Proven):
                    self.run.found.prove(message.held, message.bounds, message.slope)
                    if message.last:
                        self.proving = False
            numbers = {number for number in numbers if not self.crew.pipes[number].closed}
            self._now_and_then()
            if self.run.over():
                break
        return answers

    def _join(self, answers: list[Annealed], share_of: Ints) -> None:
        """Put together the best of each share."""
        winners: dict[int, Annealed] = {}
        for answer in answers:
            known = winners.get(answer.mine)
            if known is None or answer.total < known.total:
                winners[answer.mine] = answer
            self._note(answer.best, answer.best_rank)
        current, best = self.base.copy(), self.best.copy()
        share_of_address = share_of[self.slab.arrays.group_of]
        for mine, answer in winners.items():
            where = share_of_address == mine
            current[where] = answer.current[where]
            best[where] = answer.best[where]
        for joined in (best, current):
            rank = self._rank(joined)
            self._note(joined, rank)
        # The last one judged is the state of all: what cannot stand is left out of it.
        if self.judge.load(current):
            self.base = self.judge.current
        else:
            log.info("round %d did not fit together", self.rounds)
            self.base = min(winners.values(), key=lambda answer: answer.total).current

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

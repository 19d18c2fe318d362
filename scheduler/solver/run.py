"""One run: a first timetable, improvement, proof, and when to stop."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

from scheduler import children
from scheduler.domain.instance import Instance
from scheduler.domain.rules import GoalId
from scheduler.domain.runs import Bounds, Limits, Outcome, Progress, Status
from scheduler.domain.timetable import Timetable
from scheduler.solver.alone import Alone
from scheduler.solver.crew import PIECE, Crew, peak_mib
from scheduler.solver.first import first_timetable
from scheduler.solver.incumbents import Incumbents
from scheduler.solver.neighbourhoods import part_to_free
from scheduler.solver.problem import Problem
from scheduler.solver.resting import collector_at_rest
from scheduler.solver.search.annealer import Annealer
from scheduler.solver.search.fill import packable
from scheduler.solver.search.pack import Ints, Slab
from scheduler.solver.teamwork import Teamwork
from scheduler.solver.unlisted import misses_some

if TYPE_CHECKING:  # OR-tools comes with it, and a first timetable needs none
    from scheduler.solver.exact import ExactResult

log = logging.getLogger(__name__)

EXACT_SIZE = 3_000
"""Options, starts and seats asked for, up to which a school is also solved exactly."""
BLIND_SHARE = 0.4
"""Of a run, what annealing gets where only the model sees all that counts."""
POLISH_WORK = 0.5
"""Deterministic time of CP-SAT for one part."""
UNIT = 1_000_000
"""Moves in a unit of work."""
ROUNDING = 0.1
"""Of a run, what goes into rounding days out to begin from."""


class Run:
    """One solve: what is known so far, and when it ends."""

    def __init__(
        self,
        instance: Instance,
        limits: Limits,
        on_progress: Callable[[Progress], None] | None,
        should_stop: Callable[[], bool],
    ) -> None:
        self.instance, self.limits, self.should_stop = instance, limits, should_stop
        self.found = Incumbents(instance, on_progress)
        self.problem = Problem(instance)
        self.status: Status | None = None
        self.peak = 0.0
        self.stopped = False
        self.from_start = False
        self.work_before = 0.0
        self.until = 1.0

    # When to end.

    @property
    def passed(self) -> float:
        """Share of the limits that is used up, 0 to 1."""
        shares = []
        if self.limits.seconds is not None:
            shares.append((self.found.seconds + self.closing()) / self.limits.seconds)
        if self.limits.work is not None:
            shares.append(self.found.work / self.limits.work)
        return max(shares)

    def closing(self) -> float:
        """Seconds to leave for reading back and checking the last answer."""
        students = len(self.instance.students)
        return min(0.05 + students / 1_000, 0.1 * (self.limits.seconds or 1.0))

    def over(self) -> bool:
        """Whether to end now."""
        if self.should_stop():
            self.stopped = True
        gap = self.found.gap
        good = gap is not None and self.limits.gap > 0 and gap <= self.limits.gap
        placed = self.found.score is not None and (
            sum(self.found.score.unplaced) <= self.found.bounds.unplaced
        )
        done = self.status is not None or self.found.is_best() or (good and placed)
        return self.stopped or done or self._out_of_patience or self.passed >= self.until

    @property
    def _out_of_patience(self) -> bool:
        """Whether nothing better came for too long, the time between two looks on top."""
        better, patience = self.found.better_seconds, self.limits.patience
        if better is None or patience is None:
            return False
        return self.found.seconds - better >= patience + self.between_looks()

    def between_looks(self) -> float:
        """Seconds after which a search reads back its best: that takes a twentieth of them."""
        return max(1.0, 20 * self.closing())

    # What is done.

    def outcome(self, start: Timetable | None) -> Outcome:
        """Run, and say what came of it."""
        if start is None:
            start = self.instance.release
        if start is not None:
            self._begin_from(start)
        blind = self._search_is_blind
        if packable(self.problem) and not (blind and self.found.timetable is not None):
            self.until = BLIND_SHARE if blind else 1.0
            self._search()
            self.until = 1.0
        if not self.over() and (self.found.timetable is None or self.small):
            self._exactly()
        if not self.over():
            self._polish()
        if self.status is None:
            if self.found.timetable is None:
                self.status = Status.UNDECIDED
            else:
                self.status = Status.OPTIMAL if self.found.is_best() else Status.FEASIBLE
        why = None
        if self.status is Status.INFEASIBLE:
            from scheduler.solver.explain import conflict

            why = conflict(self.instance, min(60.0, self.limits.seconds or 60.0))
        self.found.phase = "done"
        self.found.tell(keep=True)
        return Outcome(
            status=self.status,
            timetable=self.found.timetable,
            score=self.found.score,
            bounds=self.found.bounds,
            seconds=self.found.seconds,
            first_seconds=self.found.first_seconds,
            work=round(self.found.work, 6),
            workers=self.limits.workers,
            seed=self.limits.seed,
            peak_mib=round(self.peak + peak_mib(), 1),
            history=tuple(self.found.history),
            conflict=why,
            stopped=self.stopped,
        )

    def _begin_from(self, start: Timetable) -> None:
        from scheduler.check import broken

        if broken(self.instance, start):
            log.info("the timetable to begin from breaks rules: used as a hint only")
        else:
            self.found.offer(start)

    def _search(self) -> None:
        """Anneal, beside proofs, until the limits are reached."""
        several = self.limits.workers > 1
        if several:
            children.prepare()
        with collector_at_rest():
            begun = first_timetable(self)
        if begun is None:
            return
        slab, annealer = begun
        self.found.phase = "improving"
        if self.small and not self.over():
            self._exactly()
        if self.over():
            return
        if several:
            self._together(slab, annealer.best)
        else:
            Alone(self, slab, annealer).go()

    def guided(self, slab: Slab) -> list[tuple[int, int]]:
        """Days out that are good by themselves, to begin from."""
        from scheduler.solver.bounds import guided_placement

        seconds = self.seconds_to_round()
        return slab.placed(self.problem, guided_placement(self.problem, self.limits.seed, seconds))

    def seconds_to_round(self) -> float | None:
        """Seconds for days out to begin from; None where the run has to repeat."""
        if self.limits.seconds is None or self.limits.work is not None:
            return None
        return ROUNDING * self.limits.seconds

    def anneal(self, annealer: Annealer, temperature: float) -> bool:
        """Search for one piece, and count it as work; whether an answer has been seen."""
        annealer.run(PIECE, temperature)
        self.found.work += PIECE / UNIT
        return annealer.found

    @property
    def _search_is_blind(self) -> bool:
        """Whether something counts that only the model sees: a release, softened rules."""
        keeps = self.instance.release is not None and self.instance.factor_of[GoalId.KEEP] > 0
        return keeps or bool(self.instance.soft_rules)

    def _polish(self) -> None:
        """Plan one part after the other anew by constraint programming, until time is out."""
        from scheduler.solver.exact import improve

        self.found.phase = "polishing"
        draw = Random(self.limits.seed)
        tried = 0
        while not self.over() and self.found.timetable is not None:
            part = part_to_free(self.problem, self.found.timetable, draw)
            tried += 1
            better = improve(self.problem, part, self.found.timetable, work=POLISH_WORK, seed=tried)
            self.found.work += POLISH_WORK
            if better is not None:
                self.found.offer(better)
            self.found.tell()

    @property
    def small(self) -> bool:
        """Whether an exact solve of the whole is worth while."""
        size = sum(len(options) for options in self.problem.options.values())
        size += sum(
            workshop.sessions * len(self.problem.session_starts(section, workshop))
            for section, workshop in self.instance.section_of.values()
        )
        size += sum(
            len(bundles) for mine in self.problem.request_bundles.values() for bundles in mine
        )
        return size <= EXACT_SIZE

    def _together(self, slab: Slab, first: Ints) -> None:
        """Several processes: one proves first and last, and all search else."""
        size = self.limits.workers
        self.work_before = self.found.work
        crew = Crew(self.instance, slab.arrays, self.limits.seed, size)
        try:
            Teamwork(self, crew, slab, first).go()
        finally:
            crew.dismiss()
            self.peak = sum(crew.peaks)
            self.found.work = self.work_before + sum(crew.moves) / UNIT

    def _exactly(self) -> None:
        """Solve the whole by constraint programming."""
        from scheduler.solver.exact import solve_exact

        self.found.phase = "exact"
        left = 1.0 - self.passed
        seconds = None if self.limits.seconds is None else max(0.1, left * self.limits.seconds)
        work = None if self.limits.work is None else max(0.01, left * self.limits.work)
        share = 0.5 if self.found.timetable is not None else 1.0
        result = solve_exact(
            self.problem,
            seconds=None if seconds is None else share * seconds,
            work=None if work is None else share * work,
            seed=self.limits.seed,
            hint_from=self.found.timetable,
        )
        self.found.work += result.work
        sure = not misses_some(self.problem)
        if result.status is Status.INFEASIBLE and sure and self.found.timetable is None:
            self.status = Status.INFEASIBLE
            return
        if result.timetable is not None:
            self.found.offer(result.timetable)
            if sure:
                self._note(result)
            elif result.status is Status.OPTIMAL and not self.found.is_best():
                self.status = Status.FEASIBLE  # the best we could find, which proves nothing
        self.found.phase = "improving"

    def _note(self, result: ExactResult) -> None:
        """Keep what an exact solve proved."""
        assert self.found.score is not None
        # Fewest by priority: all timetables have as many of the first, in all only those
        # that are no worse by priority.
        proven = Bounds(unplaced=result.unplaced_bound[0], penalty=result.penalty_bound)
        if result.status is Status.OPTIMAL:
            points = self.found.score.goals.values()
            goals = {} if any(points) else dict.fromkeys(GoalId, 0)
            proven = replace(proven, unplaced=sum(result.unplaced_bound), goals=goals)
            self.status = Status.OPTIMAL
        self.found.prove(result.held, proven)

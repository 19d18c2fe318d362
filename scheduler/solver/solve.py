"""The whole of a solve: a first timetable, improvement, proof, and when to stop."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from scheduler import children
from scheduler.domain.instance import Instance
from scheduler.domain.rules import GoalId
from scheduler.domain.runs import LARGE, Limits, Outcome, Progress, Status
from scheduler.domain.timetable import Timetable
from scheduler.solver.crew import Crew, peak_mib
from scheduler.solver.incumbents import Incumbents
from scheduler.solver.neighbourhoods import part_to_free
from scheduler.solver.problem import Problem
from scheduler.solver.resting import collector_at_rest
from scheduler.solver.search.annealer import AGAIN, COLD, EARLY, HOT, LATE, Annealer
from scheduler.solver.search.fill import pack, packable
from scheduler.solver.search.pack import Ints, Slab
from scheduler.solver.search.pins import pin
from scheduler.solver.search.unpack import decisions_of, unpack
from scheduler.solver.teamwork import LONGEST_PROOF, Teamwork
from scheduler.solver.warm import search_ready

if TYPE_CHECKING:  # OR-tools comes with it, and a first timetable needs none
    from scheduler.solver.bounds import Bounder

log = logging.getLogger(__name__)

EXACT_SIZE = 3_000
"""Options, starts and seats asked for, up to which a school is also solved exactly."""
PIECE = 4_000
"""Moves between two looks at the clock, in one process."""
FIRST_SHARE = 0.5
"""Of a run, after which a small school without a timetable is left to the exact model."""
FIRST_PIECES = 10
"""Pieces in which the search cools down for a first timetable, before it begins anew."""
BLIND_SHARE = 0.4
"""Of a run, what annealing gets where only the model sees all that counts."""
POLISH_WORK = 0.5
"""Deterministic time of CP-SAT for one part."""
UNIT = 1_000_000
"""Moves in a unit of work."""
ROUNDING = 0.1
"""Of a run, what goes into rounding days out to begin from."""
FIRST_PROOF, LAST_PROOF = 0.04, 0.12
"""Of a run with one worker, what goes into bounds at the beginning and at the end."""
AFTER_WORK = 2.0
"""Seconds for bounds after a run that is limited by work: they change no timetable."""


def solve(
    instance: Instance,
    limits: Limits,
    *,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    start: Timetable | None = None,
    on_better: Callable[[Timetable], None] | None = None,
    parts: Path | None = None,
) -> Outcome:
    """Plan the weeks of an instance as well as the limits allow.

    What has nothing to do with each other is planned side by side, each part in a process
    of its own, where the instance is large or a folder for the parts is named.

    Parameters
    ----------
    instance
        Data without faults (`scheduler.domain.faults`).
    limits
        Seconds, work, workers, seed, gap to stop at, patience.
    on_progress
        Called with every better timetable and bound, in the calling thread.
    should_stop
        Asked some ten times a second; True ends the run with the best so far.
    start
        A timetable to begin from; if it breaks no rule, the answer is never worse.
    on_better
        Called with every better timetable, which has passed the checker.
    parts
        A folder in which what came of each part is kept; a later run goes on from there.

    Raises
    ------
    SolverDisagreementError
        Solver and checker differ: a bug of ours.

    """
    if parts is not None or len(instance.students) >= LARGE:
        from scheduler.solver.parts import solve_parts, take_apart

        began = time.monotonic()
        apart = take_apart(instance)
        if len(apart.parts) > 1:
            return solve_parts(
                apart,
                limits,
                began=began,
                folder=parts,
                on_progress=on_progress,
                should_stop=should_stop,
                start=start,
                on_better=on_better,
            )
    return solve_whole(
        instance,
        limits,
        on_progress=on_progress,
        should_stop=should_stop,
        start=start,
        on_better=on_better,
    )


def solve_whole(
    instance: Instance,
    limits: Limits,
    *,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    start: Timetable | None = None,
    on_better: Callable[[Timetable], None] | None = None,
) -> Outcome:
    """Plan an instance as one problem, whether or not it could be taken apart."""
    search_ready()  # loading the compiled search is start-up, before the clock begins
    run = Run(instance, limits, on_progress, should_stop or (lambda: False))
    run.found.on_better = on_better
    return run.outcome(start)


class Run:
    """One solve: what is known so far, and when it ends."""

    def __init__(
        self,
        instance: Instance,
        limits: Limits,
        on_progress: Callable[[Progress], None] | None,
        should_stop: Callable[[], bool],
    ) -> None:
        self.instance, self.limits, self._stop = instance, limits, should_stop
        self.found = Incumbents(instance, on_progress)
        self.problem = Problem(instance)
        self.status: Status | None = None
        self.peak = 0.0
        self.stopped = False
        self.from_start = False
        self.work_before = 0.0
        self._until = 1.0

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
        if self._stop():
            self.stopped = True
        gap = self.found.gap
        good = gap is not None and self.limits.gap > 0 and gap <= self.limits.gap
        placed = self.found.score is not None and (
            sum(self.found.score.unplaced) <= self.found.bounds.unplaced
        )
        done = self.status is not None or self.found.is_best() or (good and placed)
        return self.stopped or done or self._out_of_patience or self.passed >= self._until

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
            self._until = BLIND_SHARE if blind else 1.0
            self._search()
            self._until = 1.0
        if not self.over() and (self.found.timetable is None or self._small):
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
            begun = self._begin()
        if begun is None:
            return
        slab, annealer = begun
        self.found.phase = "improving"
        if self._small and not self.over():
            self._exactly()
        if self.over():
            return
        if several:
            self._together(slab, annealer.best)
        else:
            self._alone(slab, annealer)

    def _begin(self) -> tuple[Slab, Annealer] | None:
        """Have a first timetable; None where the search cannot begin or found none."""
        slab = pack(self.problem)
        if not pin(self.problem, slab):
            return None  # the exact model knows pins of every kind
        annealer = Annealer(slab.arrays, self.limits.seed)
        known = self.found.timetable
        decisions = None if known is None else decisions_of(self.problem, slab, known)
        self.from_start = decisions is not None
        if decisions is not None:
            annealer.load(decisions)
        if not annealer.found:
            annealer.construct()
        tries, pieces = 0, FIRST_PIECES
        while not annealer.found and not self.over():
            if tries == pieces:  # other days out to begin from, and longer
                annealer.begin(self._guided(slab))
                tries, pieces = 0, 2 * pieces
            self._anneal(annealer, HOT * (COLD / HOT) ** (tries / pieces))
            tries += 1
            if self._small and self.passed > FIRST_SHARE:
                return None  # perhaps there is none: the exact model will say
        if not annealer.found:
            return None
        self.found.offer(unpack(self.problem, slab, annealer.best))
        return slab, annealer

    def _guided(self, slab: Slab) -> list[tuple[int, int]]:
        """Days out that are good by themselves, to begin from."""
        from scheduler.solver.bounds import guided_placement

        seconds = self.seconds_to_round()
        return slab.placed(self.problem, guided_placement(self.problem, self.limits.seed, seconds))

    def seconds_to_round(self) -> float | None:
        """Seconds for days out to begin from; None where the run has to repeat."""
        if self.limits.seconds is None or self.limits.work is not None:
            return None
        return ROUNDING * self.limits.seconds

    def _anneal(self, annealer: Annealer, temperature: float) -> None:
        annealer.run(PIECE, temperature)
        self.found.work += PIECE / UNIT

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
    def _small(self) -> bool:
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

    def _alone(self, slab: Slab, annealer: Annealer) -> None:
        """One process: bounds first, then annealing from days out that are settled."""
        end = self._until
        if self.limits.seconds is not None:
            self._prove(min(FIRST_PROOF * self.limits.seconds, LONGEST_PROOF))
            self._until -= min(LAST_PROOF * end, LONGEST_PROOF / self.limits.seconds)
        first = annealer.best.copy()
        annealer.clear()
        if self.from_start:
            annealer.load(first)
        else:
            annealer.begin(self._guided(slab))
        begun, looked = self.passed, self.found.seconds
        hot, since, looks = HOT, 0.0, [EARLY, LATE]
        while not self.over():
            share = min(1.0, (self.passed - begun) / max(1e-9, self._until - begun))
            if looks and share >= looks[0]:
                if annealer.found and annealer.has_strayed:
                    annealer.back_to_best()
                    if looks[0] == LATE:
                        hot, since = AGAIN, share
                looks.pop(0)
            cooled = (share - since) / max(1e-9, 1.0 - since)
            self._anneal(annealer, hot * (COLD / hot) ** cooled)
            # Not under a limit of work: when we look depends on the clock, and that repeats.
            if self.limits.work is None and self.found.seconds - looked > self.between_looks():
                if annealer.found:
                    self.found.offer(unpack(self.problem, slab, annealer.best))
                looked = self.found.seconds
            if annealer.moves % (50 * PIECE) == 0:
                self.found.tell()
        if annealer.found:
            self.found.offer(unpack(self.problem, slab, annealer.best))
        self._until = end
        if not self.stopped:
            seconds = self.limits.seconds
            self._prove(AFTER_WORK if seconds is None else (end - self.passed) * seconds)

    @cached_property
    def _bounder(self) -> Bounder:
        from scheduler.solver.bounds import Bounder

        return Bounder(self.problem)

    def _prove(self, seconds: float) -> None:
        from scheduler.solver.bounds import bounds

        held = self.found.held()
        proven = bounds(
            self.problem, held, seconds=seconds, should_stop=self._stop, bounder=self._bounder
        )
        self.found.prove(held, proven, self._bounder.slope)

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
        if result.status is Status.INFEASIBLE:
            self.status = Status.INFEASIBLE
            return
        if result.timetable is not None:
            self.found.offer(result.timetable)
            self._note(result.status, result.unplaced_bound, result.penalty_bound)
        self.found.phase = "improving"

    def _note(self, status: Status, unplaced: tuple[int, int, int], penalty: int) -> None:
        """Keep what an exact solve proved."""
        from scheduler.domain.runs import Bounds

        assert self.found.score is not None
        if status is Status.OPTIMAL:
            goals = dict(self.found.score.goals)
            proven = Bounds(unplaced=sum(unplaced), goals={}, penalty=penalty)
            if all(points == 0 for points in goals.values()):
                proven = Bounds(unplaced=sum(unplaced), goals=dict.fromkeys(GoalId, 0))
            self.found.prove(self.found.score.unplaced, proven)
            self.status = Status.OPTIMAL
        else:
            self.found.prove(
                self.found.score.unplaced, Bounds(unplaced=unplaced[0], penalty=penalty)
            )

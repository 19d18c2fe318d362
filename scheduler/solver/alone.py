"""How one process solves an instance: bounds, then the search, then bounds again."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from scheduler.solver.crew import PIECE
from scheduler.solver.search.annealer import AGAIN, COLD, EARLY, HOT, LATE, Annealer
from scheduler.solver.search.pack import Slab
from scheduler.solver.search.unpack import unpack
from scheduler.solver.teamwork import LONGEST_PROOF

if TYPE_CHECKING:
    from scheduler.solver.bounds import Bounder
    from scheduler.solver.run import Run

FIRST_PROOF, LAST_PROOF = 0.04, 0.12
"""Of a run with one worker, what goes into bounds at the beginning and at the end."""
AFTER_WORK = 2.0
"""Seconds for bounds after a run that is limited by work: they change no timetable."""
TOLD = 50
"""Pieces of the search between two times that a run says how it stands."""


class Alone:
    """What a run with one worker does once it has a first timetable."""

    def __init__(self, run: Run, slab: Slab, annealer: Annealer) -> None:
        self._run, self._slab, self._annealer = run, slab, annealer

    def go(self) -> None:
        """Until the limits are reached."""
        run, end = self._run, self._run.until
        seconds = run.limits.seconds
        if seconds is not None:
            self._prove(min(FIRST_PROOF * seconds, LONGEST_PROOF))
            run.until -= min(LAST_PROOF * end, LONGEST_PROOF / seconds)
        self._settle()
        self._search()
        run.until = end
        if not run.stopped:
            self._prove(AFTER_WORK if seconds is None else (end - run.passed) * seconds)

    def _settle(self) -> None:
        """Go to where the search begins: days out that are good by themselves, or the start."""
        first = self._annealer.best.copy()
        self._annealer.clear()
        if self._run.from_start:
            self._annealer.load(first)
        else:
            self._annealer.begin(self._run.guided(self._slab))

    def _search(self) -> None:
        run, annealer = self._run, self._annealer
        begun, looked = run.passed, run.found.seconds
        hot, since, looks = HOT, 0.0, [EARLY, LATE]
        while not run.over():
            share = min(1.0, (run.passed - begun) / max(1e-9, run.until - begun))
            if looks and share >= looks[0]:
                if annealer.found and annealer.has_strayed:
                    annealer.back_to_best()
                    if looks[0] == LATE:
                        hot, since = AGAIN, share
                looks.pop(0)
            cooled = (share - since) / max(1e-9, 1.0 - since)
            run.anneal(annealer, hot * (COLD / hot) ** cooled)
            # Not under a limit of work: when we look depends on the clock, and that repeats.
            if run.limits.work is None and run.found.seconds - looked > run.between_looks():
                self._offer()
                looked = run.found.seconds
            if annealer.moves % (TOLD * PIECE) == 0:
                run.found.tell()
        self._offer()

    def _offer(self) -> None:
        if self._annealer.found:
            self._run.found.offer(unpack(self._run.problem, self._slab, self._annealer.best))

    @cached_property
    def _bounder(self) -> Bounder:
        from scheduler.solver.bounds import Bounder

        return Bounder(self._run.problem)

    def _prove(self, seconds: float) -> None:
        from scheduler.solver.bounds import bounds

        run, held = self._run, self._run.found.held()
        proven = bounds(
            run.problem,
            held,
            seconds=seconds,
            should_stop=run.should_stop,
            bounder=self._bounder,
        )
        run.found.prove(held, proven, self._bounder.slope)

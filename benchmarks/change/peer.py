"""The same change answered without a repair of our own: CP-SAT, pinned, with hints."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from scheduler.check import broken, score
from scheduler.domain.edits import Applied
from scheduler.domain.rules import GoalId
from scheduler.domain.timetable import Timetable
from scheduler.solver import params
from scheduler.solver.build import Build, value_of
from scheduler.solver.exact import SOLVED
from scheduler.solver.extract import extract
from scheduler.solver.hints import hint
from scheduler.solver.incumbent import Incumbent
from scheduler.solver.objective import add_all, minimize
from scheduler.solver.reshuffle import Base
from scheduler.solver.reshuffle.case import Case
from scheduler.solver.reshuffle.stranded import stranded


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a way of answering a change came to; None where it found nothing."""

    timetable: Timetable | None
    first: float | None
    seconds: float


class _First(cp_model.CpSolverSolutionCallback):
    """Notes when the first solution was found."""

    def __init__(self, passed: Callable[[], float]) -> None:
        super().__init__()
        self._passed = passed
        self.first: float | None = None

    def on_solution_callback(self) -> None:
        """Hear of a solution."""
        if self.first is None:
            self.first = self._passed()


def resolved(base: Base, applied: Applied, seconds: float, *, pinned: bool) -> Answer:
    """Solve the changed school in one model, with the release as hints.

    Items first, then points with 5 for each person touched. ``pinned``: all that the
    change does not strand stays, and where that has no answer nothing is pinned.
    """
    began = time.monotonic()

    def passed() -> float:
        return time.monotonic() - began

    problem = base.changed(applied.instance)
    held = stranded(problem, base.release)
    kept = Incumbent(problem, held.kept)
    if held.nothing:
        return Answer(timetable=held.kept, first=passed(), seconds=passed())
    build = Build(problem, held.part, kept) if pinned else Build(problem)
    minimize(build, add_all(build).everything)
    hint(build, kept)
    solver = params.solver(seconds=max(0.1, seconds - passed()), workers=1 if pinned else 2)
    heard = _First(passed)
    status = solver.solve(build.model, heard)
    if status in SOLVED:
        timetable = extract(build, value_of(solver.boolean_value))
        return Answer(timetable=timetable, first=heard.first, seconds=passed())
    if pinned and passed() < seconds:
        rest = resolved(base, applied, seconds - passed(), pinned=False)
        first = None if rest.first is None else rest.first + passed() - rest.seconds
        return Answer(timetable=rest.timetable, first=first, seconds=passed())
    return Answer(timetable=None, first=None, seconds=passed())


def counted(base: Base, applied: Applied, timetable: Timetable | None) -> dict[str, object]:
    """What a timetable comes to for the changed school, whoever made it."""
    if timetable is None:
        return {}
    problem = base.changed(applied.instance)
    case = Case(
        problem=problem,
        release=base.release,
        stranded=stranded(problem, base.release),
        named=applied.named,
        weight=1,
    )
    worth = score(replace(applied.instance, release=None), timetable, frozenset({GoalId.KEEP}))
    return {
        "broken": len(broken(problem.instance, timetable)),
        "touched": len(case.touched(timetable)),
        "newly_unplaced": len(case.newly_unplaced(timetable)),
        "unplaced": list(worth.unplaced),
        "penalty": worth.penalty,
    }

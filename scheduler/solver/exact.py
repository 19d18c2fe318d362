"""Solve a small school exactly, or a part of a large one from its incumbent."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from ortools.sat.python import cp_model

from scheduler.domain.runs import Status
from scheduler.domain.timetable import Timetable
from scheduler.solver import params
from scheduler.solver.build import Build, value_of
from scheduler.solver.extract import extract
from scheduler.solver.hints import hint
from scheduler.solver.incumbent import Incumbent
from scheduler.solver.literals import Terms, folded_terms
from scheduler.solver.objective import Objective, add_all, minimize, most_of
from scheduler.solver.part import Part
from scheduler.solver.problem import Problem

log = logging.getLogger(__name__)

SOLVED = (cp_model.OPTIMAL, cp_model.FEASIBLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExactResult:
    """What an exact solve came to.

    ``unplaced_bound`` is lexicographic: no timetable has fewer items, compared by
    priority. ``penalty_bound`` holds for every timetable with no more unplaced items of
    each priority than ``held``.
    """

    status: Status
    timetable: Timetable | None = None
    unplaced_bound: tuple[int, int, int] = (0, 0, 0)
    held: tuple[int, int, int] = (0, 0, 0)
    penalty_bound: int = 0
    work: float = 0.0


def solve_exact(
    problem: Problem,
    *,
    seconds: float | None = None,
    work: float | None = None,
    seed: int = 0,
    hint_from: Timetable | None = None,
    workers: int = 1,
) -> ExactResult:
    """Plan a whole school: fewest items unplaced first, then fewest points.

    Raises ValueError where the model itself is malformed, which is a bug of ours.
    """
    build = Build(problem)
    sums = add_all(build)
    build.log_counts()
    constant = minimize(build, sums.items)
    if hint_from is not None:
        _complete(build, Incumbent(problem, hint_from))
    first = _Solve(build, seconds, work, seed, workers)
    if first.status == cp_model.INFEASIBLE:
        return ExactResult(status=Status.INFEASIBLE, work=first.work)
    bound = _by_priority(sums, first.bound + constant)
    if first.timetable is None:
        return ExactResult(status=Status.UNDECIDED, unplaced_bound=bound, work=first.work)
    most, second_most, third_most = (first.sum_of(terms) for terms in sums.unplaced)
    held = (most, second_most, third_most)
    for terms, count in zip(sums.unplaced, held, strict=True):
        build.define(terms, count)
    build.model.clear_hints()  # type: ignore[no-untyped-call]
    constant = minimize(build, sums.penalty)
    _complete(build, Incumbent(problem, first.timetable))
    seconds_left = None if seconds is None else max(0.05, seconds - first.seconds)
    work_left = None if work is None else max(0.01, work - first.work)
    second = _Solve(build, seconds_left, work_left, seed, workers)
    proven = first.status == cp_model.OPTIMAL and second.status == cp_model.OPTIMAL
    return ExactResult(
        status=Status.OPTIMAL if proven else Status.FEASIBLE,
        timetable=second.timetable or first.timetable,
        unplaced_bound=bound,
        held=held,
        penalty_bound=second.bound + constant,
        work=first.work + second.work,
    )


def improve(
    problem: Problem,
    part: Part,
    incumbent: Incumbent | Timetable,
    *,
    work: float,
    seed: int = 0,
    sideways: bool = False,
) -> Timetable | None:
    """Plan a part of a week anew, all else as it is: a better timetable, or None.

    With ``sideways`` one that is as good but different will do as well.
    """
    if isinstance(incumbent, Timetable):
        incumbent = Incumbent(problem, incumbent)
    build = Build(problem, part, incumbent)
    sums = add_all(build)
    minimize(build, sums.everything)
    known = _complete(build, incumbent)
    solved = _Solve(build, None, work, seed, 1)
    if solved.timetable is None or solved.timetable == incumbent.timetable:
        return None
    better = known is None or solved.value < known
    return solved.timetable if better or sideways else None


def _complete(build: Build, incumbent: Incumbent) -> int | None:
    """Hint every variable as the incumbent has it; say what it is worth to the model.

    Only a hint for every variable helps the solver. None, and a hint of the decisions
    alone, where the incumbent breaks a rule.
    """
    hint(build, incumbent)
    solver = params.solver(work=1.0)
    solver.parameters.fix_variables_to_their_hinted_value = True
    if solver.solve(build.model) not in SOLVED:
        return None
    build.model.clear_hints()  # type: ignore[no-untyped-call]
    everything = build.model.proto.solution_hint
    values = solver.response_proto.solution
    everything.vars.extend(range(len(values)))
    everything.values.extend(values)
    return round(solver.objective_value)


class _Solve:
    """One run of the solver on a model as it stands."""

    def __init__(
        self, build: Build, seconds: float | None, work: float | None, seed: int, workers: int
    ) -> None:
        solver = params.solver(seconds=seconds, work=work, seed=seed, workers=workers)
        self.status = solver.solve(build.model)
        if self.status == cp_model.MODEL_INVALID:
            raise ValueError(f"malformed model: {build.model.validate()}")
        self.solver = solver
        self.work = solver.deterministic_time
        self.seconds = solver.wall_time
        self.timetable: Timetable | None = None
        self.bound = 0
        self.value = 0
        if self.status in SOLVED:
            self.timetable = extract(build, value_of(solver.boolean_value))
            self.value = round(solver.objective_value)
        if self.status != cp_model.INFEASIBLE:
            self.bound = round_up(solver.best_objective_bound)

    def sum_of(self, terms: Terms) -> int:
        """What a sum comes to in the solution found."""
        lits, weights, constant = folded_terms(terms)
        return constant + sum(
            weight * self.solver.value(lit) for lit, weight in zip(lits, weights, strict=True)
        )


def _by_priority(sums: Objective, bound: int) -> tuple[int, int, int]:
    """Fewest items by priority, from a bound on their weighted sum."""
    _, second, third = sums.unplaced
    per_second = 1 + most_of(third)
    per_first = per_second * (1 + most_of(second))
    most_important, rest = divmod(bound, per_first)
    return most_important, *divmod(rest, per_second)


def round_up(bound: float) -> int:
    """The least whole number that a bound proves; nothing for no bound at all."""
    return 0 if bound < -1e15 else int(-(-(bound - 1e-6) // 1))

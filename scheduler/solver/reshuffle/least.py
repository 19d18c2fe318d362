"""What no repair can be better than: days out, mentors, sites and vans alone.

All that happens on campus is left open, so that what is least here is least at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ortools.sat.python import cp_model

from scheduler.domain.ids import StudentId
from scheduler.solver import params
from scheduler.solver.build import Build, value_of
from scheduler.solver.exact import SOLVED, round_up
from scheduler.solver.incumbent import Incumbent
from scheduler.solver.literals import Terms
from scheduler.solver.objective import minimize
from scheduler.solver.option import Option
from scheduler.solver.part import Part
from scheduler.solver.reshuffle.case import Case
from scheduler.solver.rules import mentor_load, one_place, pinned, site_seats, vehicle_run
from scheduler.solver.touched import Touched


@dataclass(frozen=True, slots=True, kw_only=True)
class Least:
    """A placement that touches the fewest, were campus no matter."""

    days: int
    """Days out newly without a place at least."""
    touched: int
    """People touched at least, by any repair with no more days without a place."""
    moved: frozenset[str]
    """Students whose days out it changes."""


def least(
    case: Case,
    incumbent: Incumbent,
    options: Mapping[str, list[Option]],
    seconds: float,
) -> Least:
    """Find the fewest days without a place, and then the fewest people touched.

    Parameters
    ----------
    case
        The change.
    incumbent
        What is left of the release.
    options
        By student whose days out may change: what they may choose from. Whoever may have
        to make way, and whatever they may choose then, is among them.
    seconds
        For both solves together.

    """
    students = frozenset(options)
    build = Build(case.problem, Part(days=students), incumbent, options=options)
    one_place.add_away(build)
    for module in (mentor_load, site_seats, vehicle_run, pinned):
        module.add(build)
    items: Terms = []
    for student in build.scope.free_days:
        before = case.missing[student]
        for option, lit in build.days_out.options(student):
            extra = option.missing - before
            if extra > 0 and student in case.stranded.students:
                items.append((extra, lit))
            elif extra > 0 and not isinstance(lit, int):
                build.model.add_bool_or([~lit])
    people = Touched(build, case.release).people()
    touched: Terms = [(1, lit) for one, lit in people.items() if one not in case.named]
    days = _solve(build, items, seconds / 2)
    build.define(items, days.bound)
    fewest = _solve(build, touched, seconds / 2)
    chosen = build.days_out.option_of
    moved = frozenset(
        student
        for student in students
        if fewest.solver is not None
        and chosen(StudentId(student), value_of(fewest.solver.boolean_value)).outs
        != incumbent.option(StudentId(student)).outs
    )
    return Least(days=days.bound, touched=fewest.bound, moved=moved)


@dataclass(frozen=True, slots=True)
class _Solved:
    bound: int
    solver: cp_model.CpSolver | None


def _solve(build: Build, terms: Terms, seconds: float) -> _Solved:
    constant = minimize(build, terms)
    solver = params.solver(seconds=max(0.02, seconds))
    status = solver.solve(build.model)
    if status == cp_model.INFEASIBLE:
        return _Solved(0, None)  # what is held now was not proven to be possible
    bound = max(0, round_up(solver.best_objective_bound)) + constant
    return _Solved(bound, solver if status in SOLVED else None)

"""``python -m benchmarks.quality.optimum``: where the gap lies, looked into on tiny schools.

Of schools of one, two and more advisories: what the planner finds, what it proves, and what
one CP-SAT model of everything, begun from the planner's own timetable and held to as many
unplaced items, finds and proves in much longer. Beside it how many points the planner's
timetable has in the goals for which its bound knows nothing but 0.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass

from ortools.sat.python import cp_model

from benchmarks.quality.scaling import size_for
from scheduler.domain.instance import Instance
from scheduler.domain.runs import Limits, Outcome
from scheduler.domain.timetable import Timetable
from scheduler.made import make_sized
from scheduler.solver import solve
from scheduler.solver.build import Build
from scheduler.solver.hints import hint
from scheduler.solver.incumbent import Incumbent
from scheduler.solver.literals import folded_terms
from scheduler.solver.objective import add_all, minimize
from scheduler.solver.problem import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """Points of the best timetable of the one model, and the least there can be."""

    points: int | None
    bound: int


def one_model(
    instance: Instance, start: Timetable, held: tuple[int, int, int], seconds: float, workers: int
) -> Proven:
    """Minimise the points of everything in one model, with no more unplaced than held."""
    problem = Problem(instance)
    build = Build(problem)
    sums = add_all(build)
    for terms, most in zip(sums.unplaced, held, strict=True):
        literals, weights, constant = folded_terms(terms)
        build.model.add(cp_model.LinearExpr.weighted_sum(literals, weights) <= most - constant)
    constant = minimize(build, sums.penalty)
    hint(build, Incumbent(problem, start))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = 1
    solver.parameters.max_time_in_seconds = seconds
    found = solver.solve(build.model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    bound = round(solver.best_objective_bound) if solver.best_objective_bound > -1e15 else 0
    return Proven(
        points=round(solver.objective_value) + constant if found else None, bound=bound + constant
    )


def blind_points(outcome: Outcome) -> dict[str, int]:
    """Points of the goals for which nothing above 0 is proven."""
    assert outcome.score is not None
    return {
        goal.value: points
        for goal, points in outcome.score.goals.items()
        if points and not outcome.bounds.goals.get(goal)
    }


def row(students: int, seed: int, wanted: argparse.Namespace) -> str:
    instance = make_sized(size_for(students), seed).instance
    outcome = solve(instance, Limits(seconds=wanted.seconds, workers=wanted.workers, seed=seed))
    if outcome.timetable is None or outcome.score is None:
        return f"| {students} | {seed} | no timetable |" + " |" * 6
    held, points = outcome.score.unplaced, outcome.score.penalty
    proven = one_model(instance, outcome.timetable, held, wanted.model_seconds, wanted.workers)
    blind = ", ".join(f"{goal} {n}" for goal, n in blind_points(outcome).items())
    return (
        f"| {students} | {seed} | {', '.join(map(str, held))} | {points:,}"
        f" | {outcome.bounds.penalty:,} | {outcome.gap or 0:.1%}"
        f" | {'none' if proven.points is None else f'{proven.points:,}'} | {proven.bound:,}"
        f" | {blind or 'none'} |"
    )


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.quality.optimum", description=__doc__
    )
    parser.add_argument("--students", nargs="+", type=int, default=[18, 36, 54, 90])
    parser.add_argument("--seeds", nargs="+", type=int, default=[1, 2])
    parser.add_argument("--seconds", type=float, default=20.0, help="of the planner")
    parser.add_argument("--model-seconds", type=float, default=300.0, help="of the one model")
    parser.add_argument("--workers", type=int, default=2)
    wanted = parser.parse_args()
    print(
        "| students | seed | unplaced | points | bound | gap | one model: points | its bound"
        " | points where the bound is 0 |\n| ---: | ---: | --- | ---: | ---: | ---: | ---: | ---:"
        " | --- |"
    )
    for students in wanted.students:
        for seed in wanted.seeds:
            print(row(students, seed, wanted), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

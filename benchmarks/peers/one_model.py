"""The obvious single model: every decision and rule in one CP-SAT model, nothing else.

It is our exact model (rules and goals are the modules the planner itself uses) on the whole
instance: no decomposition, no hint, no bound of ours, CP-SAT's default parameters but for
the number of workers and the seed. One weighted sum is minimised, in which an unplaced item
of a priority outweighs everything below it.
"""

from __future__ import annotations

from pathlib import Path

from ortools.sat.python import cp_model

from benchmarks.peers.recording import Recorder
from scheduler.files import read_instance
from scheduler.solver.build import Build, value_of
from scheduler.solver.extract import extract
from scheduler.solver.objective import add_all, minimize
from scheduler.solver.problem import Problem


def missing() -> str | None:
    return None


def answer(instance_path: Path, seconds: float, workers: int, seed: int, folder: Path) -> None:
    instance = read_instance(instance_path)
    recorder = Recorder(folder, seconds)
    build = whole_model(Problem(instance))
    recorder.say(
        f"{len(build.model.proto.variables):,} variables, built in {recorder.passed:.1f} s"
    )
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = seed
    solver.parameters.max_time_in_seconds = recorder.left
    status = solver.solve(build.model, _Writes(build, recorder))
    recorder.say(solver.status_name(status).lower())


def whole_model(problem: Problem) -> Build:
    """The model of the whole week, with what it minimises."""
    build = Build(problem)
    minimize(build, add_all(build).everything)
    return build


class _Writes(cp_model.CpSolverSolutionCallback):
    """Writes each better timetable down."""

    def __init__(self, build: Build, recorder: Recorder) -> None:
        super().__init__()
        self._build = build
        self._recorder = recorder

    def on_solution_callback(self) -> None:
        self._recorder.offer(extract(self._build, value_of(self.boolean_value)))

"""The single model as a mixed-integer program, solved by HiGHS in a process of its own.

Rules and goals are those of `one_model`, written as rows by `linear`. Floating-point
arithmetic does not bear the weights with which an unplaced item outweighs all points, so
that items weigh 2,000 points by priority 3, 10,000 by 2 and 50,000 by 1.
"""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from benchmarks.peers.linear import Program, program_of
from benchmarks.peers.recording import Recorder
from scheduler.domain.timetable import Timetable
from scheduler.files import read_instance
from scheduler.solver.build import Build
from scheduler.solver.extract import extract
from scheduler.solver.literals import Lit, folded_terms
from scheduler.solver.objective import add_all
from scheduler.solver.problem import Problem

WEIGHTS = (50_000, 10_000, 2_000)
"""Points of an unplaced item, by priority."""


def missing() -> str | None:
    if find_spec("highspy") is None:
        return "mip needs highspy: pip install 'fieldweek[peer-highs]'"
    return None


def answer(instance_path: Path, seconds: float, workers: int, seed: int, folder: Path) -> None:
    instance = read_instance(instance_path)
    recorder = Recorder(folder, seconds)
    build, program = whole_program(Problem(instance))
    program.write(folder / "program.npz")
    size = f"{len(program.lows):,} columns, {len(program.row_lows):,} rows"
    recorder.say(f"{size}, built in {recorder.passed:.1f} s")
    words = [sys.executable, "-m", "benchmarks.peers.highs"]
    words += [str(folder / "program.npz"), str(folder), "--seconds", str(recorder.left)]
    words += ["--workers", str(workers), "--seed", str(seed)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as highs:
        assert highs.stdout is not None
        for line in highs.stdout:
            word, _, rest = line.strip().partition(" ")
            if word == "ended":
                recorder.say(rest.lower())
            elif word.startswith("solution-"):
                had = recorder.passed
                recorder.offer(timetable_of(build, np.load(folder / word)), at=had)
                (folder / word).unlink()
    (folder / "program.npz").unlink()


def whole_program(problem: Problem) -> tuple[Build, Program]:
    """The model of the whole week, and the program that says the same."""
    build = Build(problem)
    sums = add_all(build)
    terms = list(sums.penalty)
    for weight, items in zip(WEIGHTS, sums.unplaced, strict=True):
        terms += [(weight * each, lit) for each, lit in items]
    costs = []
    for lit, points in zip(*folded_terms(terms)[:2], strict=True):
        # A literal that is negated costs where its variable is 0: a constant is left out.
        costs.append((lit.index, points) if lit.index >= 0 else (-lit.index - 1, -points))
    return build, program_of(build.model, costs)


def timetable_of(build: Build, values: np.ndarray) -> Timetable:
    """Read a timetable back from a solution of the program."""

    def holds(lit: Lit) -> bool:
        if isinstance(lit, int):
            return bool(lit)
        index = lit.index
        return bool(values[index] > 0.5) if index >= 0 else bool(values[-index - 1] < 0.5)

    return extract(build, holds)

"""Everyone out on one common pair of days, like `days_first`, but on the best pair there is.

For every two weekdays, as long as a third of the seconds is not over: the placement that
`days_first` makes, beginning with the pair that suits most students alone in the school.
The pair with the fewest exceptions is taken; of equal ones the one with the fewest points.
"""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

from benchmarks.peers.days_first import Settled, could_be, missing, plan_the_rest, settle
from benchmarks.peers.recording import Recorder
from scheduler.domain.calendar import DAY_NAMES
from scheduler.files import read_instance
from scheduler.solver.problem import Problem
from scheduler.solver.warm import ready

__all__ = ["answer", "missing"]

SHARE = 1 / 3


def answer(instance_path: Path, seconds: float, workers: int, seed: int, folder: Path) -> None:
    instance = read_instance(instance_path)
    ready()
    recorder = Recorder(folder, seconds)
    problem = Problem(instance)
    pairs = sorted(
        combinations(instance.term.weekdays, 2), key=lambda pair: -could_be(problem, pair)
    )
    best: tuple[tuple[int, int], Settled, tuple[int, int]] | None = None
    for pair in pairs:
        if best is not None and recorder.passed > SHARE * seconds:
            recorder.say("not every pair was looked at")
            break
        settled = settle(problem, pair, seed)
        rank = (-len(settled), sum(one.cost for one in settled.values()))
        if best is None or rank < best[0]:
            best = (rank, settled, pair)
    assert best is not None, "a term has at least two weekdays"
    _, settled, pair = best
    recorder.say(" and ".join(DAY_NAMES[day] for day in pair))
    plan_the_rest(instance, settled, recorder, workers, seed)

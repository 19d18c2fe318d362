"""How long the parts of a run take, each by itself, the work fixed and the answer checked.

``make bench`` times them; ``make test`` runs them once, on a small school, without timing.
"""

from __future__ import annotations

from pytest_benchmark.fixture import BenchmarkFixture

import scheduler
from scheduler.files import instance_bytes, parse_instance
from scheduler.solver.problem import Problem

FIRST = 0.01
"""Work that ends with the first complete timetable."""
IMPROVED = 5.0


def test_reading(benchmark: BenchmarkFixture, instance: scheduler.Instance) -> None:
    data = instance_bytes(instance)
    assert benchmark(parse_instance, data, "instance.json") == instance


def test_building_the_problem(benchmark: BenchmarkFixture, instance: scheduler.Instance) -> None:
    assert benchmark(Problem, instance).instance is instance


def test_checking(
    benchmark: BenchmarkFixture, instance: scheduler.Instance, timetable: scheduler.Timetable
) -> None:
    assert benchmark(scheduler.check, instance, timetable) == []


def test_scoring(
    benchmark: BenchmarkFixture, instance: scheduler.Instance, timetable: scheduler.Timetable
) -> None:
    score = benchmark(scheduler.score, instance, timetable)
    assert sum(score.unplaced) == len(timetable.unplaced)


def test_first_timetable(benchmark: BenchmarkFixture, instance: scheduler.Instance) -> None:
    outcome = benchmark.pedantic(
        scheduler.solve, args=(instance,), kwargs={"work": FIRST, "seed": 1}, rounds=3
    )
    _keep(benchmark, outcome)
    assert scheduler.check(instance, outcome.timetable) == []


def test_improving_at_fixed_work(
    benchmark: BenchmarkFixture, instance: scheduler.Instance, timetable: scheduler.Timetable
) -> None:
    outcome = benchmark.pedantic(
        scheduler.solve,
        args=(instance,),
        kwargs={"work": IMPROVED, "seed": 1, "start": timetable},
        rounds=3,
    )
    _keep(benchmark, outcome)
    assert scheduler.check(instance, outcome.timetable) == []
    assert outcome.score.rank <= scheduler.score(instance, timetable).rank


def _keep(benchmark: BenchmarkFixture, outcome: scheduler.Outcome) -> None:
    """Quality beside time: faster and worse is no gain."""
    benchmark.extra_info |= {
        "status": outcome.status.value,
        "unplaced": outcome.unplaced,
        "penalty": outcome.score.penalty if outcome.score else None,
        "gap": outcome.gap,
        "first_seconds": outcome.first_seconds,
    }

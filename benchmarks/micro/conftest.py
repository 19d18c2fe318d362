from __future__ import annotations

from functools import cache

import pytest

import scheduler


@cache
def _made(preset: str) -> scheduler.Instance:
    return scheduler.make(preset, seed=1)


@cache
def _planned(preset: str) -> scheduler.Timetable:
    outcome = scheduler.solve(_made(preset), work=1, seed=1)
    assert outcome.timetable is not None
    return outcome.timetable


@pytest.fixture(params=["small", "met"])
def instance(request: pytest.FixtureRequest) -> scheduler.Instance:
    # Without timing one school is enough to see that the benchmarks still work.
    if request.config.getoption("benchmark_disable") and request.param != "small":
        pytest.skip("timed only")
    return _made(request.param)


@pytest.fixture
def timetable(request: pytest.FixtureRequest, instance: scheduler.Instance) -> scheduler.Timetable:
    return _planned(request.node.callspec.params["instance"])

"""One worker, one seed and a limit of work: the same timetable to the byte, every time."""

from __future__ import annotations

import pytest

from scheduler.domain.instance import Instance
from scheduler.domain.runs import Limits
from scheduler.files import timetable_bytes
from scheduler.made import Size, make_sized
from scheduler.solver import solve
from scheduler.solver.problem import Problem
from scheduler.solver.run import EXACT_SIZE

TOO_LARGE_TO_SOLVE_EXACTLY = Size(
    name="town",
    students=90,
    advisories=6,
    schools=1,
    school_sites=1,
    cities=1,
    internship_sites=40,
    mentors=56,
    vans=2,
    sections=22,
)


@pytest.fixture(scope="module")
def town() -> Instance:
    return make_sized(TOO_LARGE_TO_SOLVE_EXACTLY, 1).instance


def planned(instance: Instance) -> bytes:
    timetable = solve(instance, Limits(work=0.1, seed=1)).timetable
    assert timetable is not None
    return timetable_bytes(timetable)


def test_three_runs_give_the_same_bytes(town: Instance) -> None:
    options = Problem(town).options.values()
    assert sum(len(some) for some in options) > EXACT_SIZE  # placement and annealing, not CP-SAT
    first = planned(town)
    assert [planned(town), planned(town)] == [first, first]

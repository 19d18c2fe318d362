"""Whatever is proven about a small school is true of its timetables."""

from __future__ import annotations

from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduler.check import score, violations
from scheduler.domain.instance import Instance
from scheduler.domain.timetable import Timetable
from scheduler.solver.bounds import Bounder, bounds
from scheduler.solver.exact import solve_exact
from scheduler.solver.problem import Problem
from tests.property.neighbours import neighbour
from tests.property.small_schools import schools


def assert_true_of(problem: Problem, timetable: Timetable) -> None:
    """What is proven, with this much unplaced held, is no more than the timetable has."""
    had = score(problem.instance, timetable)
    proven = bounds(problem, had.unplaced, seconds=60)
    assert proven.unplaced <= sum(had.unplaced)
    assert proven.penalty <= had.penalty
    assert {goal for goal, points in proven.goals.items() if points > had.goals[goal]} == set()


@given(schools)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_bound_is_above_the_best_timetable(instance: Instance) -> None:
    problem = Problem(instance)
    best = solve_exact(problem, work=5.0).timetable
    if best is not None:
        assert_true_of(problem, best)


@given(schools, st.integers(0, 2**32 - 1))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_bound_is_above_a_timetable_with_more_unplaced(instance: Instance, seed: int) -> None:
    problem = Problem(instance)
    timetable = solve_exact(problem, work=5.0).timetable
    if timetable is None:
        return
    bounder = Bounder(problem)
    held = score(instance, timetable).unplaced
    bounds(problem, held, seconds=60, bounder=bounder)
    random = Random(seed)
    for _ in range(30):
        other = neighbour(problem, timetable, random)
        if not violations(instance, other):
            timetable = other
    assert_true_of(problem, timetable)
    had = score(instance, timetable)
    assert bounder.slope.penalty_at(held, had.unplaced) <= had.penalty

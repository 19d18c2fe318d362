"""What the relaxation with prices says at any prices."""

from __future__ import annotations

import numpy as np

from scheduler.made import make
from scheduler.solver.bounds.lagrange import Ascent, Program
from scheduler.solver.bounds.lagrange.ascent import value
from scheduler.solver.problem import Problem


def test_the_slope_bounds_the_value_everywhere():
    """Where it did not, a step in its direction could claim what is not proven."""
    instance = make("small", 1).instance
    program = Program(Problem(instance), instance.factor_of)
    arrays = program.hold(2, 3)
    draw = np.random.default_rng(1)
    size = len(program.most)
    here = np.minimum(program.most, 2 * draw.random(size))
    slope = np.zeros(size)
    now = value(arrays, here, slope)
    for scale in (0.01, 0.1, 1.0, 5.0) * 5:
        there = np.clip(here + scale * draw.normal(size=size), 0.0, program.most)
        assert value(arrays, there, np.zeros(size)) <= now + slope @ (there - here) + 1e-6


def test_what_more_unplaced_items_may_save_is_said_by_their_price():
    instance = make("small", 2).instance
    program = Program(Problem(instance), instance.factor_of)
    aim = 12.0 * len(instance.students)
    none = Ascent(program.hold(0, 0), program.most, aim)
    none.climb(60.0)
    more = Ascent(program.hold(3, 0), program.most, aim)
    more.climb(60.0)
    lower = none.bound - 3 * none.prices[program.days_price]
    assert 0 < lower <= more.bound + 0.01 * more.bound
    assert more.bound < none.bound

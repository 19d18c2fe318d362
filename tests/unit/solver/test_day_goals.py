"""What the search reads from the table of a day is what the checker counts."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from scheduler.check.goals import compact
from scheduler.solver.search.day_goals import gaps

SLOTS = 6


def test_gaps_are_those_of_the_checker_whatever_is_lunch() -> None:
    masks = np.arange(1 << SLOTS)
    busy = [(masks >> slot & 1).astype(bool) for slot in range(SLOTS)]
    for lunch in [some for count in range(3) for some in combinations(range(SLOTS), count)]:
        points = gaps([slot in lunch for slot in range(SLOTS)], busy)
        bits = sum(1 << slot for slot in lunch)
        counted = [compact.gaps(range(SLOTS), bits, int(mask)) for mask in masks]
        assert points.tolist() == [compact.GAP * one for one in counted]

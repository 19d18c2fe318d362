"""Goals that look at one student's day at a time, as the tables of the search know them.

What such a goal costs depends on nothing but which slots of the day are busy, so that it is
reckoned once for every pattern of busy slots and read from a table afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from scheduler.domain.rules import GoalId

Patterns = npt.NDArray[np.bool_]
"""Of one slot: whether it is busy, for each pattern of busy slots."""
Points = npt.NDArray[np.int32]
"""Points of each pattern, before the profile's factor."""
OfDay = Callable[[Sequence[bool], Sequence[Patterns]], Points]
"""From which slots of a day are lunch, in order, and when each is busy."""

GAP = 2


def gaps(lunch: Sequence[bool], busy: Sequence[Patterns]) -> Points:
    """Points of `compact`: single free slots between two busy ones, free lunch skipped."""
    found = np.zeros(len(busy[0]) if busy else 1, dtype=np.int32)
    # 0 nothing yet or longer free, 1 busy, 2 one free after busy
    last = np.zeros(len(found), dtype=np.int64)
    for skipped, now in zip(lunch, busy, strict=True):
        found += ((last == 2) & now).astype(np.int32) * GAP
        after = np.where(now, 1, np.where(last == 1, 2, 0))
        last = np.where(now | (not skipped), after, last)
    return found


DAY_GOALS: dict[GoalId, OfDay] = {GoalId.COMPACT: gaps}
"""What each costs; a benchmark adds goals of its own for as long as it runs."""

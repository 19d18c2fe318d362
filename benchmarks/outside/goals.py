"""Goals of a benchmark, known to checker, model and search for as long as it runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import cast

from scheduler.check import GOALS as CHECKED
from scheduler.domain.rules import GoalId
from scheduler.solver.goals import GOALS as MODELLED
from scheduler.solver.search.day_goals import DAY_GOALS as SEARCHED


@contextmanager
def registered(module: ModuleType) -> Iterator[None]:
    """Let a goal count, with factor 1 whatever the profile.

    The module has what every goal of the product has: ``points`` for the checker, ``terms``
    for the model; and ``of_day`` for the search, which knows goals of a student's day only.
    """
    # The product's catalogue is closed; a name that is not in it is all that differs.
    goal = cast("GoalId", module.NAME)
    CHECKED[goal] = module.points
    MODELLED[goal] = module
    SEARCHED[goal] = module.of_day
    try:
        yield
    finally:
        for catalogue in (CHECKED, MODELLED, SEARCHED):
            cast("dict[GoalId, object]", catalogue).pop(goal)

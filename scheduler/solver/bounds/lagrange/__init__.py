"""Lagrangian bound of days out and meetings: better the longer it is looked for.

What its prices say is true at any moment, so that it can be stopped whenever time is out;
a linear program of the same says nothing until it is solved.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from scheduler.solver.bounds.lagrange.ascent import ascend
from scheduler.solver.bounds.lagrange.program import Arrays, Program, Reals

__all__ = ["Ascent", "Program"]

STEPS = 20
"""Between two looks at the clock."""
SHORTEST = 1e-4
"""Length of step at which nothing more is to be gained."""


class Ascent:
    """Prices that are raised and lowered, and what they prove."""

    def __init__(self, arrays: Arrays, most: Reals, aim: float) -> None:
        """Begin from nothing; ``aim`` is about the value that might be reached."""
        self._arrays, self._most = arrays, most
        self._aim = max(1.0, aim)
        self._prices = np.zeros(len(most))
        self._direction = np.zeros(len(most))
        self._state = np.array([-1e18, 1.0, 0.0])
        self.prices = np.zeros(len(most))
        """The best so far."""

    @property
    def bound(self) -> float:
        """What is proven."""
        return float(self._state[0])

    def climb(self, seconds: float, should_stop: Callable[[], bool] | None = None) -> None:
        """Go on for so long, or until nothing is gained any more."""
        until = time.monotonic() + seconds
        while self._state[1] > SHORTEST and time.monotonic() < until:
            if should_stop is not None and should_stop():
                return
            ascend(
                self._arrays,
                self._prices,
                self.prices,
                self._direction,
                self._most,
                STEPS,
                self._state,
                max(self._aim, 1.1 * self.bound),
            )

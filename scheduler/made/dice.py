"""Chance, drawn in whole numbers only so that a seed gives the same bytes anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt

T = TypeVar("T")
Whole = npt.NDArray[np.int64]

_BATCH = 8192


class Dice:
    """Draws for one made-up school from one seed.

    Only raw 64-bit words are taken from the generator: these never change between
    NumPy versions, and integer arithmetic never differs between processors.
    """

    def __init__(self, seed: int) -> None:
        self._generator = np.random.Generator(np.random.PCG64(seed))
        self._words: list[int] = []

    def below(self, count: int) -> int:
        """A whole number from 0 to ``count - 1``."""
        if not self._words:
            bits = self._generator.bit_generator
            self._words = bits.random_raw(_BATCH).tolist()
        return (self._words.pop() * count) >> 64

    def between(self, least: int, most: int) -> int:
        """A whole number from ``least`` to ``most``, both included."""
        return least + self.below(most - least + 1)

    def chance(self, per_mille: int) -> bool:
        """Whether something happens that does so ``per_mille`` times in 1,000."""
        return self.below(1000) < per_mille

    def pick(self, things: Sequence[T]) -> T:
        """One of the things, each as likely."""
        return things[self.below(len(things))]

    def weighted(self, weights: Sequence[int]) -> int:
        """An index, as likely as its weight."""
        left = self.below(sum(weights))
        for index, weight in enumerate(weights):
            left -= weight
            if left < 0:
                return index
        raise AssertionError("weights must sum to more than what was drawn")

    def heavy(self, weights: Whole) -> int:
        """An index, as likely as its weight; -1 when every weight is 0."""
        sums = weights.cumsum()
        total = int(sums[-1]) if len(sums) else 0
        if total == 0:
            return -1
        return int(sums.searchsorted(self.below(total), side="right"))

    def some(self, things: Sequence[T], count: int) -> list[T]:
        """So many different ones of the things, in the order drawn."""
        return self.shuffled(things)[:count]

    def shuffled(self, things: Sequence[T]) -> list[T]:
        """The things in another order."""
        found = list(things)
        for last in range(len(found) - 1, 0, -1):
            other = self.below(last + 1)
            found[last], found[other] = found[other], found[last]
        return found


def share(total: int, weights: Sequence[int]) -> list[int]:
    """Share a total out by weight, in whole parts that sum to it.

    >>> share(10, [1, 1, 1])
    [4, 3, 3]
    """
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    rests = [(-(total * weight % whole), index) for index, weight in enumerate(weights)]
    for _, index in sorted(rests)[: total - sum(parts)]:
        parts[index] += 1
    return parts

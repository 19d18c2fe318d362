"""Ids of a made-up instance: a letter or word and a number of fixed width."""

from __future__ import annotations

from collections import Counter


class Numbering:
    """Gives out the next id of each kind."""

    def __init__(self, most: int) -> None:
        self._width = len(str(most))
        self._given: Counter[str] = Counter()

    def next(self, kind: str) -> str:
        """The next id, such as ``S0012``.

        >>> numbers = Numbering(300)
        >>> numbers.next("S"), numbers.next("S")
        ('S001', 'S002')
        """
        self._given[kind] += 1
        return f"{kind}{self._given[kind]:0{self._width}}"

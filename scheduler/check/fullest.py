"""The best of all ways to have as many days out as possible, without listing them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from scheduler.domain.ids import MentorId


class Choice(NamedTuple):
    """One mentor and weekdays for an internship; travel and absence are the least."""

    mentor: MentorId | None
    days: tuple[int, ...]
    travel: int
    absence: int


Fit = Callable[[tuple[Choice, ...]], bool]
"""Whether choices of the first internships go together."""
Parts = Sequence[Sequence[Choice]]
"""By internship: every choice there is."""


class Fullest:
    """One choice an internship, so that they go together with most days out in all."""

    def __init__(self, parts: Parts, fit: Fit) -> None:
        self._parts = parts
        self._fit = fit
        most = sum(max(len(one.days) for one in part) for part in parts)
        self._days = next(n for n in range(most, -1, -1) if _least(parts, _nothing, n, fit) == 0)

    def least(self, cost: Callable[[Choice], int]) -> int:
        """The least sum of costs."""
        found = _least(self._parts, cost, self._days, self._fit)
        assert found is not None, "there is a way to have that many days"
        return found

    def allows(self, fit: Fit) -> bool:
        """Whether some of them go together in another sense, too."""
        both = lambda chosen: fit(chosen) and self._fit(chosen)  # noqa: E731
        return _least(self._parts, _nothing, self._days, both) is not None

    def has(self, internship: int, mentor: MentorId) -> bool:
        """Whether an internship is with a mentor in some of them."""
        parts = list(self._parts)
        parts[internship] = [one for one in parts[internship] if one.mentor == mentor]
        return _least(parts, _nothing, self._days, self._fit) is not None


def _nothing(choice: Choice) -> int:
    return 0


def _least(parts: Parts, cost: Callable[[Choice], int], days: int, fit: Fit) -> int | None:
    """The least sum of costs over all ways to have so many days; None where there is none."""
    kept = [_worth_a_look(part, cost, len(parts)) for part in parts]
    rest = _least_by_days(kept, cost)
    best: int | None = None

    def go_on(chosen: tuple[Choice, ...], needed: int, paid: int) -> None:
        nonlocal best
        number = len(chosen)
        if number == len(kept):
            best = paid
            return
        for one in kept[number]:
            still, pays = needed - len(one.days), paid + cost(one)
            least = rest[number + 1].get(still)
            if least is None or (best is not None and pays + least >= best):
                continue
            more = (*chosen, one)
            if fit(more):
                go_on(more, still, pays)

    go_on((), days, 0)
    return best


def _worth_a_look(
    part: Sequence[Choice], cost: Callable[[Choice], int], internships: int
) -> list[Choice]:
    """The choices of an internship, cheapest first, no more of the same days than needed.

    The others take at most one mentor each, so that one of as many as there are
    internships is left, whichever they take.
    """
    found: list[Choice] = []
    same: Counter[tuple[int, ...]] = Counter()
    for one in sorted(part, key=lambda one: (cost(one), -len(one.days))):
        if same[one.days] < internships:
            same[one.days] += 1
            found.append(one)
    return found


def _least_by_days(parts: Parts, cost: Callable[[Choice], int]) -> list[dict[int, int]]:
    """By internship: for each number of days, the least sum of costs from this one on.

    Whether the choices go together is not asked.
    """
    found: list[dict[int, int]] = [{0: 0}]
    for part in reversed(parts):
        least: dict[int, int] = {}
        for one in part:
            for days, paid in found[0].items():
                both, sum_of_both = days + len(one.days), paid + cost(one)
                least[both] = min(sum_of_both, least.get(both, sum_of_both))
        found.insert(0, least)
    return found

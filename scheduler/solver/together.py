"""Days out of several internships together: all there are, or the best of too many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import combinations, islice, product
from math import prod

from scheduler.solver.option import Out

Outs = tuple[Out, ...]
Ranked = tuple[int, int, Outs]
"""Days out with what they are sorted by: most of them, then the cheapest."""
NONE: Ranked = (0, 0, ())
MOST_LOOKED = 10
"""For each that is wanted, how many are looked at where hardly any go together."""
MOST_FREE = 5
"""Internships up to which every part of them is left out in turn."""


@dataclass(frozen=True, slots=True)
class Together:
    """By internship, every set of days out it could have, and which of them go together."""

    parts: Sequence[Sequence[Outs]]
    goes: Callable[[Outs, Outs], bool]

    @property
    def count(self) -> int:
        """How many combinations there are, those that do not go together included."""
        return prod(len(part) for part in self.parts)

    def every(self, most: int) -> list[Outs] | None:
        """All that go together, in the order of the parts; None where there are more."""
        if len(self.parts) == 1:
            return list(self.parts[0]) if len(self.parts[0]) <= most else None
        found: list[Outs] = []

        def go_on(chosen: tuple[Outs, ...]) -> bool:
            if len(chosen) == len(self.parts):
                found.append(_joined(chosen))
                return len(found) <= most
            return all(
                go_on((*chosen, one))
                for one in self.parts[len(chosen)]
                if all(self.goes(other, one) for other in chosen)
            )

        return found if go_on(()) else None

    def best(self, cost: Callable[[Outs], int], most: int) -> list[Outs]:
        """About so many of them, with most days out and the cheapest first.

        Every place that an internship could have on a weekday is in one of them, by itself
        and with good ones of the others; so are, as far as there is room, every two mentors.
        """
        parts = [sorted(((-len(o), cost(o), o) for o in part), key=_rank) for part in self.parts]
        kept: dict[tuple[int, ...], Outs] = {(): ()}

        def keep(some: Iterable[Outs]) -> None:
            # The same days out are the same objects, which are quicker told apart.
            kept.update((tuple(map(id, outs)), outs) for outs in some)

        def keep_one(narrowed: dict[int, list[Ranked]]) -> None:
            keep([self._good([narrowed.get(number, part) for number, part in enumerate(parts)])])

        for number, part in enumerate(parts):
            for with_place in _grouped(part, lambda out: (out.mentor, out.site, out.day)):
                fewest = max(with_place, key=lambda one: one[0])
                keep([fewest[2]])
                keep_one({number: with_place})
        by_mentor = [_grouped(part, lambda out: out.mentor) for part in parts]
        pairs = (
            {one: some, two: others}
            for one, two in combinations(range(len(parts)), 2)
            for some, others in product(by_mentor[one], by_mentor[two])
        )
        for pair in islice(pairs, most // 4):
            keep_one(pair)
        fewer = list(_parts_of(range(len(parts))))
        for some in fewer:
            # Others may take what all internships need: then some of them are better than none.
            had = [part if number in some else [NONE] for number, part in enumerate(parts)]
            share = most // (4 * len(fewer))
            keep(islice(self._cheapest(had, MOST_LOOKED * share), share))
        keep(islice(self._cheapest(parts, MOST_LOOKED * most), max(0, most - len(kept))))
        return list(kept.values())

    def _good(self, parts: Sequence[Sequence[Ranked]]) -> Outs:
        """The best of each part that goes with those before it, where there are fewest first."""
        chosen: dict[int, Outs] = {}
        for number in sorted(range(len(parts)), key=lambda number: len(parts[number])):
            fitting = (
                outs
                for _, _, outs in parts[number]
                if all(self.goes(other, outs) for other in chosen.values())
            )
            chosen[number] = next(fitting, ())
        return _joined(chosen[number] for number in range(len(parts)))

    def _cheapest(self, parts: Sequence[Sequence[Ranked]], looks: int) -> Iterator[Outs]:
        """Those with most days out first, then the cheapest; the parts are sorted so.

        A choice for the first internships is held with the least that it comes to.
        """
        days, points = sum(part[0][0] for part in parts), sum(part[0][1] for part in parts)
        waiting: list[tuple[int, int, int, tuple[int, ...]]] = [(days, points, -1, (0,))]
        while waiting and looks:
            looks -= 1
            days, points, depth, chosen = heappop(waiting)
            own, last = parts[len(chosen) - 1], chosen[-1]
            if last + 1 < len(own):
                more_days = days + own[last + 1][0] - own[last][0]
                more_points = points + own[last + 1][1] - own[last][1]
                heappush(waiting, (more_days, more_points, depth, (*chosen[:-1], last + 1)))
            outs = [part[index][2] for part, index in zip(parts, chosen, strict=False)]
            if not all(self.goes(other, outs[-1]) for other in outs[:-1]):
                continue
            if len(chosen) == len(parts):
                yield _joined(outs)
            else:
                heappush(waiting, (days, points, depth - 1, (*chosen, 0)))


def _rank(one: Ranked) -> tuple[int, int]:
    return one[:2]


def _joined(chosen: Iterable[Outs]) -> Outs:
    return tuple(out for outs in chosen for out in outs)


def _grouped(part: Sequence[Ranked], name: Callable[[Out], object]) -> list[list[Ranked]]:
    """The sets of days out of which one has a name, by names."""
    found: dict[object, list[Ranked]] = {}
    for one in part:
        for named in dict.fromkeys(map(name, one[2])):
            found.setdefault(named, []).append(one)
    return list(found.values())


def _parts_of(numbers: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Some of the internships, but not none, nor all of them."""
    sizes = range(1, len(numbers)) if len(numbers) <= MOST_FREE else (len(numbers) - 1,)
    for size in sizes:
        yield from combinations(numbers, size)

"""How often students come, learned from what was recorded of a term.

The share of days attended is a logistic sum of what the student, the weekday, the internship
site, the mode, the length of the journey, and this student on this weekday add. Each addition
is shrunk towards nothing by as much as the spread of its kind in the record says (empirical
Bayes): a student seen three times is taken to be nearly like everybody else, one seen sixty
times is taken as seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scheduler.domain.places import Mode

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

BANDS = (15, 30, 45, 60, 75)
"""Journeys of up to so many minutes are taken together; the last kind is longer."""
SWEEPS = 400
SETTLED = 1e-5
MOST_STEP = 1.0
_SPREAD_KNOWN, _SPREAD_ASSUMED = 1.0, 0.1
"""The spread of a kind is judged as if one more thing of it with this square had been seen."""
_CAME, _MISSED = 18.0, 2.0
"""The middle is judged as if so many days had been seen besides: a new school has a rate, too."""
_NINETY = 1.645
"""Standard deviations on either side within which nine tenths lie."""


class Observed(NamedTuple):
    """One day out, and whether the student came."""

    student: str
    weekday: int
    site: str
    mode: Mode | None
    minutes: int
    """Of the way there."""
    attended: bool
    late: bool = False
    ride: str = ""
    """What brought the student: a vehicle run, or any name for a line that is known."""


class Day(NamedTuple):
    """A day out as it may be planned."""

    student: str
    weekday: int
    site: str
    mode: Mode | None
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """The expected share of days attended, and where it lies with nine chances in ten."""

    share: float
    low: float
    high: float


class _Effect(NamedTuple):
    """What one thing adds, and how unsure that is."""

    added: float
    variance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Patterns:
    """What a record says of who comes when; to be asked about any day out."""

    days: int
    """Days out in the record."""
    attended: int
    middle: _Effect
    effects: tuple[Mapping[object, _Effect], ...]
    """By kind, what each thing of the record adds."""
    spreads: tuple[float, ...]
    """By kind, the square by which its things differ."""

    def rate(self, day: Day) -> Rate:
        """Say how often the student would come on such a day out."""
        centre, variance = self.middle
        for known, spread, key in zip(self.effects, self.spreads, _keys(day), strict=True):
            effect = known.get(key, _Effect(0.0, spread))
            centre += effect.added
            variance += effect.variance
        reach = _NINETY * variance**0.5
        return Rate(
            share=_share(centre / (1 + np.pi / 8 * variance) ** 0.5),
            low=_share(centre - reach),
            high=_share(centre + reach),
        )


def learn(record: Iterable[Observed]) -> Patterns:
    """Find out from a record how often who comes when.

    The time it takes grows with the number of different days out, not of dates: a student who
    goes to one site on one weekday by one way is one line, however long the term is.
    """
    came: dict[Day, list[int]] = {}
    for one in record:
        seen = came.setdefault(Day(*one[:5]), [0, 0])
        seen[0] += one.attended
        seen[1] += 1
    columns = list(zip(*(_keys(day) for day in came), strict=True)) or [()] * 6
    named = [list(dict.fromkeys(column)) for column in columns]
    places = [{key: n for n, key in enumerate(keys)} for keys in named]
    codes = [
        np.array([place[key] for key in column], dtype=np.int64)
        for place, column in zip(places, columns, strict=True)
    ]
    counts = np.array(list(came.values()), dtype=np.float64).reshape(-1, 2)
    middle, effects, spreads = _fit(codes, [len(one) for one in named], counts[:, 0], counts[:, 1])
    return Patterns(
        days=int(counts[:, 1].sum()),
        attended=int(counts[:, 0].sum()),
        middle=middle,
        effects=tuple(
            {key: _Effect(*pair) for key, pair in zip(keys, effect.tolist(), strict=True)}
            for keys, effect in zip(named, effects, strict=True)
        ),
        spreads=tuple(spreads),
    )


def _keys(day: Day) -> tuple[object, ...]:
    band = sum(day.minutes > most for most in BANDS)
    return day.student, day.weekday, day.site, day.mode, band, (day.student, day.weekday)


def _fit(
    codes: list[Ints], sizes: list[int], came: Floats, of: Floats
) -> tuple[_Effect, list[Floats], list[float]]:
    """Fit effects and their spreads together, a kind at a time until nothing moves.

    Parameters
    ----------
    codes
        By kind, which thing each line is about.
    sizes
        By kind, how many things there are.
    came, of
        By line, days attended and days.

    Returns
    -------
    tuple
        The middle; by kind an array of (added, variance) a thing; by kind the spread.

    """
    middle = float(np.log((came.sum() + _CAME) / (of.sum() - came.sum() + _MISSED)))
    added = [np.zeros(size) for size in sizes]
    variances = [np.zeros(size) for size in sizes]
    spreads = [_SPREAD_ASSUMED] * len(sizes)
    centre = np.full(len(of), middle)
    for _ in range(SWEEPS):
        moved = 0.0
        share = 1 / (1 + np.exp(-centre))
        assumed = _share(middle)
        weight = float((of * share * (1 - share)).sum())
        weight += (_CAME + _MISSED) * assumed * (1 - assumed)
        pull_up = float((came - of * share).sum()) + _CAME - (_CAME + _MISSED) * assumed
        step = float(np.clip(pull_up / weight, -MOST_STEP, MOST_STEP))
        middle += step
        centre += step
        moved = abs(step)
        for kind, code in enumerate(codes):
            share = 1 / (1 + np.exp(-centre))
            size, spread = sizes[kind], spreads[kind]
            pull = np.bincount(code, came - of * share, size) - added[kind] / spread
            held = np.bincount(code, of * share * (1 - share), size) + 1 / spread
            steps = np.clip(pull / held, -MOST_STEP, MOST_STEP)
            added[kind] += steps
            centre += steps[code]
            variances[kind] = 1 / held
            squares = float((added[kind] ** 2 + variances[kind]).sum())
            spreads[kind] = (squares + _SPREAD_KNOWN * _SPREAD_ASSUMED) / (size + _SPREAD_KNOWN)
            moved = max(moved, float(np.abs(steps).max(initial=0.0)))
        if moved < SETTLED:
            break
    effects = [np.stack(both, axis=1) for both in zip(added, variances, strict=True)]
    return _Effect(middle, 1 / weight), effects, spreads


def _share(centre: float) -> float:
    return float(1 / (1 + np.exp(-centre)))

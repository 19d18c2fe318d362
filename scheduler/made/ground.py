"""The ground of a made-up city, in metres east and north of its centre."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scheduler.domain.places import Position
from scheduler.made.dice import Dice

_METRES_PER_DEGREE = 111_195
# Quantiles 0, 5, 10, ... 100 % of a lognormal distance (median 1, log-deviation 0.75)
# in thousandths, the last one cut: a table, since libraries differ in the last digit.
_LOGNORMAL = (
    80, 291, 382, 460, 532, 603, 675, 749, 827, 910, 1000,
    1099, 1209, 1335, 1482, 1658, 1880, 2176, 2615, 3434, 6000,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spot:
    """A point of a city, in metres east and north of its centre."""

    east: int
    north: int

    def metres(self, other: Spot) -> int:
        """Straight distance, rounded down."""
        return math.isqrt((self.east - other.east) ** 2 + (self.north - other.north) ** 2)


CENTRE = Spot(0, 0)


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a city lies, in whole degrees."""

    latitude: int
    longitude: int

    def position(self, spot: Spot) -> Position:
        """Latitude and longitude of a spot, to about a metre."""
        square = self.latitude * self.latitude
        # Bhaskara's rational cosine: the same digits everywhere, 0.2 % off at most.
        cosine = (32_400 - 4 * square) / (32_400 + square)
        return Position(
            lat=round(self.latitude + spot.north / _METRES_PER_DEGREE, 5),
            lon=round(self.longitude + spot.east / (_METRES_PER_DEGREE * cosine), 5),
        )


def draw_ground(dice: Dice) -> Ground:
    """Put a city somewhere between 30 and 45 degrees north."""
    return Ground(dice.between(30, 45), dice.between(-120, -75))


def draw_distance(dice: Dice, median: int) -> int:
    """Draw a distance in metres, lognormal about its median."""
    step, rest = divmod(dice.below((len(_LOGNORMAL) - 1) * 1000), 1000)
    low, high = _LOGNORMAL[step], _LOGNORMAL[step + 1]
    return median * (low * 1000 + (high - low) * rest) // 1_000_000


def draw_spot(dice: Dice, around: Spot, median: int) -> Spot:
    """Draw a spot in any direction around another."""
    while True:
        east, north = dice.between(-999, 999), dice.between(-999, 999)
        length = math.isqrt(east * east + north * north)
        if 0 < length < 1000:
            break
    metres = draw_distance(dice, median)
    return Spot(around.east + east * metres // length, around.north + north * metres // length)

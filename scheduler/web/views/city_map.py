"""A map of sites drawn from their positions: no tiles, nothing fetched from anywhere."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.domain.places import Position

WIDTH, HEIGHT, MARGIN = 800.0, 480.0, 36.0
LEAST, MOST = 9.0, 30.0
KILOMETRES = 111.195
"""Of one degree of latitude."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A site on the map."""

    id: str
    name: str
    x: float
    y: float
    radius: float
    """Grows with how many are expected there."""
    campus: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CityMap:
    """Pins, and how long a bar of so many kilometres is."""

    pins: Sequence[Pin]
    bar: float
    kilometres: float
    width: float = WIDTH
    height: float = HEIGHT


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A site to be drawn."""

    id: str
    name: str
    position: Position
    people: int
    campus: bool = False


def draw(places: Sequence[Place]) -> CityMap | None:
    """Lay places out as they lie in the city, north up; None where there are none.

    >>> here = Place(id="a", name="A", position=Position(lat=41.8, lon=-71.4), people=3)
    >>> drawn = draw([here])
    >>> [(pin.x, pin.y) for pin in drawn.pins]
    [(400.0, 240.0)]
    """
    if not places:
        return None
    squeeze = math.cos(math.radians(places[0].position.lat))
    across = [one.position.lon * squeeze for one in places]
    up = [one.position.lat for one in places]
    wide, high = max(across) - min(across), max(up) - min(up)
    scale = min(
        (WIDTH - 2 * MARGIN) / max(wide, 1e-3),
        (HEIGHT - 2 * MARGIN) / max(high, 1e-3),
    )
    middle, level = (max(across) + min(across)) / 2, (max(up) + min(up)) / 2
    most = max(one.people for one in places) or 1
    pins = [
        Pin(
            id=one.id,
            name=one.name,
            x=round(WIDTH / 2 + (x - middle) * scale, 1),
            y=round(HEIGHT / 2 - (y - level) * scale, 1),
            radius=round(LEAST + (MOST - LEAST) * math.sqrt(one.people / most), 1),
            campus=one.campus,
        )
        for one, x, y in zip(places, across, up, strict=True)
    ]
    kilometres = _round_figure(100 / scale * KILOMETRES)
    # The largest first, so that a small one is never hidden behind it.
    pins.sort(key=lambda pin: (-pin.radius, pin.id))
    return CityMap(pins=pins, bar=round(kilometres / KILOMETRES * scale, 1), kilometres=kilometres)


def _round_figure(length: float) -> float:
    """Give the largest 1, 2 or 5 times a power of ten that is not longer.

    >>> _round_figure(0.37), _round_figure(7.0)
    (0.2, 5.0)
    """
    power = 10.0 ** math.floor(math.log10(length))
    return float(next(round(n * power, 6) for n in (5, 2, 1) if n * power <= length))

"""Where things are: school sites and rooms, internship sites, and travel."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from functools import cached_property
from typing import ClassVar

from scheduler.domain.calendar import Grid, Span, minute
from scheduler.domain.ids import PlaceId, RoomId, SchoolId, SchoolSiteId, SiteId


class Mode(StrEnum):
    """A way of travelling. ``drive`` is a car of the family."""

    WALK = "walk"
    CYCLE = "cycle"
    DRIVE = "drive"
    TRANSIT = "transit"
    VAN = "van"


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Latitude and longitude in degrees (WGS 84)."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    lat: float
    lon: float

    def __post_init__(self) -> None:
        if not (-90 <= self.lat <= 90 and -180 <= self.lon <= 180):
            raise ValueError(f"no such place: lat {self.lat}, lon {self.lon}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A bookable part of a school site."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    id: RoomId
    name: str
    kind: str
    seats: int
    features: tuple[str, ...] = ()
    unavailable: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        if self.seats < 1:
            raise ValueError(f"seats must be at least 1, not {self.seats}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolSite:
    """A building of the school ("on campus")."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    id: SchoolSiteId
    name: str
    school: SchoolId
    position: Position
    grid: Grid
    rooms: tuple[Room, ...]
    seats: int
    """How many students it may hold at once."""
    study_seats: int
    """How many students without a session or meeting it can supervise at once."""
    most_slots_without_break: int | None = None

    def __post_init__(self) -> None:
        if self.seats < 0 or self.study_seats < 0:
            raise ValueError("seats and study_seats must not be negative")
        if self.most_slots_without_break is not None and self.most_slots_without_break < 1:
            raise ValueError("most_slots_without_break must be at least 1")
        if not self.grid:
            raise ValueError("grid must have at least one slot")
        for one, two in zip(self.grid, self.grid[1:], strict=False):
            if (one.day, minute(one.end)) > (two.day, minute(two.start)):
                raise ValueError(
                    f"slots must be in order and not overlap: {one.day} {one.end:%H:%M}"
                    f" is followed by {two.day} {two.start:%H:%M}"
                )

    def span_of(self, slot: int, length: int) -> tuple[int, int, int] | None:
        """Weekday, start and end in minutes of ``length`` slots from ``slot`` on.

        None when they run over the end of the day or of the grid.
        """
        if slot < 0 or length < 1 or slot + length > len(self.grid):
            return None
        first, last = self.grid[slot], self.grid[slot + length - 1]
        if first.day != last.day:
            return None
        return first.day, minute(first.start), minute(last.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearance:
    """A paper that somebody holds until a date (no date: for good)."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    name: str
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """When an internship site is open on a weekday, and its seats if they differ."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    day: int
    start: time
    end: time
    seats: int | None = None
    """Seats on this weekday; none given: those of the site."""

    def __post_init__(self) -> None:
        Span(day=self.day, start=self.start, end=self.end)
        if self.seats is not None and self.seats < 0:
            raise ValueError(f"seats must not be negative, not {self.seats}")


@dataclass(frozen=True, slots=True, kw_only=True)
class InternshipSite:
    """A place that hosts interns; a ward or department names its parent."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    id: SiteId
    name: str
    position: Position
    parent: SiteId | None = None
    openings: tuple[Opening, ...] = ()
    """At most one a weekday; none at all: open whenever the mentor works."""
    seats: int | None = None
    """Interns a day, those of its parts included; none given: no limit."""
    minimum_age: int = 0
    hazards: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    """Clearances that a student must hold."""
    clearances: tuple[Clearance, ...] = ()
    """What the site itself holds; nobody goes there after one of them ends."""

    def __post_init__(self) -> None:
        if self.seats is not None and self.seats < 0:
            raise ValueError(f"seats must not be negative, not {self.seats}")
        if len({opening.day for opening in self.openings}) < len(self.openings):
            raise ValueError("openings must name each weekday at most once")


METRES_PER_MINUTE = {Mode.WALK: 80.0, Mode.CYCLE: 250.0, Mode.DRIVE: 500.0}
DETOUR = 1.3
PARKING_MINUTES = 5
_EARTH_METRES = 6_371_008.8


def metres_between(one: Position, two: Position) -> float:
    """Great-circle distance in metres (haversine, mean earth radius)."""
    lat1, lat2 = math.radians(one.lat), math.radians(two.lat)
    dlat, dlon = lat2 - lat1, math.radians(two.lon - one.lon)
    half = math.sin(dlat / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(dlon / 2) ** 2
    return 2 * _EARTH_METRES * math.asin(min(1.0, math.sqrt(half)))


def estimated_minutes(one: Position, two: Position, mode: Mode) -> int | None:
    """Minutes by walking, cycling or driving from positions alone, rounded up.

    Streets are taken to be 1.3 times the straight line; 4.8, 15 and 30 km/h; driving
    takes 5 minutes more for parking. Transit and vans cannot be estimated: None.
    """
    speed = METRES_PER_MINUTE.get(mode)
    if speed is None:
        return None
    minutes = math.ceil(round(metres_between(one, two) * DETOUR / speed, 6))
    return minutes + PARKING_MINUTES if mode is Mode.DRIVE else minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class TravelRow:
    """Minutes from one place to another by a mode, for trips inside a window.

    The whole trip lies between ``since`` and ``until`` (either may be absent): the
    earliest arrival is ``since + minutes``, the latest departure ``until - minutes``.
    """

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    origin: PlaceId
    destination: PlaceId
    mode: Mode
    minutes: int
    since: time | None = None
    until: time | None = None
    two_way: bool = False
    """Whether the same holds from destination to origin."""

    def __post_init__(self) -> None:
        if self.minutes < 0:
            raise ValueError(f"minutes must not be negative, not {self.minutes}")
        if self.mode is Mode.VAN:
            raise ValueError("van minutes come from vehicle runs, not from the travel table")


@dataclass(frozen=True, kw_only=True)
class TravelTable:
    """Minutes between places, per mode and time of day; a missing pair is unreachable.

    For walking, cycling and driving a pair and mode without any row is estimated
    from positions while ``estimate`` is true (`estimated_minutes`).
    """

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    rows: tuple[TravelRow, ...] = ()
    estimate: bool = True

    @cached_property
    def by_pair(self) -> dict[tuple[PlaceId, PlaceId, Mode], Sequence[TravelRow]]:
        """The rows of each (origin, destination, mode), two-way rows in both."""
        found: dict[tuple[PlaceId, PlaceId, Mode], list[TravelRow]] = defaultdict(list)
        for row in self.rows:
            found[row.origin, row.destination, row.mode].append(row)
            if row.two_way:
                found[row.destination, row.origin, row.mode].append(row)
        return dict(found)

"""Vans: vehicles and the runs they can make."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import ClassVar

from scheduler.domain.calendar import Span, minute
from scheduler.domain.ids import PlaceId, RunId, VehicleId


@dataclass(frozen=True, slots=True, kw_only=True)
class Vehicle:
    """A van: seats, and the hours of its driver."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    id: VehicleId
    name: str
    seats: int
    wheelchair_places: int = 0
    """A rider in a wheelchair takes one of these and no seat."""
    start: PlaceId
    driver_hours: tuple[Span, ...] = ()
    """Every run lies inside one of these; empty: always."""
    boarding_minutes: int = 1
    """Minutes a stop takes when runs are routed."""
    most_ride_minutes: int = 60

    def __post_init__(self) -> None:
        if self.seats < 0 or self.wheelchair_places < 0:
            raise ValueError("seats and wheelchair_places must not be negative")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStop:
    """A place a run stops at, and when it leaves there (arrives, at the last)."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    place: PlaceId
    at: time


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleRun:
    """One trip a vehicle can make each week; a timetable says who rides it."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    id: RunId
    vehicle: VehicleId
    day: int
    stops: tuple[RunStop, ...]
    weeks: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if len(self.stops) < 2:
            raise ValueError("a run has at least two stops")
        for one, two in zip(self.stops, self.stops[1:], strict=False):
            if minute(one.at) > minute(two.at):
                raise ValueError("stops must be in order of time")

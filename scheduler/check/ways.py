"""Legs of one's own by the travel table, and every way of a student there and back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from scheduler.check.facts import Remembered, lies_inside
from scheduler.domain.calendar import minute
from scheduler.domain.ids import PlaceId, RunId, SiteId
from scheduler.domain.instance import Instance
from scheduler.domain.people import Student
from scheduler.domain.places import Mode, TravelRow, estimated_minutes
from scheduler.domain.vehicles import VehicleRun

LAST_MINUTE = 24 * 60 - 1
MOST_ESTIMATES = 200_000
"""Kept at a time: a network has some millions, each asked for a few times in a row."""


class Trip(NamedTuple):
    """A leg of one's own, in minutes after midnight."""

    departs: int
    arrives: int


class Ride(NamedTuple):
    """A leg by van: the run, the stop that is not the site, and the times."""

    run: RunId
    stop: PlaceId
    departs: int
    arrives: int


class Way(NamedTuple):
    """A way there or back: its mode as rates know it, and its minutes in all."""

    mode: Mode
    minutes: int


def may_use(student: Student, mode: Mode) -> bool:
    """Whether a student may have a leg by this mode at all."""
    in_wheelchair = student.accommodations.wheelchair
    return mode in student.modes and not (mode is Mode.CYCLE and in_wheelchair)


class Travel:
    """The travel table of an instance, asked leg by leg."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self._estimates: dict[tuple[PlaceId, PlaceId, Mode], tuple[TravelRow, ...]] = {}
        self._least: dict[tuple[PlaceId, PlaceId, tuple[Mode, ...]], int | None] = {}
        self._legs_of: Student | None = None
        self._legs: dict[tuple[PlaceId, int, bool], list[tuple[Mode, Trip]]] = {}
        """Legs of the student asked about last: the same on every day with the same hours."""
        self._rides: dict[tuple[bool, SiteId, int, tuple[int, ...], bool], list[Ride]] = {}
        self._calls: dict[tuple[int, PlaceId], list[tuple[VehicleRun, int]]] = defaultdict(list)
        for run in instance.runs:
            for index, stop in enumerate(run.stops):
                self._calls[run.day, stop.place].append((run, index))

    def rows(self, origin: PlaceId, destination: PlaceId, mode: Mode) -> Sequence[TravelRow]:
        """The rows for a pair and mode; where there is none, the estimate as one row."""
        found = self.instance.travel.by_pair.get((origin, destination, mode))
        if found:
            return found
        key = (origin, destination, mode)
        if key not in self._estimates:
            if len(self._estimates) > MOST_ESTIMATES:
                self._estimates.clear()
            self._estimates[key] = tuple(self._estimate(*key))
        return self._estimates[key]

    def _estimate(self, origin: PlaceId, destination: PlaceId, mode: Mode) -> Iterator[TravelRow]:
        places = self.instance.positions
        if self.instance.travel.estimate and origin in places and destination in places:
            minutes = estimated_minutes(places[origin], places[destination], mode)
            if minutes is not None:
                yield TravelRow(origin=origin, destination=destination, mode=mode, minutes=minutes)

    def least(self, origin: PlaceId, destination: PlaceId, modes: tuple[Mode, ...]) -> int | None:
        """The least minutes by any of the modes, at any time of day."""
        key = (origin, destination, modes)
        if key not in self._least:
            minutes = [
                row.minutes for mode in modes for row in self.rows(origin, destination, mode)
            ]
            self._least[key] = min(minutes, default=None)
        return self._least[key]

    def allows(self, origin: PlaceId, destination: PlaceId, mode: Mode, trip: Trip) -> bool:
        """Whether a leg at these times is long enough, and inside a window of the table."""
        return any(
            trip.arrives - trip.departs >= row.minutes
            and (row.since is None or minute(row.since) <= trip.departs)
            and (row.until is None or trip.arrives <= minute(row.until))
            for row in self.rows(origin, destination, mode)
        )

    def to_be_there(
        self, origin: PlaceId, destination: PlaceId, mode: Mode, by: int
    ) -> Trip | None:
        """The leg by the row of least minutes that arrives in time."""
        found = []
        for row in self.rows(origin, destination, mode):
            arrives = by if row.until is None else min(by, minute(row.until))
            departs = arrives - row.minutes
            if departs >= (0 if row.since is None else minute(row.since)):
                found.append((row.minutes, -arrives))
        if not found:
            return None
        minutes, arrived = min(found)
        return Trip(-arrived - minutes, -arrived)

    def to_leave(
        self, origin: PlaceId, destination: PlaceId, mode: Mode, since: int
    ) -> Trip | None:
        """The leg by the row of least minutes that leaves at this minute or later."""
        found = []
        for row in self.rows(origin, destination, mode):
            departs = since if row.since is None else max(since, minute(row.since))
            if departs + row.minutes <= (LAST_MINUTE if row.until is None else minute(row.until)):
                found.append((row.minutes, departs))
        if not found:
            return None
        minutes, departs = min(found)
        return Trip(departs, departs + minutes)

    def own_legs(
        self, student: Student, place: PlaceId, at: int, back: bool
    ) -> list[tuple[Mode, Trip]]:
        """By each mode of the student's own, from home to a place by ``at``, or back from it."""
        if self._legs_of is not student:
            self._legs_of, self._legs = student, {}
        key = (place, at, back)
        if key not in self._legs:
            self._legs[key] = list(self._find_own_legs(student, place, at, back))
        return self._legs[key]

    def _find_own_legs(
        self, student: Student, place: PlaceId, at: int, back: bool
    ) -> Iterator[tuple[Mode, Trip]]:
        for mode in student.modes:
            if mode is Mode.VAN or not may_use(student, mode):
                continue
            trip = (
                self.to_leave(place, student.id, mode, at)
                if back
                else self.to_be_there(student.id, place, mode, at)
            )
            longest = student.accommodations.most_walk_minutes
            if trip is None or (
                mode is Mode.WALK and longest is not None and trip.arrives - trip.departs > longest
            ):
                continue
            yield mode, trip

    def rides(
        self, student: Student, site: SiteId, day: int, weeks: tuple[int, ...], back: bool
    ) -> list[Ride]:
        """Van legs between the site and another stop, on a vehicle with a seat at all."""
        key = (student.accommodations.wheelchair, site, day, weeks, back)
        if key not in self._rides:
            self._rides[key] = list(self._find_rides(*key))
        return self._rides[key]

    def _find_rides(
        self, in_wheelchair: bool, site: SiteId, day: int, weeks: tuple[int, ...], back: bool
    ) -> Iterator[Ride]:
        for run, index in self._calls.get((day, site), ()):
            vehicle = self.instance.vehicle_of[run.vehicle]
            if not (vehicle.wheelchair_places if in_wheelchair else vehicle.seats):
                continue
            run_weeks = self.instance.weeks(run.weeks)
            if not set(weeks) <= set(run_weeks):
                continue
            for other in range(index + 1, len(run.stops)) if back else range(index):
                one, two = sorted((index, other))
                starts, ends = minute(run.stops[one].at), minute(run.stops[two].at)
                if ends - starts <= vehicle.most_ride_minutes and (
                    not vehicle.driver_hours
                    or all(
                        any(
                            lies_inside(span, day, starts, ends, w) for span in vehicle.driver_hours
                        )
                        for w in run_weeks
                    )
                ):
                    yield Ride(run.id, run.stops[other].place, starts, ends)

    def ways_there(
        self, student: Student, site: SiteId, day: int, weeks: tuple[int, ...], start: int
    ) -> Iterator[Way]:
        """Every way from home that arrives by the start of the hours, at its best times."""
        for mode, trip in self.own_legs(student, site, start, back=False):
            yield from _within(student, mode, trip)
        if Mode.VAN not in student.modes:
            return
        for _, stop, departs, arrives in self.rides(student, site, day, weeks, back=False):
            if arrives > start:
                continue
            if stop == student.id:
                yield from _within(student, Mode.VAN, Trip(departs, arrives))
                continue
            for _, trip in self.own_legs(student, stop, departs, back=False):
                yield from _within(student, Mode.VAN, Trip(trip.departs, arrives))

    def ways_back(
        self, student: Student, site: SiteId, day: int, weeks: tuple[int, ...], end: int
    ) -> Iterator[Way]:
        """Every way home that leaves at the end of the hours or later, at its best times."""
        for mode, trip in self.own_legs(student, site, end, back=True):
            yield from _within(student, mode, trip)
        if Mode.VAN not in student.modes:
            return
        for _, stop, departs, arrives in self.rides(student, site, day, weeks, back=True):
            if departs < end:
                continue
            if stop == student.id:
                yield from _within(student, Mode.VAN, Trip(departs, arrives))
                continue
            for _, trip in self.own_legs(student, stop, arrives, back=True):
                yield from _within(student, Mode.VAN, Trip(departs, trip.arrives))


def _within(student: Student, mode: Mode, trip: Trip) -> Iterator[Way]:
    minutes = trip.arrives - trip.departs
    if minutes <= student.longest_journey:
        yield Way(mode, minutes)


travel_of = Remembered(Travel)

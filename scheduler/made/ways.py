"""Ways there and back in a made-up city."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from scheduler.domain.calendar import clock, minute
from scheduler.domain.ids import PlaceId, RunId
from scheduler.domain.places import Mode, estimated_minutes
from scheduler.domain.timetable import Journey, Leg
from scheduler.made.buses import Buses
from scheduler.made.drafts import CampusDraft, CityDraft, SiteDraft, StudentDraft


class Hop(NamedTuple):
    """One leg, in minutes after midnight."""

    mode: Mode
    origin: PlaceId
    destination: PlaceId
    departs: int
    arrives: int
    run: RunId | None = None
    stops: tuple[int, ...] = ()
    """Indices of the run's stops where the rider gets on and off."""


Way = tuple[Hop, ...]


class Trip(NamedTuple):
    """Minutes by a mode, and the minute since when it can be had."""

    mode: Mode
    minutes: int
    since: int


class Ride(NamedTuple):
    """A stop of a run and the school site, with their times."""

    id: RunId
    stop: int
    at: int
    campus_stop: int
    at_campus: int


class Ways:
    """How the students of a city get to internship sites and back."""

    def __init__(self, city: CityDraft, buses: Buses) -> None:
        self._buses = buses
        self._trips: dict[tuple[str, str], list[Trip]] = {}
        self._out: dict[tuple[str, str, int], list[Ride]] = defaultdict(list)
        self._home: dict[tuple[str, str, int], list[Ride]] = defaultdict(list)
        seats = {van.id: van for van in city.vehicles}
        self.seats = {run.id: seats[run.vehicle].seats for run in city.runs}
        self.places = {run.id: seats[run.vehicle].wheelchair_places for run in city.runs}
        campuses = {campus.id for campus in city.campuses}
        for run in city.runs:
            outward = run.stops[0].place in campuses
            campus = 0 if outward else len(run.stops) - 1
            end = run.stops[campus]
            index = self._out if outward else self._home
            for number, stop in enumerate(run.stops):
                if number != campus:
                    ride = Ride(run.id, number, minute(stop.at), campus, minute(end.at))
                    index[end.place, stop.place, run.day].append(ride)

    def there(self, student: StudentDraft, site: SiteDraft, day: int, by: int) -> list[Way]:
        """Ways that arrive by a minute of the day, own ones first, then by shortness."""
        own: list[Way] = [
            (Hop(trip.mode, student.id, site.id, by - trip.minutes, by),)
            for trip in self._own(student, site)
            if trip.since + trip.minutes <= by
        ]
        vans: list[Way] = []
        campus = student.campus.id
        if Mode.VAN in student.modes:
            for ride in self._out.get((campus, site.id, day), ()):
                trip = self._to_campus(student)
                if trip is None or ride.at > by or not self.can_ever_carry(student, ride.id):
                    continue
                leaves, stops = ride.at_campus, (ride.campus_stop, ride.stop)
                vans.append(
                    (
                        Hop(trip.mode, student.id, campus, leaves - trip.minutes, leaves),
                        Hop(Mode.VAN, campus, site.id, leaves, ride.at, ride.id, stops),
                    )
                )
        return _within(own, student) + _within(vans, student)

    def back(self, student: StudentDraft, site: SiteDraft, day: int, after: int) -> list[Way]:
        """Ways that leave at a minute of the day or later, own ones first."""
        own: list[Way] = [
            (Hop(trip.mode, site.id, student.id, start, start + trip.minutes),)
            for trip in self._own(student, site)
            for start in (max(after, trip.since),)
        ]
        vans: list[Way] = []
        campus = student.campus.id
        if Mode.VAN in student.modes:
            for ride in self._home.get((campus, site.id, day), ()):
                trip = self._to_campus(student)
                if trip is None or ride.at < after or not self.can_ever_carry(student, ride.id):
                    continue
                home, stops = ride.at_campus, (ride.stop, ride.campus_stop)
                vans.append(
                    (
                        Hop(Mode.VAN, site.id, campus, ride.at, home, ride.id, stops),
                        Hop(trip.mode, campus, student.id, home, home + trip.minutes),
                    )
                )
        return _within(own, student) + _within(vans, student)

    def can_ever_carry(self, student: StudentDraft, run: RunId) -> bool:
        """Whether the van has the right kind of place at all."""
        wheelchair = student.accommodations.wheelchair
        return (self.places if wheelchair else self.seats)[run] > 0

    def _to_campus(self, student: StudentDraft) -> Trip | None:
        trips = self._own(student, student.campus)
        return min(trips, key=lambda trip: (trip.minutes, trip.mode)) if trips else None

    def _own(self, student: StudentDraft, place: SiteDraft | CampusDraft) -> list[Trip]:
        key = (student.id, place.id)
        found = self._trips.get(key)
        if found is None:
            found = self._trips[key] = self._draw_own(student, place)
        return found

    def _draw_own(self, student: StudentDraft, place: SiteDraft | CampusDraft) -> list[Trip]:
        found = []
        needs = student.accommodations
        for mode in student.modes:
            if mode is Mode.TRANSIT:
                connection = self._buses.connection(student, place)
                if connection is not None:
                    found.append(Trip(mode, *connection))
                continue
            minutes = estimated_minutes(student.home, place.position, mode)
            if minutes is None or (mode is Mode.CYCLE and needs.wheelchair):
                continue
            if mode is Mode.WALK and minutes > (needs.most_walk_minutes or minutes):
                continue
            found.append(Trip(mode, minutes, 0))
        return found


def _within(ways: list[Way], student: StudentDraft) -> list[Way]:
    """Ways not longer than the student can bear, shortest first."""
    longest = student.longest_journey
    fitting = [way for way in ways if way[-1].arrives - way[0].departs <= longest]
    return sorted(fitting, key=lambda way: (way[-1].arrives - way[0].departs, way[0].mode))


def journey(way: Way) -> Journey:
    """The way as it stands in a timetable."""
    return tuple(
        Leg(
            mode=hop.mode,
            origin=hop.origin,
            destination=hop.destination,
            departs=clock(hop.departs),
            arrives=clock(hop.arrives),
            run=hop.run,
        )
        for hop in way
    )

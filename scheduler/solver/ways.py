"""Ways there and back: the journeys each student could make, vans included."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from scheduler.domain.calendar import clock, minute
from scheduler.domain.ids import PlaceId, SiteId, StudentId
from scheduler.domain.instance import PRIOR_SHARE, AttendanceRate, Instance
from scheduler.domain.people import InternshipWish, Student
from scheduler.domain.places import Mode, estimated_minutes
from scheduler.domain.timetable import Journey, Leg
from scheduler.domain.vehicles import VehicleRun


@dataclass(frozen=True, slots=True)
class Ride:
    """A stretch of a vehicle run: indices of the run and of the stops on and off."""

    run: int
    on: int
    off: int


@dataclass(frozen=True, slots=True)
class Way:
    """One way there or back."""

    minutes: int
    mode: Mode
    journey: Journey
    ride: Ride | None = None


@dataclass(frozen=True, slots=True)
class Trip:
    """A way there and a way back on one day, with what they cost (standard points)."""

    there: Way
    back: Way
    travel: int
    absence: int
    said: bool = field(default=False, compare=False)
    """Kept for a pin or the release, though another may be no dearer."""
    rides: tuple[Ride, ...] = field(init=False, compare=False, repr=False)
    """The stretches of vehicle runs it takes."""

    def __post_init__(self) -> None:
        one, two = self.there.ride, self.back.ride
        if one is None and two is None:
            rides: tuple[Ride, ...] = ()
        else:
            rides = tuple(ride for ride in (one, two) if ride is not None)
        object.__setattr__(self, "rides", rides)


def travel_points(there: int, back: int) -> int:
    """Points of goal ``travel`` for one day out, before the best is taken off."""
    return (there + back) // 4 + max(0, there - 45) // 2 + max(0, back - 45) // 2


def least_minutes(
    instance: Instance, one: PlaceId, two: PlaceId, modes: Sequence[Mode]
) -> int | None:
    """Fewest minutes from one place to another by any of the modes, at any time of day."""
    if one == two:
        return 0
    found: list[int] = []
    for mode in modes:
        rows = instance.travel.by_pair.get((one, two, mode))
        if rows is not None:
            found += [row.minutes for row in rows]
        elif instance.travel.estimate:
            places = instance.positions
            minutes = estimated_minutes(places[one], places[two], mode)
            found += [] if minutes is None else [minutes]
    return min(found, default=None)


class Ways:
    """Answers how a student can get to a site and back, at which minutes."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._rates: dict[StudentId | None, list[AttendanceRate]] = defaultdict(list)
        for rate in instance.attendance:
            self._rates[rate.student].append(rate)
        self._ranked: dict[StudentId, list[AttendanceRate]] = {}
        self._absence: dict[tuple[StudentId | None, SiteId, int, Mode | None], int] = {}
        """Points of `attendance`; without a student: for all who have no rate of their own."""
        self._own_of: Student | None = None
        """The student asked about last, of whom what is the same on every weekday is kept."""
        self._own: dict[tuple[Mode, SiteId, int, bool], Way | None] = {}
        """Ways without a van."""
        self._own_trips: dict[tuple[SiteId, int, int, tuple[int, ...]], list[Trip]] = {}
        """Trips without a van, by site, hours and points for absence by mode."""
        self._rows: dict[tuple[PlaceId, PlaceId, Mode], list[tuple[int, int, int]]] = {}
        self._driven: dict[tuple[int, int, int], bool] = {}
        """By run and stops on and off; whoever rides."""

    def trips(
        self, student: Student, wish: InternshipWish, site: SiteId, day: int, start: int, end: int
    ) -> list[Trip]:
        """Every trip worth having, cheapest first.

        Of trips with the same rides only those stay that no other beats in both
        travel and absence.
        """
        self._keep_of(student)
        absence = [self.absence_points(student, site, day, mode) for mode in student.modes]
        if Mode.VAN in student.modes and (site, day) in self._runs_at:
            return self._trips(student, wish, site, day, (start, end), absence)
        key = (site, start, end, tuple(absence))
        if key not in self._own_trips:
            self._own_trips[key] = self._trips(student, wish, site, day, (start, end), absence)
        return list(self._own_trips[key])

    def _trips(
        self,
        student: Student,
        wish: InternshipWish,
        site: SiteId,
        day: int,
        hours: tuple[int, int],
        absence: list[int],
    ) -> list[Trip]:
        points = dict(zip(student.modes, absence, strict=True))
        back = list(self._ways(student, wish, site, day, hours[1], False))
        found = [
            Trip(one, two, travel_points(one.minutes, two.minutes), points[one.mode])
            for one in self._ways(student, wish, site, day, hours[0], True)
            for two in back
        ]
        if len(found) > 1:
            found.sort(key=lambda t: (t.travel + t.absence, t.travel, len(t.rides)))
        kept: list[Trip] = []
        for trip in found:
            beaten = any(
                other.travel <= trip.travel
                and other.absence <= trip.absence
                and all(ride in trip.rides for ride in other.rides)
                for other in kept
            )
            if not beaten:
                kept.append(trip)
        return kept

    def _keep_of(self, student: Student) -> None:
        """Keep what is the same on every weekday for this student, and for no other."""
        if self._own_of is not student:
            self._own_of = student
            self._own, self._own_trips, self._rows = {}, {}, {}

    def absence_points(self, student: Student, site: SiteId, day: int, mode: Mode | None) -> int:
        """Points of goal ``attendance`` for one day out."""
        key = (student.id if student.id in self._rates else None, site, day, mode)
        if key not in self._absence:
            self._absence[key] = self._find_absence(student, site, day, mode)
        return self._absence[key]

    def _find_absence(self, student: Student, site: SiteId, day: int, mode: Mode | None) -> int:
        share = PRIOR_SHARE
        for rate in self._rates_of(student.id):
            if rate.site in (None, site) and rate.day in (None, day) and rate.mode in (None, mode):
                share = rate.share
                break
        return int((1 - share) * 20 + 0.5 + 1e-9)

    def _rates_of(self, student: StudentId) -> list[AttendanceRate]:
        """Rates that may hold for a student, the one that holds first."""
        if student not in self._ranked:
            self._ranked[student] = sorted(
                [*self._rates.get(student, ()), *self._rates.get(None, ())],
                key=lambda r: (
                    -sum(f is not None for f in (r.student, r.site, r.day, r.mode)),
                    r.student is None,
                    r.site is None,
                    r.day is None,
                ),
            )
        return self._ranked[student]

    def any_way(
        self,
        student: Student,
        wish: InternshipWish,
        site: SiteId,
        day: int,
        when: int,
        there: bool,
        longest: int,
    ) -> list[Way]:
        """Ways in one direction, were journeys of so many minutes acceptable."""
        patient = replace(student, longest_journey=longest)
        return list(self._ways(patient, wish, site, day, when, there))

    def _ways(
        self, student: Student, wish: InternshipWish, site: SiteId, day: int, when: int, there: bool
    ) -> Iterator[Way]:
        self._keep_of(student)
        for mode in student.modes:
            if mode is Mode.VAN:
                yield from self._van_ways(student, wish, site, day, when, there)
                continue
            key = (mode, site, when, there)
            if key not in self._own:
                self._own[key] = self._own_way(student, mode, site, when, there)
            own = self._own[key]
            if own is not None:
                yield own

    def _own_way(
        self, student: Student, mode: Mode, site: SiteId, when: int, there: bool
    ) -> Way | None:
        leg = self.own_leg(student, mode, student.id, site, when, there)
        if leg is None:
            return None
        minutes = minute(leg.arrives) - minute(leg.departs)
        return Way(minutes, mode, (leg,)) if minutes <= student.longest_journey else None

    def own_leg(
        self, student: Student, mode: Mode, home: PlaceId, place: PlaceId, when: int, there: bool
    ) -> Leg | None:
        """A leg from home to be at the place by ``when``, or home from then on."""
        if mode is Mode.CYCLE and student.accommodations.wheelchair:
            return None
        origin, destination = (home, place) if there else (place, home)
        best: tuple[int, int] | None = None
        for minutes, since, until in self.rows(origin, destination, mode):
            if there:
                arrives = min(when, until)
                departs = arrives - minutes
                fits = departs >= since
            else:
                departs = max(when, since)
                fits = departs + minutes <= until
            if fits and (best is None or minutes < best[0]):
                best = (minutes, departs)
        if best is None:
            return None
        minutes, departs = best
        most = student.accommodations.most_walk_minutes
        if mode is Mode.WALK and most is not None and minutes > most:
            return None
        return Leg(
            mode=mode,
            origin=origin,
            destination=destination,
            departs=clock(departs),
            arrives=clock(departs + minutes),
        )

    def rows(self, origin: PlaceId, destination: PlaceId, mode: Mode) -> list[tuple[int, int, int]]:
        """Minutes by a mode, each with the first and last minute of its window."""
        key = (origin, destination, mode)
        if key not in self._rows:
            self._rows[key] = self._find_rows(origin, destination, mode)
        return self._rows[key]

    def _find_rows(
        self, origin: PlaceId, destination: PlaceId, mode: Mode
    ) -> list[tuple[int, int, int]]:
        last = 24 * 60 - 1
        table = self._instance.travel
        rows = table.by_pair.get((origin, destination, mode))
        if rows is not None:
            return [
                (
                    row.minutes,
                    0 if row.since is None else minute(row.since),
                    last if row.until is None else minute(row.until),
                )
                for row in rows
            ]
        if not table.estimate:
            return []
        positions = self._instance.positions
        minutes = estimated_minutes(positions[origin], positions[destination], mode)
        return [] if minutes is None else [(minutes, 0, last)]

    @cached_property
    def _runs_at(self) -> dict[tuple[PlaceId, int], list[tuple[int, VehicleRun]]]:
        """Runs (with their index) by place and weekday."""
        found: dict[tuple[PlaceId, int], list[tuple[int, VehicleRun]]] = {}
        for index, run in enumerate(self._instance.runs):
            for place in sorted({stop.place for stop in run.stops}):
                found.setdefault((place, run.day), []).append((index, run))
        return found

    def _van_ways(
        self, student: Student, wish: InternshipWish, site: SiteId, day: int, when: int, there: bool
    ) -> Iterator[Way]:
        instance = self._instance
        for index, run in self._runs_at.get((site, day), ()):
            if not set(instance.weeks(wish.weeks)) <= set(instance.weeks(run.weeks)):
                continue
            vehicle = instance.vehicle_of[run.vehicle]
            wheelchair = student.accommodations.wheelchair
            if (vehicle.wheelchair_places if wheelchair else vehicle.seats) < 1:
                continue
            best: Way | None = None
            for on, boards in enumerate(run.stops):
                for off in range(on + 1, len(run.stops)):
                    alights = run.stops[off]
                    if (alights if there else boards).place != site:
                        continue
                    ride = minute(alights.at) - minute(boards.at)
                    late = minute(alights.at) > when if there else minute(boards.at) < when
                    if late or ride > vehicle.most_ride_minutes:
                        continue
                    if not self._is_driven(index, on, off):
                        continue
                    way = self._with_own_leg(student, index, run, on, off, there)
                    if way is not None and (best is None or way.minutes < best.minutes):
                        best = way
            if best is not None and best.minutes <= student.longest_journey:
                yield best

    def _is_driven(self, index: int, on: int, off: int) -> bool:
        key = (index, on, off)
        if key not in self._driven:
            self._driven[key] = self.driven(self._instance.runs[index], on, off)
        return self._driven[key]

    def driven(self, run: VehicleRun, on: int, off: int) -> bool:
        """Whether the driver works from one stop to the other, in all weeks of the run."""
        hours = self._instance.vehicle_of[run.vehicle].driver_hours
        first, last = minute(run.stops[on].at), minute(run.stops[off].at)
        return not hours or all(
            any(
                span.day == run.day
                and span.holds_in(week)
                and span.minutes[0] <= first
                and last <= span.minutes[1]
                for span in hours
            )
            for week in self._instance.weeks(run.weeks)
        )

    def _with_own_leg(
        self, student: Student, index: int, run: VehicleRun, on: int, off: int, there: bool
    ) -> Way | None:
        """The van leg, and the best leg of the student's own between home and stop."""
        boards, alights = run.stops[on], run.stops[off]
        van = Leg(
            mode=Mode.VAN,
            origin=boards.place,
            destination=alights.place,
            departs=boards.at,
            arrives=alights.at,
            run=run.id,
        )
        stop = boards if there else alights
        journeys: list[Journey] = []
        if stop.place == student.id:
            journeys.append((van,))
        else:
            for mode in student.modes:
                if mode is Mode.VAN:
                    continue
                leg = self.own_leg(student, mode, student.id, stop.place, minute(stop.at), there)
                if leg is not None:
                    journeys.append((leg, van) if there else (van, leg))
        timed = [
            (minute(journey[-1].arrives) - minute(journey[0].departs), i, journey)
            for i, journey in enumerate(journeys)
        ]
        if not timed:
            return None
        minutes, _, journey = min(timed, key=lambda one: one[:2])
        return Way(minutes, Mode.VAN, journey, Ride(index, on, off))

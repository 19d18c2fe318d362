"""The shortest way a student has to a site and back on a weekday, as it goes into a plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.check.facts import facts_of
from scheduler.check.ways import Trip, travel_of
from scheduler.domain.calendar import clock
from scheduler.domain.ids import MentorId, RunId, SiteId
from scheduler.domain.instance import Instance
from scheduler.domain.people import Student
from scheduler.domain.places import Mode
from scheduler.domain.timetable import Journey, Leg, RunUse, journey_minutes


@dataclass(frozen=True)
class Trips:
    """Ways there and back; empty where there is none."""

    there: Journey
    back: Journey

    @property
    def minutes(self) -> int | None:
        """Minutes of both together, or nothing where one is missing."""
        if not self.there or not self.back:
            return None
        return journey_minutes(self.there) + journey_minutes(self.back)


def shortest_trips(
    instance: Instance,
    student: Student,
    internship: int,
    mentor: MentorId,
    site: SiteId,
    day: int,
    uses: tuple[RunUse, ...] = (),
) -> Trips:
    """Find the ways of fewest minutes; vans of ``uses`` that are full are left out."""
    facts = facts_of(instance)
    weeks = facts.weeks_of(student, internship, day)
    hours = facts.hours(mentor, site, day, weeks)
    if hours is None:
        return Trips((), ())
    taken = {use.run: use for use in uses}
    there, back = (
        min(
            (
                way
                for way in _ways(instance, student, site, day, weeks, at, taken, back=back)
                if journey_minutes(way) <= student.longest_journey
            ),
            # Of equally long ways one's own, which takes no seat from anybody.
            key=lambda way: (journey_minutes(way), any(leg.run for leg in way)),
            default=(),
        )
        for at, back in ((hours[0], False), (hours[1], True))
    )
    return Trips(there, back)


def _ways(
    instance: Instance,
    student: Student,
    site: SiteId,
    day: int,
    weeks: tuple[int, ...],
    at: int,
    taken: dict[RunId, RunUse],
    *,
    back: bool,
) -> Iterator[Journey]:
    travel = travel_of(instance)
    for mode, trip in travel.own_legs(student, site, at, back):
        yield (_leg(student, site, mode, trip, back=back),)
    if Mode.VAN not in student.modes:
        return
    for ride in travel.rides(student, site, day, weeks, back):
        late = ride.departs < at if back else ride.arrives > at
        if late or not _has_seat(instance, student, taken.get(ride.run), ride.run):
            continue
        origin, destination = (site, ride.stop) if back else (ride.stop, site)
        van = Leg(
            mode=Mode.VAN,
            origin=origin,
            destination=destination,
            departs=clock(ride.departs),
            arrives=clock(ride.arrives),
            run=ride.run,
        )
        if ride.stop == student.id:
            yield (van,)
            continue
        meeting = ride.arrives if back else ride.departs
        for mode, trip in travel.own_legs(student, SiteId(ride.stop), meeting, back):
            own = _leg(student, SiteId(ride.stop), mode, trip, back=back)
            yield (van, own) if back else (own, van)


def _leg(student: Student, place: SiteId, mode: Mode, trip: Trip, *, back: bool) -> Leg:
    origin, destination = (place, student.id) if back else (student.id, place)
    return Leg(
        mode=mode,
        origin=origin,
        destination=destination,
        departs=clock(trip.departs),
        arrives=clock(trip.arrives),
    )


def _has_seat(instance: Instance, student: Student, use: RunUse | None, run: RunId) -> bool:
    """Whether a seat is free on the whole run, or the student has one already."""
    if use is None or student.id in use.riders:
        return True
    vehicle = instance.vehicle_of[instance.run_of[run].vehicle]
    in_wheelchair = student.accommodations.wheelchair
    others = sum(
        instance.student_of[rider].accommodations.wheelchair is in_wheelchair
        for rider in use.riders
    )
    return others < (vehicle.wheelchair_places if in_wheelchair else vehicle.seats)

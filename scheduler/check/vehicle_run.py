"""A vehicle run has a seat (and place) for every rider, fits the driver's hours and rides nobody
longer than allowed.
"""  # noqa: D205 (the rule's sentence is the summary)

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from scheduler.check.diary import Diary, diary_of
from scheduler.check.facts import lies_inside
from scheduler.domain.calendar import minute
from scheduler.domain.ids import RunId
from scheduler.domain.instance import Instance
from scheduler.domain.people import Student
from scheduler.domain.places import Mode
from scheduler.domain.rules import RuleId, Violation
from scheduler.domain.timetable import Leg, RunUse, Timetable
from scheduler.domain.vehicles import RunStop, Vehicle, VehicleRun

RULE = RuleId.VEHICLE_RUN


class Ride(NamedTuple):
    """A student on a run from one stop to another, by their indices, on some dates."""

    student: Student
    on: int
    off: int
    dates: tuple[date, ...]


def driven(run: VehicleRun, use: RunUse) -> tuple[RunStop, RunStop] | None:
    """The first and last stop served; None when no stop that exists is."""
    served = [index for index in use.stops if 0 <= index < len(run.stops)]
    return (run.stops[min(served)], run.stops[max(served)]) if served else None


def ride_of(run: VehicleRun, leg: Leg) -> tuple[int, int] | None:
    """The stops between which a leg rides, by place and time; None if there are none."""
    for on, stop in enumerate(run.stops):
        if stop.place == leg.origin and minute(stop.at) == minute(leg.departs):
            for off in range(on + 1, len(run.stops)):
                last = run.stops[off]
                if last.place == leg.destination and minute(last.at) == minute(leg.arrives):
                    return on, off
    return None


def matches(instance: Instance) -> bool:
    """Whether there is a run."""
    return bool(instance.runs)


def check(instance: Instance, timetable: Timetable) -> Iterator[Violation]:
    """Yield one violation for each run that is driven."""
    diary = diary_of(instance, timetable)
    named: dict[RunId, set[str]] = defaultdict(set)
    aboard: dict[RunId, list[Ride]] = defaultdict(list)
    for out in diary.outs:
        for leg in (*out.entry.there, *out.entry.back):
            if leg.mode is not Mode.VAN or leg.run not in instance.run_of:
                continue
            named[leg.run].add(out.student.id)
            run = instance.run_of[leg.run]
            stops = ride_of(run, leg)
            if stops is not None and run.day == out.entry.day:
                aboard[run.id].append(Ride(out.student, *stops, out.dates))
    for use in diary.timetable.runs:
        run = instance.run_of[use.run]
        rides = aboard.get(run.id, [])
        vehicle = instance.vehicle_of[run.vehicle]
        problems = [
            *_lists(use, rides, named.get(run.id, set())),
            *_hours(diary, run, use, vehicle),
            *_lengths(run, rides, vehicle),
            *_seats(rides, vehicle),
        ]
        if problems:
            yield Violation(RULE, (run.id,), f"run {run.id}: {'; '.join(problems)}")


def _lists(use: RunUse, rides: Sequence[Ride], named: set[str]) -> Iterator[str]:
    if not use.riders:
        yield "nobody rides"
    if sorted(use.riders) != sorted(named):
        listed = ", ".join(sorted(use.riders)) or "nobody"
        by_legs = ", ".join(sorted(named)) or "nobody"
        yield f"riders listed are {listed}, legs name {by_legs}"
    needed = sorted({stop for ride in rides for stop in (ride.on, ride.off)})
    if sorted(use.stops) != needed:
        yield f"stops listed are {sorted(use.stops)}, riders get on and off at {needed}"


def _hours(diary: Diary, run: VehicleRun, use: RunUse, vehicle: Vehicle) -> Iterator[str]:
    served = driven(run, use)
    if served is None or not vehicle.driver_hours:
        return
    first, last = served
    times = (run.day, minute(first.at), minute(last.at))
    for week in diary.instance.weeks(run.weeks):
        if not any(lies_inside(span, *times, week) for span in vehicle.driver_hours):
            yield f"{first.at:%H:%M} to {last.at:%H:%M} is outside the driver's hours"
            return


def _lengths(run: VehicleRun, rides: Sequence[Ride], vehicle: Vehicle) -> Iterator[str]:
    for ride in rides:
        minutes = minute(run.stops[ride.off].at) - minute(run.stops[ride.on].at)
        if minutes > vehicle.most_ride_minutes:
            limit = vehicle.most_ride_minutes
            yield f"{ride.student.id} rides {minutes} minutes, at most {limit}"


def _seats(rides: Sequence[Ride], vehicle: Vehicle) -> Iterator[str]:
    """Look at each different party that rides together on some school date."""
    parties: dict[tuple[int, ...], date] = {}
    if rides and all(ride.dates == rides[0].dates for ride in rides):
        if rides[0].dates:
            parties[tuple(range(len(rides)))] = rides[0].dates[0]
    else:
        for when in sorted({when for ride in rides for when in ride.dates}):
            party = tuple(n for n, ride in enumerate(rides) if when in ride.dates)
            parties.setdefault(party, when)
    for party, when in parties.items():
        for stop in range(max(rides[n].off for n in party)):
            there = {
                rides[n].student.id: rides[n] for n in party if rides[n].on <= stop < rides[n].off
            }
            wheelchairs = sum(ride.student.accommodations.wheelchair for ride in there.values())
            seated = len(there) - wheelchairs
            where = f"after stop {stop} on {when}"
            if seated > vehicle.seats:
                yield f"{seated} riders {where}, seats {vehicle.seats}"
                return
            if wheelchairs > vehicle.wheelchair_places:
                places = vehicle.wheelchair_places
                yield f"{wheelchairs} wheelchairs {where}, places {places}"
                return

"""Faults of vans, the travel table and attendance rates."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.domain.calendar import minute
from scheduler.domain.faults import things
from scheduler.domain.faults.when import unknown_weeks, unknown_weeks_of, unused_day
from scheduler.domain.instance import Instance
from scheduler.errors import Fault


def faults(instance: Instance) -> Iterator[Fault]:
    """Yield what is wrong with how people travel, and with rates of attendance."""
    yield from _of_vehicles(instance)
    yield from _of_rows(instance)
    yield from _of_rates(instance)


def _of_vehicles(instance: Instance) -> Iterator[Fault]:
    for thing, vehicle in things.numbered("vehicle", "vehicles", instance.vehicles):
        yield from unknown_weeks_of(instance, thing, "driver_hours", vehicle.driver_hours)
        for field in ("boarding_minutes", "most_ride_minutes"):
            if getattr(vehicle, field) < 0:
                yield thing.fault(field, "Minutes must not be negative.", "Write 0 or more.")
    for thing, run in things.numbered("vehicle run", "runs", instance.runs):
        yield from unused_day(instance, thing, "day", run.day)
        yield from unknown_weeks(instance, thing, "weeks", run.weeks)


def _of_rows(instance: Instance) -> Iterator[Fault]:
    for thing, row in things.numbered("travel row", "travel.rows", instance.travel.rows):
        since = 0 if row.since is None else minute(row.since)
        until = 24 * 60 if row.until is None else minute(row.until)
        if until - since < row.minutes:
            yield thing.fault(
                "minutes",
                f"{row.minutes} minutes do not fit between since and until,"
                " so nobody can ever travel so.",
                "Widen the window or mend the minutes.",
            )


def _of_rates(instance: Instance) -> Iterator[Fault]:
    seen = set()
    for thing, rate in things.numbered("attendance rate", "attendance", instance.attendance):
        if rate.day is not None:
            yield from unused_day(instance, thing, "day", rate.day)
        about = (rate.student, rate.site, rate.day, rate.mode)
        if about in seen:
            yield thing.fault(
                "share",
                "There is another rate for the same student, site, weekday and mode.",
                "Take one of the two out.",
            )
        seen.add(about)

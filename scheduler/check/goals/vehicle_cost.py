"""10 for each driven run, and (minutes from its first to its last served stop) // 5."""

from __future__ import annotations

from scheduler.check.diary import diary_of
from scheduler.check.vehicle_run import driven
from scheduler.domain.calendar import minute
from scheduler.domain.instance import Instance
from scheduler.domain.rules import GoalId
from scheduler.domain.timetable import Timetable

GOAL = GoalId.VEHICLE_COST
RUN = 10
MINUTES_A_POINT = 5


def points(instance: Instance, timetable: Timetable) -> int:
    """Points before the profile's factor."""
    total = 0
    for use in diary_of(instance, timetable).timetable.runs:
        total += RUN
        served = driven(instance.run_of[use.run], use)
        if served is not None:
            first, last = served
            total += (minute(last.at) - minute(first.at)) // MINUTES_A_POINT
    return total

"""By day out: (share not attended, with the rate that holds for student, site, weekday and mode) x
20, rounded half up; mode of the day is that of the way there. Summed, less the least such sum over
the own options, not below 0.
"""  # noqa: D205 (the goal's sentence is the summary)

from __future__ import annotations

from collections import Counter

from scheduler.check.day_points import rates_of
from scheduler.check.diary import diary_of
from scheduler.check.options import own_options_of
from scheduler.domain.ids import StudentId
from scheduler.domain.instance import Instance
from scheduler.domain.rules import GoalId
from scheduler.domain.timetable import Timetable, journey_mode

GOAL = GoalId.ATTENDANCE


def points(instance: Instance, timetable: Timetable) -> int:
    """Points before the profile's factor."""
    rates = rates_of(instance)
    summed: Counter[StudentId] = Counter()
    for out in diary_of(instance, timetable).outs:
        mode = journey_mode(out.entry.there)
        day = (out.student.id, out.entry.site, out.entry.day)
        summed[out.student.id] += rates.absence_points(*day, mode)
    options = own_options_of(instance)
    return sum(
        max(0, own - options.best(instance.student_of[student]).absence)
        for student, own in summed.items()
    )

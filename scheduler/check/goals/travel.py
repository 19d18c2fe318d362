"""By day out: (minutes there + minutes back) // 4, and for each way (minutes - 45) // 2 where above
45. Summed over a student's days out, less the least such sum over the own options (each way at its
best), not below 0.
"""  # noqa: D205 (the goal's sentence is the summary)

from __future__ import annotations

from collections import Counter

from scheduler.check.day_points import travel_points
from scheduler.check.diary import diary_of
from scheduler.check.options import own_options_of
from scheduler.domain.ids import StudentId
from scheduler.domain.instance import Instance
from scheduler.domain.rules import GoalId
from scheduler.domain.timetable import Timetable, journey_minutes

GOAL = GoalId.TRAVEL


def points(instance: Instance, timetable: Timetable) -> int:
    """Points before the profile's factor."""
    summed: Counter[StudentId] = Counter()
    for out in diary_of(instance, timetable).outs:
        there, back = journey_minutes(out.entry.there), journey_minutes(out.entry.back)
        summed[out.student.id] += travel_points(there, back)
    options = own_options_of(instance)
    return sum(
        max(0, own - options.best(instance.student_of[student]).travel)
        for student, own in summed.items()
    )

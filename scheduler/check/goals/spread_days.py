"""6 for a student with two weekly days out nearer than `wanted_apart`, once, less the same for the
best of the own options.
"""  # noqa: D205 (the goal's sentence is the summary)

from __future__ import annotations

from collections import defaultdict

from scheduler.check.diary import diary_of
from scheduler.check.options import own_options_of, points_for_near
from scheduler.domain.ids import StudentId
from scheduler.domain.instance import Instance
from scheduler.domain.rules import GoalId
from scheduler.domain.timetable import Timetable

GOAL = GoalId.SPREAD_DAYS


def points(instance: Instance, timetable: Timetable) -> int:
    """Points before the profile's factor."""
    days: dict[StudentId, list[tuple[int, int]]] = defaultdict(list)
    for out in diary_of(instance, timetable).outs:
        days[out.student.id].append((out.entry.internship, out.entry.day))
    options = own_options_of(instance)
    total = 0
    for student_id, own in days.items():
        student = instance.student_of[student_id]
        near = points_for_near(instance, student, own)
        if near:
            total += max(0, near - options.best(student).near)
    return total

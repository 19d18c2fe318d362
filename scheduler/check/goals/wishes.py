"""12 if the first wish of a student is missed, 7 for each other wish missed. Met is a request whose
workshop, or one of its alternatives, the student is enrolled in.
"""  # noqa: D205 (the goal's sentence is the summary)

from __future__ import annotations

from scheduler.check.diary import diary_of
from scheduler.domain.instance import Instance
from scheduler.domain.rules import GoalId
from scheduler.domain.timetable import Timetable

GOAL = GoalId.WISHES
FIRST = 12
OTHER = 7


def points(instance: Instance, timetable: Timetable) -> int:
    """Points before the profile's factor."""
    diary = diary_of(instance, timetable)
    total = 0
    for student in instance.students:
        taken = {
            instance.section_of[section][1].id for section in diary.sections_of.get(student.id, ())
        }
        for number, wish in enumerate(student.wishes):
            if not taken & {*wish.workshops}:
                total += OTHER if number else FIRST
    return total

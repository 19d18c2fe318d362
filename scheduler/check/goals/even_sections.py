"""By workshop with at least two running sections: students in the largest less those in the
smallest, less 2, where above 0.
"""  # noqa: D205 (the goal's sentence is the summary)

from __future__ import annotations

from scheduler.check.diary import diary_of
from scheduler.domain.instance import Instance
from scheduler.domain.rules import GoalId
from scheduler.domain.timetable import Timetable

GOAL = GoalId.EVEN_SECTIONS
UNEVEN = 2


def points(instance: Instance, timetable: Timetable) -> int:
    """Points before the profile's factor."""
    diary = diary_of(instance, timetable)
    total = 0
    for workshop in instance.workshops:
        sizes = [
            len(diary.members.get(section.id, ()))
            for section in workshop.sections
            if section.id in diary.running
        ]
        if len(sizes) > 1:
            total += max(0, max(sizes) - min(sizes) - UNEVEN)
    return total

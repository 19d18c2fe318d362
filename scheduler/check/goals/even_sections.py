"""By workshop with at least two running sections: students in the largest less those in the
smallest, less 2, where above 0.
"""  # noqa: D205 (the goal's sentence is the summary)

from __future__ import annotations

from collections.abc import Mapping

from scheduler.check.diary import Diary, diary_of
from scheduler.domain.ids import SectionId
from scheduler.domain.instance import Instance
from scheduler.domain.rules import GoalId
from scheduler.domain.timetable import Timetable

GOAL = GoalId.EVEN_SECTIONS
UNEVEN = 2


def points(instance: Instance, timetable: Timetable) -> int:
    """Points before the profile's factor."""
    return points_of(instance, sizes(diary_of(instance, timetable)))


def sizes(diary: Diary) -> dict[SectionId, int]:
    """How many students are in each section that runs."""
    return {section: len(diary.members.get(section, ())) for section in diary.running}


def points_of(instance: Instance, found: Mapping[SectionId, int]) -> int:
    """Points for sections of these sizes."""
    total = 0
    for workshop in instance.workshops:
        running = [found[section.id] for section in workshop.sections if section.id in found]
        if len(running) > 1:
            total += max(0, max(running) - min(running) - UNEVEN)
    return total

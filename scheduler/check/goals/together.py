"""1 for each member absent from a quorum meeting, each week of the meeting. Own unavailability
counts too.
"""  # noqa: D205 (the goal's sentence is the summary)

from __future__ import annotations

from scheduler.check.diary import diary_of
from scheduler.domain.instance import Instance
from scheduler.domain.rules import GoalId
from scheduler.domain.timetable import Timetable

GOAL = GoalId.TOGETHER


def points(instance: Instance, timetable: Timetable) -> int:
    """Points before the profile's factor."""
    return sum(
        len(absent)
        for met in diary_of(instance, timetable).met
        if not met.kind.whole
        for absent in met.absent.values()
    )

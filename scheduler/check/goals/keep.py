"""5 for each person touched (`changes.diff`) against the instance's release, where it has one."""

from __future__ import annotations

from dataclasses import replace

from scheduler.check.diary import Diary, diary_of
from scheduler.domain.changes import diff
from scheduler.domain.instance import Instance
from scheduler.domain.rules import GoalId
from scheduler.domain.timetable import Timetable

GOAL = GoalId.KEEP
TOUCHED = 5


def points(instance: Instance, timetable: Timetable) -> int:
    """Points before the profile's factor."""
    if instance.release is None:
        return 0
    # Entries that name what is not there any more touch nobody who is.
    before = _sound(Diary(instance, instance.release))
    return TOUCHED * len(diff(instance, before, _sound(diary_of(instance, timetable))).touched)


def _sound(diary: Diary) -> Timetable:
    meetings = tuple(met.entry for met in diary.met if met.activity is not None)
    return replace(diary.timetable, meetings=meetings)

"""5 for each person touched (`changes.diff`) against the instance's release, where it has one."""

from __future__ import annotations

from dataclasses import replace

from scheduler.check.diary import Diary, diary_of
from scheduler.check.facts import Remembered
from scheduler.domain.changes import touched_by, weeks_of_people
from scheduler.domain.instance import Instance
from scheduler.domain.rules import GoalId
from scheduler.domain.timetable import Timetable

GOAL = GoalId.KEEP
TOUCHED = 5


def points(instance: Instance, timetable: Timetable) -> int:
    """Points before the profile's factor."""
    if instance.release is None:
        return 0
    before, now = _release_of(instance), _sound(diary_of(instance, timetable))
    was = weeks_of_people(instance, before)
    return TOUCHED * len(touched_by(was, weeks_of_people(instance, now)))


def _release(instance: Instance) -> Timetable:
    """The release without what names things that are not there any more."""
    assert instance.release is not None
    return _sound(Diary(instance, instance.release))


def _sound(diary: Diary) -> Timetable:
    meetings = tuple(met.entry for met in diary.met if met.activity is not None)
    return replace(diary.timetable, meetings=meetings)


_release_of = Remembered(_release)

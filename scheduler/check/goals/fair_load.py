"""By school and kind of staff: slots led (sessions and meetings, the sum over the weeks of the
cycle) above mean + 1, where mean = ceil(sum / number of staff of the kind); 1 for each such slot. 2
for each intern above a mentor's `wished`.
"""  # noqa: D205 (the goal's sentence is the summary)

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

from scheduler.check.diary import Diary, diary_of
from scheduler.domain.ids import SchoolId, StaffId
from scheduler.domain.instance import Instance
from scheduler.domain.rules import GoalId
from scheduler.domain.timetable import Timetable

GOAL = GoalId.FAIR_LOAD
INTERN = 2


def points(instance: Instance, timetable: Timetable) -> int:
    """Points before the profile's factor."""
    diary = diary_of(instance, timetable)
    return points_of_staff(instance, slots_led(diary)) + points_of_mentors(diary)


def slots_led(diary: Diary) -> Counter[StaffId]:
    """How many slots each member of staff leads in all weeks of the cycle."""
    led: Counter[StaffId] = Counter()
    for person, cells in diary.led.items():
        led[person] = sum(one.length for activities in cells.values() for one in activities)
    return led


def points_of_staff(instance: Instance, led: Mapping[StaffId, int]) -> int:
    """Points for slots led above the mean of the school and kind."""
    loads: dict[tuple[SchoolId, str], list[int]] = defaultdict(list)
    for person in instance.staff:
        loads[person.school, person.kind].append(led.get(person.id, 0))
    total = 0
    for load in loads.values():
        mean = -(-sum(load) // len(load))
        total += sum(max(0, led - mean - 1) for led in load)
    return total


def points_of_mentors(diary: Diary) -> int:
    """Points for interns above what mentors would like."""
    total = 0
    for mentor in diary.instance.mentors:
        if mentor.wished is not None:
            interns = {out.student.id for out in diary.hosted.get(mentor.id, ())}
            total += INTERN * max(0, len(interns) - mentor.wished)
    return total

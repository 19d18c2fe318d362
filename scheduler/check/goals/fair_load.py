"""By school and kind of staff: slots led (sessions and meetings, the sum over the weeks of the
cycle) above mean + 1, where mean = ceil(sum / number of staff of the kind); 1 for each such slot. 2
for each intern above a mentor's `wished`.
"""  # noqa: D205 (the goal's sentence is the summary)

from __future__ import annotations

from collections import defaultdict

from scheduler.check.diary import diary_of
from scheduler.domain.ids import SchoolId
from scheduler.domain.instance import Instance
from scheduler.domain.rules import GoalId
from scheduler.domain.timetable import Timetable

GOAL = GoalId.FAIR_LOAD
INTERN = 2


def points(instance: Instance, timetable: Timetable) -> int:
    """Points before the profile's factor."""
    diary = diary_of(instance, timetable)
    loads: dict[tuple[SchoolId, str], list[int]] = defaultdict(list)
    for person in instance.staff:
        led = sum(
            one.length for activities in diary.led.get(person.id, {}).values() for one in activities
        )
        loads[person.school, person.kind].append(led)
    total = 0
    for load in loads.values():
        mean = -(-sum(load) // len(load))
        total += sum(max(0, led - mean - 1) for led in load)
    for mentor in instance.mentors:
        if mentor.wished is not None:
            interns = {out.student.id for out in diary.hosted.get(mentor.id, ())}
            total += INTERN * max(0, len(interns) - mentor.wished)
    return total

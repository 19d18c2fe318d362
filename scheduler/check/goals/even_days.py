"""By school site and each week: n(d) its students out on weekday d of the term's weekdays (weekly
days out only); mean = ceil(sum n / number of weekdays); 3 for each student above the mean, on each
weekday.
"""  # noqa: D205 (the goal's sentence is the summary)

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from scheduler.check.diary import Diary, diary_of
from scheduler.domain.ids import SchoolSiteId
from scheduler.domain.instance import Instance
from scheduler.domain.rules import GoalId
from scheduler.domain.timetable import Timetable

GOAL = GoalId.EVEN_DAYS
ABOVE = 3


def points(instance: Instance, timetable: Timetable) -> int:
    """Points before the profile's factor."""
    return points_of(instance, out_on(diary_of(instance, timetable)))


def out_on(diary: Diary) -> Counter[tuple[SchoolSiteId, int, int]]:
    """How many students of each school site are out in each week on each weekday."""
    out: Counter[tuple[SchoolSiteId, int, int]] = Counter()
    for student, cells in diary.away.items():
        own = diary.facts.own_site[student]
        out.update((own.id, week, day) for week, day in cells)
    return out


def points_of(instance: Instance, out: Mapping[tuple[SchoolSiteId, int, int], int]) -> int:
    """Points for so many students out."""
    weekdays = instance.term.weekdays
    total = 0
    for site in instance.school_sites:
        for week in instance.weeks():
            counts = [out.get((site.id, week, day), 0) for day in weekdays]
            mean = -(-sum(counts) // len(weekdays))
            total += ABOVE * sum(max(0, count - mean) for count in counts)
    return total

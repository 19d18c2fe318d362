"""By student, weekday and each week, on the grid of the own site: take the slots of the day in
order, leave out lunch slots without an activity; 2 for each single slot without an activity that
has an occupied slot right before and right after it.
"""  # noqa: D205 (the goal's sentence is the summary)

from __future__ import annotations

from collections.abc import Sequence

from scheduler.check.diary import diary_of
from scheduler.domain.ids import SchoolSiteId
from scheduler.domain.instance import Instance
from scheduler.domain.rules import GoalId
from scheduler.domain.timetable import Timetable

GOAL = GoalId.COMPACT
GAP = 2


def gaps(slots: Sequence[int], lunch: int, occupied: int) -> int:
    """Single free slots between two occupied ones; free lunch slots are not looked at.

    >>> gaps([0, 1, 2, 3], 0, 0b0101)
    1
    >>> gaps([0, 1, 2, 3], 0b0010, 0b0101)
    0
    """
    seen = [bool(occupied >> slot & 1) for slot in slots if (occupied | ~lunch) >> slot & 1]
    triples = zip(seen, seen[1:], seen[2:], strict=False)
    return sum(triple == (True, False, True) for triple in triples)


def points(instance: Instance, timetable: Timetable) -> int:
    """Points before the profile's factor."""
    diary = diary_of(instance, timetable)
    known: dict[tuple[SchoolSiteId, int, int], int] = {}
    total = 0
    for student, cells in diary.busy.items():
        site = diary.facts.own_site[student].id
        lunch = diary.facts.lunch[site]
        for week, day in cells:
            slots = diary.facts.slots_of_day[site].get(day, [])
            occupied = diary.occupied[student, week] & sum(1 << slot for slot in slots)
            key = (site, day, occupied)
            if key not in known:
                known[key] = gaps(slots, lunch, occupied)
            total += GAP * known[key]
    return total

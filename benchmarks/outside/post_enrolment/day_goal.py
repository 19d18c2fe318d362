"""The competition's goal: 1 for each student in a day's last slot, for each event beyond two in
a row, and for each day with one event alone.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scheduler.check.diary import diary_of
from scheduler.domain.instance import Instance
from scheduler.domain.timetable import Timetable
from scheduler.solver.build import Build
from scheduler.solver.literals import Lit, Terms
from scheduler.solver.search.day_goals import Patterns, Points

NAME = "student-day-of-competition"


def points(instance: Instance, timetable: Timetable) -> int:
    """Count what the students' days cost, from the diary of the checker."""
    diary = diary_of(instance, timetable)
    found = 0
    for student, cells in diary.busy.items():
        grid = diary.facts.slots_of_day[diary.facts.own_site[student].id]
        for week, day in cells:
            slots = grid.get(day, [])
            found += _day_points([bool(diary.occupied[student, week] >> s & 1) for s in slots])
    return found


def _day_points(busy: Sequence[bool]) -> int:
    rows = zip(busy, busy[1:], busy[2:], strict=False)
    return bool(busy and busy[-1]) + (sum(busy) == 1) + sum(all(three) for three in rows)


def of_day(lunch: Sequence[bool], busy: Sequence[Patterns]) -> Points:
    """Give the same for each pattern of busy slots, for the tables of the search."""
    count = np.sum(busy, axis=0)
    found: Points = (count == 1).astype(np.int32) + busy[-1]
    for one, two, three in zip(busy, busy[1:], busy[2:], strict=False):
        found += one & two & three
    return found


def terms(build: Build) -> Terms:
    """Give the same as literals of the exact model."""
    found: Terms = []
    for student in build.scope.students:
        site = build.problem.student_site[student]
        for week, day in build.weekly():
            slots = [one for one, _ in build.problem.slots_of[site.id] if one.day == day]
            busy = [build.weeks.busy(student, week, slot) for slot in slots]
            found += _day_terms(build, f"{student},{week},{day}", busy)
    return found


def _day_terms(build: Build, name: str, busy: list[list[Lit]]) -> Terms:
    found: Terms = [(1, lit) for lit in busy[-1]]
    # Less is better: it is enough to say when a cost cannot be denied.
    for place, here in enumerate(busy):
        others: Terms = [(-1, lit) for at, some in enumerate(busy) if at != place for lit in some]
        if here:
            alone = build.literals.new(f"alone[{name},{place}]")
            build.define([*((1, lit) for lit in here), *others, (-1, alone)], 0)
            found.append((1, alone))
        three = busy[place : place + 3]
        if len(three) == 3 and all(three):
            row = build.literals.new(f"row[{name},{place}]")
            build.define([*((1, lit) for some in three for lit in some), (-1, row)], 2)
            found.append((1, row))
    return found

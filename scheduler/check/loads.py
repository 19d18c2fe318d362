"""How many interns there are on a date, weekly days out and blocks together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from scheduler.check.diary import Cell, Diary, Out
from scheduler.domain.ids import StudentId


def most_on_a_date(diary: Diary, outs: Iterable[Out]) -> list[tuple[Cell, int]]:
    """The most different students on any school date of each week and weekday, in order."""
    weekly: dict[Cell, set[StudentId]] = defaultdict(set)
    dated: dict[date, set[StudentId]] = defaultdict(set)
    for out in outs:
        if out.weekly:
            for week in out.weeks:
                weekly[week, out.entry.day].add(out.entry.student)
        else:
            for when in out.dates:
                dated[when].add(out.entry.student)
    found = {
        cell: len(students) for cell, students in weekly.items() if diary.facts.dates_on.get(cell)
    }
    for when, students in dated.items():
        cell = diary.instance.term.pattern_of(when)
        if cell is not None:
            there = len(students | weekly.get(cell, set()))
            found[cell] = max(found.get(cell, 0), there)
    return sorted(found.items())

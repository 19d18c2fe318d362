"""A student has lunch inside its window and no more than so many slots without a break."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scheduler.check.diary import diary_of
from scheduler.check.facts import day_name
from scheduler.domain.instance import Instance
from scheduler.domain.rules import RuleId, Violation
from scheduler.domain.timetable import Timetable

RULE = RuleId.STUDENT_DAY


def matches(instance: Instance) -> bool:
    """Whether any grid has lunch, or anybody needs a break."""
    return any(
        site.most_slots_without_break is not None or any(slot.lunch for slot in site.grid)
        for site in instance.school_sites
    ) or any(one.accommodations.break_every is not None for one in instance.students)


def longest_stretch(slots: Sequence[int], occupied: int) -> int:
    """The most slots of a day in a row that are occupied.

    >>> longest_stretch([0, 1, 2, 3], 0b1101)
    2
    """
    longest = current = 0
    for slot in slots:
        current = current + 1 if occupied >> slot & 1 else 0
        longest = max(longest, current)
    return longest


def check(instance: Instance, timetable: Timetable) -> Iterator[Violation]:
    """Yield one violation for each student and weekday of a week."""
    diary = diary_of(instance, timetable)
    stretches: dict[tuple[str, int, int], int] = {}
    for student in instance.students:
        site = diary.facts.own_site[student.id]
        lunch = diary.facts.lunch[site.id]
        limits = (site.most_slots_without_break, student.accommodations.break_every)
        most = min((one for one in limits if one is not None), default=None)
        for week, day in sorted(diary.busy.get(student.id, ())):
            slots = diary.facts.slots_of_day[site.id].get(day, [])
            bits = sum(1 << slot for slot in slots)
            occupied = diary.occupied[student.id, week] & bits
            problems = []
            if lunch & bits and not lunch & bits & ~occupied:
                problems.append("has no lunch")
            if most is not None:
                key = (site.id, day, occupied)
                if key not in stretches:
                    stretches[key] = longest_stretch(slots, occupied)
                if stretches[key] > most:
                    problems.append(f"has {stretches[key]} slots without a break, most {most}")
            if problems:
                where = f"on {day_name(day)} of week {week}"
                text = f"{student.id} {' and '.join(problems)} {where}"
                yield Violation(RULE, (student.id, str(week), str(day)), text)

"""No site of the school holds more students than it may, nor more unoccupied ones than it has
supervised study seats.
"""  # noqa: D205 (the rule's sentence is the summary)

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from scheduler.check.diary import Diary, diary_of
from scheduler.check.facts import day_name
from scheduler.domain.ids import SchoolSiteId, StudentId
from scheduler.domain.instance import Instance
from scheduler.domain.people import Student
from scheduler.domain.places import SchoolSite
from scheduler.domain.rules import RuleId, Violation
from scheduler.domain.timetable import Timetable

RULE = RuleId.SCHOOL_SEATS


def matches(instance: Instance) -> bool:
    """Whether there are students."""
    return bool(instance.students)


Crowd = dict[tuple[SchoolSiteId, int, int], tuple[int, int]]
"""By school site, week and slot: how many students there are, and how many are unoccupied."""


def check(instance: Instance, timetable: Timetable) -> Iterator[Violation]:
    """Yield one violation for each school site and slot of a week."""
    yield from too_full(instance, crowd(diary_of(instance, timetable)))


def too_full(instance: Instance, found: Crowd) -> Iterator[Violation]:
    """Say where there are more students, or more unoccupied ones, than there may be."""
    for (site_id, week, slot), (held, studying) in found.items():
        site = instance.school_site_of[site_id]
        problems = []
        if held > site.seats:
            problems.append(f"holds {held} students, seats {site.seats}")
        if studying > site.study_seats:
            problems.append(f"has {studying} unoccupied, study seats {site.study_seats}")
        if problems:
            one = site.grid[slot]
            where = f"{site.id} on {day_name(one.day)} {one.start:%H:%M} of week {week}"
            text = f"{where} {' and '.join(problems)}"
            yield Violation(RULE, (site.id, str(week), str(slot)), text)


def crowd(diary: Diary) -> Crowd:
    """Count the students of each school site, slot by slot."""
    own: dict[SchoolSiteId, list[Student]] = defaultdict(list)
    for student in diary.instance.students:
        own[diary.facts.own_site[student.id].id].append(student)
    found: Crowd = {}
    for site in diary.instance.school_sites:
        for week in diary.facts.weeks:
            for slot, counts in enumerate(_week(diary, site, own.get(site.id, []), week)):
                found[site.id, week, slot] = counts
    return found


def _week(
    diary: Diary, site: SchoolSite, own: list[Student], week: int
) -> Iterator[tuple[int, int]]:
    slots = diary.facts.slots_of_day[site.id]
    bits = {day: sum(1 << slot for slot in found) for day, found in slots.items()}
    whole = sum(bits.values())
    here: list[int] = []
    free: list[int] = []
    for student in own:
        present = whole & ~diary.facts.unavailable_slots[student.id, week]
        for out_week, day in diary.away.get(student.id, ()):
            if out_week == week:
                present &= ~bits.get(day, 0)
        present &= ~diary.elsewhere.get((student.id, week), 0)
        here.append(present)
        free.append(present & ~diary.occupied.get((student.id, week), 0))
    visitors: dict[StudentId, int] = defaultdict(int)
    for visitor, activity in diary.visits.get(site.id, ()):
        if week in activity.weeks:
            times = (activity.day, activity.start, activity.end)
            visitors[visitor] |= diary.facts.slots_met(site, *times)
    here += visitors.values()
    for slot, one in enumerate(site.grid):
        held = sum(mask >> slot & 1 for mask in here)
        yield held, 0 if one.lunch else sum(mask >> slot & 1 for mask in free)

"""Nobody and nothing (student, staff, mentor, room, vehicle) is in two places at once, travel time
between them included.
"""  # noqa: D205 (the rule's sentence is the summary)

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations

from scheduler.check.diary import Activity, Cell, Diary, diary_of
from scheduler.check.facts import day_name
from scheduler.check.vehicle_run import driven
from scheduler.check.ways import Travel, travel_of
from scheduler.domain.calendar import minute
from scheduler.domain.ids import SiteId
from scheduler.domain.instance import Instance
from scheduler.domain.places import Mode
from scheduler.domain.rules import RuleId, Violation
from scheduler.domain.timetable import Timetable
from scheduler.domain.vehicles import RunStop, VehicleRun

RULE = RuleId.ONE_PLACE


def matches(instance: Instance) -> bool:
    """Whether there is anybody or anything that could be in two places."""
    return bool(instance.students or instance.staff or instance.mentors or instance.vehicles)


def check(instance: Instance, timetable: Timetable) -> Iterator[Violation]:
    """Yield one violation for each person or thing, weekday and week."""
    diary = diary_of(instance, timetable)
    yield from _students(diary)
    yield from _staff(diary)
    yield from _rooms(diary)
    yield from _mentors(diary)
    yield from _vehicles(diary)


def _violation(thing: str, cell: Cell, text: str) -> Violation:
    week, day = cell
    where = f"on {day_name(day)} of week {week}"
    return Violation(RULE, (thing, str(week), str(day)), f"{thing} {where}: {text}")


def _clash(activities: Sequence[Activity], travel: Travel, modes: tuple[Mode, ...]) -> str | None:
    """The first two activities that a person cannot both be at."""
    ordered = sorted(activities, key=lambda one: (one.start, one.end))
    for one, two in combinations(ordered, 2):
        if one.end > two.start:
            return f"{one.what} and {two.what} overlap"
        if one.site != two.site:
            needed = travel.least(one.site, two.site, modes)
            gap = two.start - one.end
            if needed is None or gap < needed:
                way = "there is no way" if needed is None else f"the way takes {needed} minutes"
                return f"{gap} minutes between {one.what} and {two.what}, but {way}"
    return None


def _students(diary: Diary) -> Iterator[Violation]:
    travel = travel_of(diary.instance)
    for student in diary.instance.students:
        away = diary.away.get(student.id, ())
        for cell, activities in sorted(diary.busy.get(student.id, {}).items()):
            text = None
            if cell in away:
                text = f"{activities[0].what} is on a day out"
            elif len(activities) > 1:
                text = _clash(activities, travel, student.modes)
            if text is not None:
                yield _violation(student.id, cell, text)


def _staff(diary: Diary) -> Iterator[Violation]:
    travel = travel_of(diary.instance)
    for person, week in diary.led.items():
        for cell, activities in sorted(week.items()):
            text = _clash(activities, travel, (Mode.DRIVE,))
            if text is not None:
                yield _violation(person, cell, text)


def _rooms(diary: Diary) -> Iterator[Violation]:
    for room, week in diary.booked.items():
        for cell, activities in sorted(week.items()):
            ordered = sorted(activities, key=lambda one: (one.start, one.end))
            for one, two in combinations(ordered, 2):
                if one.end > two.start:
                    yield _violation(room, cell, f"{one.what} and {two.what} overlap")
                    break


def _mentors(diary: Diary) -> Iterator[Violation]:
    for mentor, outs in diary.hosted.items():
        if len({out.entry.site for out in outs}) < 2:
            continue
        weekly: dict[Cell, set[SiteId]] = defaultdict(set)
        dated: dict[tuple[Cell, date], set[SiteId]] = defaultdict(set)
        for out in outs:
            for week in out.weeks:
                if out.weekly:
                    weekly[week, out.entry.day].add(out.entry.site)
            for when in () if out.weekly else out.dates:
                pattern = diary.instance.term.pattern_of(when)
                if pattern is not None:
                    dated[pattern, when].add(out.entry.site)
        found = {cell: sites for cell, sites in weekly.items() if len(sites) > 1}
        for (cell, _), sites in sorted(dated.items()):
            together = sites | weekly.get(cell, set())
            if len(together) > 1:
                found.setdefault(cell, together)
        for cell, sites in sorted(found.items()):
            yield _violation(mentor, cell, f"is at {' and '.join(sorted(sites))}")


def _vehicles(diary: Diary) -> Iterator[Violation]:
    travel = travel_of(diary.instance)
    drives: dict[str, dict[Cell, list[tuple[RunStop, RunStop, VehicleRun]]]] = defaultdict(dict)
    for use in diary.timetable.runs:
        run = diary.instance.run_of[use.run]
        served = driven(run, use)
        for week in diary.instance.weeks(run.weeks):
            if served is not None:
                drives[run.vehicle].setdefault((week, run.day), []).append((*served, run))
    for vehicle, week_of in drives.items():
        for cell, runs in sorted(week_of.items()):
            runs.sort(key=lambda one: (minute(one[0].at), minute(one[1].at), one[2].id))
            for (_, left, run), (reached, _, other) in combinations(runs, 2):
                gap = minute(reached.at) - minute(left.at)
                needed: int | None = 0
                if left.place != reached.place:
                    needed = travel.least(left.place, reached.place, (Mode.DRIVE,))
                if needed is None or gap < needed:
                    way = "no way" if needed is None else f"{needed} minutes"
                    text = f"{gap} minutes between {run.id} and {other.id}, drive: {way}"
                    yield _violation(vehicle, cell, text)
                    break

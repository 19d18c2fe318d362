"""Nobody leads more than so many slots a day or a week."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.check.diary import diary_of
from scheduler.check.facts import day_name
from scheduler.domain.instance import Instance
from scheduler.domain.rules import RuleId, Violation
from scheduler.domain.timetable import Timetable

RULE = RuleId.STAFF_DAY


def matches(instance: Instance) -> bool:
    """Whether anybody of the staff has such a limit."""
    return any(one.most_day is not None or one.most_week is not None for one in instance.staff)


def check(instance: Instance, timetable: Timetable) -> Iterator[Violation]:
    """Yield one violation for each member of staff and weekday of a week, or week."""
    diary = diary_of(instance, timetable)
    for person in instance.staff:
        slots = {
            cell: sum(one.length for one in activities)
            for cell, activities in sorted(diary.led.get(person.id, {}).items())
        }
        if person.most_day is not None:
            for (week, day), count in slots.items():
                if count > person.most_day:
                    where = f"on {day_name(day)} of week {week}"
                    text = f"{person.id} leads {count} slots {where}, most {person.most_day}"
                    yield Violation(RULE, (person.id, str(week), str(day)), text)
        for week in diary.facts.weeks if person.most_week is not None else ():
            count = sum(number for cell, number in slots.items() if cell[0] == week)
            if person.most_week is not None and count > person.most_week:
                text = f"{person.id} leads {count} slots in week {week}, most {person.most_week}"
                yield Violation(RULE, (person.id, str(week)), text)

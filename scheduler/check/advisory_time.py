"""Every student has at least the advisory minutes required each week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from scheduler.check.diary import diary_of
from scheduler.domain.ids import StudentId
from scheduler.domain.instance import Instance
from scheduler.domain.rules import RuleId, UnplacedKind, Violation
from scheduler.domain.timetable import Timetable

RULE = RuleId.ADVISORY_TIME


def matches(instance: Instance) -> bool:
    """Whether any advisory with members asks for minutes."""
    return any(one.minutes and instance.members_of[one.id] for one in instance.advisories)


def check(instance: Instance, timetable: Timetable) -> Iterator[Violation]:
    """Yield one violation for each student and week."""
    diary = diary_of(instance, timetable)
    minutes: Counter[tuple[StudentId, int]] = Counter()
    for met in diary.met:
        if met.activity is None:
            continue
        length = met.activity.end - met.activity.start
        for week, absent in met.absent.items():
            for member in instance.members_of[met.advisory.id]:
                if member.id not in absent:
                    minutes[member.id, week] += length
    listed = Counter(
        (item.student, item.subject)
        for item in diary.timetable.unplaced
        if item.kind is UnplacedKind.MINUTES
    )
    for student in instance.students:
        asked = instance.advisory_of[student.advisory].minutes
        for week in diary.facts.weeks:
            had, items = minutes[student.id, week], listed[student.id, str(week)]
            if items != (had < asked):
                numbers = f"{had} advisory minutes in week {week}, asked for {asked}"
                text = f"{student.id} has {numbers}, listed as unplaced {items} times"
                yield Violation(RULE, (student.id, str(week)), text)

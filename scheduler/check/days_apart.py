"""Days out keep the least and most distance asked for."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.check.diary import diary_of
from scheduler.check.options import pairs_of_days
from scheduler.domain.instance import Instance
from scheduler.domain.rules import RuleId, Violation
from scheduler.domain.timetable import Timetable

RULE = RuleId.DAYS_APART


def matches(instance: Instance) -> bool:
    """Whether anybody asks for two weekly days out."""
    return any(sum(wish.days for wish in one.internships) > 1 for one in instance.students)


def check(instance: Instance, timetable: Timetable) -> Iterator[Violation]:
    """Yield one violation for each student; days out in different weeks are not compared."""
    diary = diary_of(instance, timetable)
    for student in instance.students:
        days = [
            (number, out.entry.day)
            for number in range(len(student.internships))
            for out in diary.outs_of.get((student.id, number), ())
        ]
        wrong = sorted(
            {
                apart
                for apart in pairs_of_days(instance, student, days)
                if not student.least_apart <= apart <= student.most_apart
            }
        )
        if wrong:
            found = " and ".join(map(str, wrong))
            asked = f"{student.least_apart} to {student.most_apart}"
            text = f"{student.id} has days out {found} days apart, asked for {asked}"
            yield Violation(RULE, (student.id,), text)

"""A mentor hosts at most so many interns at once, and so many in all."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.check.diary import diary_of
from scheduler.check.facts import day_name
from scheduler.check.loads import most_on_a_date
from scheduler.domain.instance import Instance
from scheduler.domain.rules import RuleId, Violation
from scheduler.domain.timetable import Timetable

RULE = RuleId.MENTOR_LOAD


def matches(instance: Instance) -> bool:
    """Whether there is a mentor whom somebody may be with."""
    return bool(instance.mentors) and any(one.internships for one in instance.students)


def check(instance: Instance, timetable: Timetable) -> Iterator[Violation]:
    """Yield one violation for each mentor and weekday of a week, and for each mentor in all."""
    diary = diary_of(instance, timetable)
    for mentor in instance.mentors:
        outs = diary.hosted.get(mentor.id, ())
        interns = {out.entry.student for out in outs}
        if len(interns) > mentor.in_all:
            text = f"{mentor.id} hosts {len(interns)} interns in all, at most {mentor.in_all}"
            yield Violation(RULE, (mentor.id,), text)
        if len(interns) <= mentor.at_once:
            continue
        for (week, day), hosted in most_on_a_date(diary, outs):
            if hosted > mentor.at_once:
                where = f"on {day_name(day)} of week {week}"
                text = f"{mentor.id} hosts {hosted} {where}, at once {mentor.at_once}"
                yield Violation(RULE, (mentor.id, str(week), str(day)), text)

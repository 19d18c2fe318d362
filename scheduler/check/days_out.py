"""A student is out on as many days as wanted, on allowed weekdays, or the day is reported as
unplaced; never more.
"""  # noqa: D205 (the rule's sentence is the summary)

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from scheduler.check.diary import Diary, diary_of
from scheduler.check.facts import day_name
from scheduler.check.options import share_a_week
from scheduler.domain.instance import Instance
from scheduler.domain.people import Student
from scheduler.domain.rules import RuleId, UnplacedKind, Violation
from scheduler.domain.timetable import Timetable

RULE = RuleId.DAYS_OUT


def matches(instance: Instance) -> bool:
    """Whether anybody asks for an internship."""
    return any(student.internships for student in instance.students)


def check(instance: Instance, timetable: Timetable) -> Iterator[Violation]:
    """Yield one violation for each student and internship."""
    diary = diary_of(instance, timetable)
    listed = Counter(
        (item.student, item.subject)
        for item in diary.timetable.unplaced
        if item.kind is UnplacedKind.DAY
    )
    for student in instance.students:
        for internship in range(len(student.internships)):
            items = listed[student.id, str(internship)]
            problems = list(_problems(diary, student, internship, items))
            if problems:
                text = f"internship {internship + 1} of {student.id}: {'; '.join(problems)}"
                yield Violation(RULE, (student.id, str(internship)), text)


def _problems(diary: Diary, student: Student, internship: int, items: int) -> Iterator[str]:
    instance = diary.instance
    wish = student.internships[internship]
    days = [out.entry.day for out in diary.outs_of.get((student.id, internship), ())]
    wanted = instance.days_wanted(student, internship)
    if len(days) + items != len(wanted):
        yield f"{len(days)} days out and {items} listed as unplaced, wanted {len(wanted)}"
    for day, count in sorted(Counter(days).items()):
        if count > 1:
            yield f"{count} days out on {day_name(day)}"
        possible = instance.term.weekdays if wish.block is None else wanted
        if day not in possible or (wish.allowed_days and day not in wish.allowed_days):
            yield f"{day_name(day)} is not allowed"
    for other in range(len(student.internships)):
        if other == internship or not share_a_week(instance, student, internship, other):
            continue
        theirs = {out.entry.day for out in diary.outs_of.get((student.id, other), ())}
        for day in sorted(set(days) & theirs):
            yield f"{day_name(day)} is a day out of internship {other + 1} too"

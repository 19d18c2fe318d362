"""A student's days out are with one mentor unless the student has several internships."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.check.diary import diary_of
from scheduler.domain.ids import MentorId
from scheduler.domain.instance import Instance
from scheduler.domain.rules import RuleId, Violation
from scheduler.domain.timetable import Timetable

RULE = RuleId.SAME_MENTOR


def matches(instance: Instance) -> bool:
    """Whether anybody asks for an internship."""
    return any(student.internships for student in instance.students)


def check(instance: Instance, timetable: Timetable) -> Iterator[Violation]:
    """Yield one violation for each student and internship."""
    diary = diary_of(instance, timetable)
    for student in instance.students:
        with_whom: list[set[MentorId]] = [
            {out.entry.mentor for out in diary.outs_of.get((student.id, number), ())}
            for number in range(len(student.internships))
        ]
        for number, wish in enumerate(student.internships):
            mentors = with_whom[number]
            problems = []
            if len(mentors) > 1:
                problems.append(f"is with {' and '.join(sorted(mentors))}")
            for mentor in sorted(mentors - set(wish.mentors)):
                problems.append(f"may not be with {mentor}")
            for other, theirs in enumerate(with_whom):
                for mentor in sorted(mentors & theirs) if other != number else ():
                    problems.append(f"is with {mentor} as internship {other + 1} is")
            if problems:
                text = f"internship {number + 1} of {student.id} {'; '.join(problems)}"
                yield Violation(RULE, (student.id, str(number)), text)

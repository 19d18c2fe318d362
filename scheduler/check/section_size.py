"""A section that runs has between its least and most students."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.check.diary import diary_of
from scheduler.domain.instance import Instance
from scheduler.domain.rules import RuleId, Violation
from scheduler.domain.timetable import Timetable

RULE = RuleId.SECTION_SIZE


def matches(instance: Instance) -> bool:
    """Whether there is a section."""
    return bool(instance.section_of)


def check(instance: Instance, timetable: Timetable) -> Iterator[Violation]:
    """Yield one violation for each section."""
    diary = diary_of(instance, timetable)
    for section, _ in instance.section_of.values():
        students = len(diary.members.get(section.id, ()))
        if section.id not in diary.running:
            if students:
                text = f"section {section.id} does not run, yet {students} are enrolled"
                yield Violation(RULE, (section.id,), text)
        elif not section.least <= students <= section.most:
            limits = f"least {section.least}, most {section.most}"
            text = f"section {section.id} has {students} students, {limits}"
            yield Violation(RULE, (section.id,), text)

"""Linked sections are taken together; ordered sessions come in order."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.check.diary import Activity, Diary, diary_of
from scheduler.check.facts import Remembered, day_name
from scheduler.domain.calendar import clock
from scheduler.domain.ids import SectionId
from scheduler.domain.instance import Instance
from scheduler.domain.rules import RuleId, Violation
from scheduler.domain.timetable import Timetable

RULE = RuleId.LINKED


def matches(instance: Instance) -> bool:
    """Whether any sections are linked or ordered."""
    return any(section.linked or section.after for section, _ in instance.section_of.values())


def _links(instance: Instance) -> dict[SectionId, frozenset[SectionId]]:
    found: dict[SectionId, set[SectionId]] = {id: set() for id in instance.section_of}
    for section, _ in instance.section_of.values():
        for other in section.linked:
            found[section.id].add(other)
            found[other].add(section.id)
    return {id: frozenset(others) for id, others in found.items()}


links_of = Remembered(_links)
"""The sections linked to each section, in both directions."""


def check(instance: Instance, timetable: Timetable) -> Iterator[Violation]:
    """Yield one violation for each two sections and student, and each two sections out of order."""
    diary = diary_of(instance, timetable)
    yield from _apart(diary)
    for section, _ in instance.section_of.values():
        for earlier in section.after:
            yield from _out_of_order(diary, section.id, earlier)


def _apart(diary: Diary) -> Iterator[Violation]:
    links = links_of(diary.instance)
    for student in diary.instance.students:
        sections = diary.sections_of.get(student.id, ())
        for section in sections:
            for other in sorted(links[section]):
                if other not in sections:
                    text = f"{student.id} is in {section}, but not in {other}, which is linked"
                    yield Violation(RULE, (*sorted((section, other)), student.id), text)


def _out_of_order(diary: Diary, section: SectionId, earlier: SectionId) -> Iterator[Violation]:
    later_run, earlier_run = diary.running.get(section), diary.running.get(earlier)
    if later_run is None or earlier_run is None:
        return
    if not set(later_run.weeks) & set(earlier_run.weeks):
        return
    later = _first(later_run.activities)
    before = _first(earlier_run.activities)
    if later is None or before is None:
        return
    if (later.day, later.start) < (before.day, before.end):
        begins = f"{day_name(later.day)} {clock(later.start):%H:%M}"
        ended = f"{day_name(before.day)} {clock(before.end):%H:%M}"
        text = f"{section} begins on {begins}, before {earlier} has ended on {ended}"
        yield Violation(RULE, (section, earlier), text)


def _first(activities: tuple[Activity | None, ...]) -> Activity | None:
    found = [one for one in activities if one is not None]
    return min(found, key=lambda one: (one.day, one.start), default=None)

"""A section that runs has all its sessions, of their length, on different days, in a fitting room,
with the same eligible lead.
"""  # noqa: D205 (the rule's sentence is the summary)

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from scheduler.check.diary import Running, diary_of
from scheduler.check.facts import day_name, lies_inside
from scheduler.domain.ids import RoomId
from scheduler.domain.instance import Instance
from scheduler.domain.rules import RuleId, Violation
from scheduler.domain.timetable import Timetable

RULE = RuleId.SECTION_SESSIONS


def matches(instance: Instance) -> bool:
    """Whether there is a section."""
    return bool(instance.section_of)


def check(instance: Instance, timetable: Timetable) -> Iterator[Violation]:
    """Yield one violation for each section."""
    diary = diary_of(instance, timetable)
    for section, workshop in instance.section_of.values():
        running = diary.running.get(section.id)
        if running is not None:
            enrolled = len(diary.members.get(section.id, ()))
            problems = [*_times(running), *_people_and_rooms(instance, running, enrolled)]
        else:
            problems = ["does not run, as every section has to"] if workshop.run_all else []
        if problems:
            text = f"section {section.id}: {'; '.join(problems)}"
            yield Violation(RULE, (section.id,), text)


def _times(running: Running) -> Iterator[str]:
    workshop = running.workshop
    if len(running.activities) != workshop.sessions:
        yield f"{len(running.activities)} sessions, asked for {workshop.sessions}"
    for session, activity in zip(running.entry.sessions, running.activities, strict=True):
        if activity is None:
            yield f"slot {session.slot} has no room for {workshop.length} slots of one day"
            continue
        time = (activity.day, activity.start, activity.end)
        if workshop.allowed and not all(
            any(lies_inside(span, *time, week) for span in workshop.allowed)
            for week in running.weeks
        ):
            yield f"slot {session.slot} is not inside an allowed time"
    days = Counter(one.day for one in running.activities if one is not None)
    for day, count in sorted(days.items()):
        if count > 1:
            yield f"{count} sessions on {day_name(day)}"


def _people_and_rooms(instance: Instance, running: Running, enrolled: int) -> Iterator[str]:
    if running.entry.lead not in running.section.leads:
        yield f"{running.entry.lead} does not lead it"
    for id in dict.fromkeys(session.room for session in running.entry.sessions):
        yield from _room(instance, running, id, enrolled)


def _room(instance: Instance, running: Running, id: RoomId, enrolled: int) -> Iterator[str]:
    section, workshop = running.section, running.workshop
    if id not in instance.room_of:
        yield f"there is no room {id}"
        return
    room, site = instance.room_of[id]
    if site.id != section.site:
        yield f"{id} is at {site.id}, not at {section.site}"
    if room.kind != workshop.room_kind:
        yield f"{id} is a {room.kind}, not a {workshop.room_kind}"
    missing = [one for one in workshop.features if one not in room.features]
    if missing:
        yield f"{id} has no {' and no '.join(missing)}"
    if room.seats < enrolled:
        yield f"{id} has {room.seats} seats for {enrolled} students"

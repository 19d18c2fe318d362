"""Nobody is used when they said they are not available."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.check.diary import Activity, Diary, diary_of
from scheduler.check.facts import day_name, meets
from scheduler.domain.calendar import clock, covered
from scheduler.domain.ids import SectionId, StaffId
from scheduler.domain.instance import Instance
from scheduler.domain.rules import RuleId, Violation
from scheduler.domain.timetable import Timetable

RULE = RuleId.AVAILABLE


def matches(instance: Instance) -> bool:
    """Whether anybody said so, or a day out needs the hours of a mentor."""
    return (
        any(one.unavailable or one.internships for one in instance.students)
        or any(one.available for one in instance.staff)
        or any(room.unavailable for room, _ in instance.room_of.values())
    )


def check(instance: Instance, timetable: Timetable) -> Iterator[Violation]:
    """Yield one violation for each person or room and activity."""
    found: dict[tuple[str, ...], Violation] = {}
    for violation in _found(diary_of(instance, timetable)):
        found.setdefault(violation.subjects, violation)
    yield from found.values()


def _found(diary: Diary) -> Iterator[Violation]:
    """Every violation; twice where a timetable has an entry twice."""
    for running in diary.running.values():
        for activity in running.activities:
            if activity is not None:
                yield from _students(diary, running.entry.section, activity)
                yield from _lead(diary, running.entry.lead, activity)
                yield from _room(diary, activity)
    for met in diary.met:
        if met.activity is not None:
            yield from _lead(diary, met.advisory.advisor, met.activity)
            yield from _room(diary, met.activity)
    yield from _days_out(diary)


def _violation(subject: str, activity: Activity, text: str) -> Violation:
    time = f"{day_name(activity.day)} {clock(activity.start):%H:%M}-{clock(activity.end):%H:%M}"
    message = f"{subject} {text} during {activity.what} on {time}"
    return Violation(RULE, (subject, activity.what, str(activity.slot)), message)


def _students(diary: Diary, section: SectionId, activity: Activity) -> Iterator[Violation]:
    for id in diary.members.get(section, ()):
        student = diary.instance.student_of[id]
        if student.unavailable and diary.facts.unavailable(
            student, activity.day, activity.start, activity.end, activity.weeks
        ):
            yield _violation(id, activity, "is unavailable")


def _lead(diary: Diary, lead: StaffId, activity: Activity) -> Iterator[Violation]:
    person = diary.instance.staff_of.get(lead)
    if person is None or not person.available:
        return
    time = (activity.day, activity.start, activity.end)
    for week in activity.weeks:
        if not covered(person.available, *time, week):
            yield _violation(lead, activity, "is not available")
            return


def _room(diary: Diary, activity: Activity) -> Iterator[Violation]:
    known = diary.instance.room_of.get(activity.room)
    if known is None:
        return
    time = (activity.day, activity.start, activity.end)
    spans = known[0].unavailable
    if any(meets(span, *time, week) for span in spans for week in activity.weeks):
        yield _violation(activity.room, activity, "is unavailable")


def _days_out(diary: Diary) -> Iterator[Violation]:
    for out in diary.outs:
        entry = out.entry
        where = f"{entry.mentor} at {entry.site} on {day_name(entry.day)}"
        if out.hours is None:
            text = f"{entry.student} has no internship hours with {where}"
        elif diary.facts.unavailable(out.student, entry.day, *out.hours, out.weeks):
            text = f"{entry.student} is unavailable during the hours with {where}"
        else:
            continue
        subjects = (entry.student, str(entry.internship), str(entry.day))
        yield Violation(RULE, subjects, text)

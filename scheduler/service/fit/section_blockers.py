"""What is in the way of a seat in a section, or of leading one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scheduler.check.diary import Activity
from scheduler.check.facts import day_name
from scheduler.check.ways import travel_of
from scheduler.domain.calendar import clock, covered
from scheduler.domain.ids import SectionId, StaffId
from scheduler.domain.people import Staff, Student
from scheduler.domain.places import Mode
from scheduler.service.fit.answers import Blocker
from scheduler.service.fit.concerned import linked
from scheduler.service.fit.ground import Ground


def section_blockers(ground: Ground, student: Student, section: SectionId) -> Iterator[Blocker]:
    """Say what is in the way of a student in a section and in those that come along with it."""
    own = set(ground.diary.sections_of.get(student.id, ()))
    if section in own:
        yield Blocker(text=f"{student.id} is in {section} already")
        return
    along = sorted(linked(ground.instance, section) - own - {section})
    for one in (section, *along):
        yield from _full(ground, one)
        yield from _clashes(ground, student, one)


def _full(ground: Ground, section: SectionId) -> Iterator[Blocker]:
    found, _ = ground.instance.section_of[section]
    running = ground.diary.running.get(section)
    members = tuple(sorted(ground.diary.members.get(section, ())))
    if running is None:
        least = f": it needs {found.least} students" if found.least > 1 else ""
        yield Blocker(text=f"{section} does not run{least}")
        return
    if len(members) >= found.most:
        yield Blocker(
            text=f"{section} is full: {len(members)} of {found.most} seats",
            students=members,
            full_section=section,
        )
        return
    for session in running.entry.sessions:
        known = ground.instance.room_of.get(session.room)
        if known is not None and len(members) >= known[0].seats:
            seats = f"{len(members)} of {known[0].seats} seats in {session.room}"
            yield Blocker(
                text=f"{section} is full: {seats}",
                students=members,
                full_section=section,
            )
            return


def _clashes(ground: Ground, student: Student, section: SectionId) -> Iterator[Blocker]:
    """Say when the student is elsewhere at one of the sessions."""
    running = ground.diary.running.get(section)
    for activity in running.activities if running else ():
        if activity is None:
            continue
        when = f"{day_name(activity.day)} {clock(activity.start):%H:%M}"
        for out in ground.out.get(student.id, ()):
            if (
                out.weekly
                and out.entry.day == activity.day
                and set(out.weeks) & set(activity.weeks)
            ):
                yield Blocker(
                    text=f"{section} meets on {when}, when {student.id} is out with"
                    f" {out.entry.mentor}",
                    place=out.entry.mentor,
                    day=out.entry.day,
                    is_own=True,
                )
        if student.unavailable and ground.facts.unavailable(
            student, activity.day, activity.start, activity.end, activity.weeks
        ):
            yield Blocker(text=f"{section} meets on {when}, when {student.id} is unavailable")
        yield from _at_once(ground, student, section, activity)


def _at_once(
    ground: Ground, student: Student, section: SectionId, activity: Activity
) -> Iterator[Blocker]:
    when = f"{day_name(activity.day)} {clock(activity.start):%H:%M}"
    seen = set()
    for week in activity.weeks:
        for other in ground.diary.busy.get(student.id, {}).get((week, activity.day), ()):
            if other in seen or not _too_near(ground, activity, other, student.modes):
                continue
            seen.add(other)
            kind, _, id = other.what.partition(" ")
            mine = SectionId(id) if kind == "section" else None
            what = mine or other.what
            at = f"{clock(other.start):%H:%M}"
            yield Blocker(text=f"{section} meets on {when}, and {what} at {at}", section=mine)


def _too_near(ground: Ground, one: Activity, two: Activity, modes: tuple[Mode, ...]) -> bool:
    """Whether nobody can be at both, the way between them included."""
    first, second = sorted((one, two), key=lambda a: (a.start, a.end))
    if first.end > second.start:
        return True
    if first.site == second.site:
        return False
    needed = travel_of(ground.instance).least(first.site, second.site, modes)
    return needed is None or second.start - first.end < needed


def lead_blockers(
    ground: Ground, person: Staff, activities: Sequence[Activity]
) -> Iterator[Blocker]:
    """Say why somebody of the staff cannot lead all of these, beside what they lead."""
    led = ground.diary.led.get(person.id, {})
    new: dict[tuple[int, int], int] = {}
    for activity in activities:
        when = f"{day_name(activity.day)} {clock(activity.start):%H:%M}"
        time = (activity.day, activity.start, activity.end)
        for week in activity.weeks:
            cell = (week, activity.day)
            new[cell] = new.get(cell, 0) + activity.length
            if person.available and not covered(person.available, *time, week):
                yield Blocker(text=f"{person.id} is not available on {when}")
            for other in led.get(cell, ()):
                if _too_near(ground, activity, other, (Mode.DRIVE,)):
                    what = other.what.removeprefix("section ")
                    yield Blocker(text=f"{person.id} leads {what} on {when}")
    yield from _too_much(person, led, new)


def _too_much(
    person: Staff,
    led: dict[tuple[int, int], list[Activity]],
    new: dict[tuple[int, int], int],
) -> Iterator[Blocker]:
    slots = {cell: sum(one.length for one in found) for cell, found in led.items()}
    for cell, more in new.items():
        slots[cell] = slots.get(cell, 0) + more
    for (_, day), count in sorted(slots.items()):
        if person.most_day is not None and count > person.most_day:
            yield Blocker(
                text=f"{person.id} would lead {count} slots on {day_name(day)},"
                f" most {person.most_day}"
            )
    for week in sorted({week for week, _ in new}):
        count = sum(many for (one, _), many in slots.items() if one == week)
        if person.most_week is not None and count > person.most_week:
            yield Blocker(
                text=f"{person.id} would lead {count} slots a week, most {person.most_week}"
            )


def sessions_of(ground: Ground, what: str) -> tuple[tuple[Activity, ...], StaffId] | None:
    """Give the sessions of a section or the meetings of an advisory, and who leads them."""
    running = ground.diary.running.get(SectionId(what))
    if running is not None:
        return tuple(one for one in running.activities if one), running.entry.lead
    met = [one for one in ground.diary.met if one.advisory.id == what and one.activity]
    if not met:
        return None
    return tuple(one.activity for one in met if one.activity), met[0].advisory.advisor

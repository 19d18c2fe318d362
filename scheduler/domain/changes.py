"""What differs between two timetables of one instance, and whom it touches."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from scheduler.domain.instance import Instance
from scheduler.domain.timetable import Timetable


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Entries of timetables that were added and dropped, and the people touched."""

    added: tuple[object, ...]
    dropped: tuple[object, ...]
    touched: tuple[str, ...]
    """Ids of students, staff and mentors for whom a day, time, place, partner or
    journey changes; a change of room alone touches nobody."""


WeeksOfPeople = dict[str, set[tuple[object, ...]]]


def weeks_of_people(instance: Instance, timetable: Timetable) -> WeeksOfPeople:
    """Everything each person has in a timetable, rooms left out."""
    found: WeeksOfPeople = defaultdict(set)
    for out in timetable.days_out:
        entry: tuple[object, ...] = ("out", out.internship, out.mentor, out.site, out.day)
        found[out.student].add((*entry, out.there, out.back))
        found[out.mentor].add(("host", out.student, out.site, out.day))
    out_days = {(out.student, out.internship, out.day) for out in timetable.days_out}
    for meeting in timetable.meetings:
        advisory = instance.advisory_of[meeting.advisory]
        met = ("meeting", meeting.advisory, meeting.kind, meeting.slot)
        found[advisory.advisor].add(met)
        day = instance.room_of[advisory.room][1].grid[meeting.slot].day
        for student in instance.members_of[meeting.advisory]:
            away = any((student.id, i, day) in out_days for i in range(len(student.internships)))
            if not away:
                found[student.id].add(met)
    running = {one.section: one for one in timetable.sections}
    for section in timetable.sections:
        slots = tuple(session.slot for session in section.sessions)
        found[section.lead].add(("lead", section.section, slots))
    for enrolment in timetable.enrolments:
        one = running.get(enrolment.section)
        slots = tuple(session.slot for session in one.sessions) if one else ()
        lead = one.lead if one else None
        found[enrolment.student].add(("section", enrolment.section, slots, lead))
    return found


def touched_by(was: WeeksOfPeople, now: WeeksOfPeople) -> tuple[str, ...]:
    """Who has another week in one timetable than in another."""
    everybody = sorted(was.keys() | now.keys())
    return tuple(one for one in everybody if was.get(one, set()) != now.get(one, set()))


def diff(instance: Instance, old: Timetable, new: Timetable) -> Changes:
    """Say what was added and dropped between two timetables, and who is touched."""
    added: list[object] = []
    dropped: list[object] = []
    for name in ("days_out", "meetings", "sections", "enrolments", "runs", "unplaced"):
        before, after = Counter(getattr(old, name)), Counter(getattr(new, name))
        added += (after - before).elements()
        dropped += (before - after).elements()
    touched = touched_by(weeks_of_people(instance, old), weeks_of_people(instance, new))
    return Changes(added=tuple(added), dropped=tuple(dropped), touched=touched)

"""What differs between two timetables of one instance, and whom it touches."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import combinations

from scheduler.domain.ids import StudentId
from scheduler.domain.instance import Instance
from scheduler.domain.people import Student
from scheduler.domain.rules import UnplacedKind
from scheduler.domain.timetable import DayOut, Timetable


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
    out_days = {
        (out.student, out.day)
        for out in timetable.days_out
        if (known := instance.student_of.get(out.student)) is not None
        and 0 <= out.internship < len(known.internships)
    }
    for meeting in timetable.meetings:
        advisory = instance.advisory_of[meeting.advisory]
        met = ("meeting", meeting.advisory, meeting.kind, meeting.slot)
        found[advisory.advisor].add(met)
        day = instance.room_of[advisory.room][1].grid[meeting.slot].day
        for student in instance.members_of[meeting.advisory]:
            if (student.id, day) not in out_days:
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


def internships_now(before: Student, now: Student) -> tuple[int, ...]:
    """Give the number that each internship of a student has by now.

    An internship that ended has none of those that are left: a number beyond them. Which of
    them ended is seen from what was agreed: what is left is as it was as far as possible.

    >>> from scheduler.domain.people import InternshipWish
    >>> from scheduler.domain.places import Position
    >>> home, wishes = Position(lat=0, lon=0), {"M1": InternshipWish(days=1, confirmed="M1")}
    >>> wishes["M2"] = InternshipWish(days=1, confirmed="M2")
    >>> ada = Student(id="S1", name="Ada", advisory="A1", grade=9, age=15, home=home)
    >>> two = replace(ada, internships=(wishes["M1"], wishes["M2"]))
    >>> internships_now(two, replace(ada, internships=(wishes["M2"],)))
    (1, 0)
    """
    count = len(now.internships)
    if len(before.internships) <= count:
        return tuple(range(len(before.internships)))

    def likeness(kept: tuple[int, ...]) -> tuple[int, int]:
        pairs = [(before.internships[k], w) for k, w in zip(kept, now.internships, strict=True)]
        return sum(a == b for a, b in pairs), sum(a.mentors == b.mentors for a, b in pairs)

    kept = max(combinations(range(len(before.internships)), count), key=likeness)
    numbers = {number: new for new, number in enumerate(kept)}
    ended = iter(range(count, len(before.internships)))
    return tuple(
        numbers[one] if one in numbers else next(ended) for one in range(len(before.internships))
    )


def renumbered(before: Instance, now: Instance, timetable: Timetable) -> Timetable:
    """Say a timetable of the data before with the numbers that internships have by now."""
    numbers: dict[StudentId, tuple[int, ...]] = {}
    for student in before.students:
        other = now.student_of.get(student.id)
        if other is None or len(other.internships) >= len(student.internships):
            continue
        found = internships_now(student, other)
        if found != tuple(range(len(found))):
            numbers[student.id] = found
    if not numbers:
        return timetable
    outs = [
        replace(out, internship=numbers[out.student][out.internship])
        if out.student in numbers
        else out
        for out in timetable.days_out
    ]
    items = [
        replace(item, subject=str(numbers[item.student][int(item.subject)]))
        if item.kind is UnplacedKind.DAY and item.student in numbers
        else item
        for item in timetable.unplaced
    ]
    return replace(
        timetable,
        days_out=tuple(sorted(outs, key=_order)),
        unplaced=tuple(sorted(items, key=lambda o: (o.kind, o.student, o.subject))),
    )


def _order(out: DayOut) -> tuple[str, int, str, str, int]:
    return out.student, out.internship, out.mentor, out.site, out.day


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

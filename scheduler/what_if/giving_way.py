"""Where a school could give way: one more seat, one more intern, a later start, a section."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from scheduler.domain.calendar import DAY_NAMES, clock
from scheduler.domain.edits import (
    MentorCapacity,
    MentorHours,
    SectionSplit,
    SiteSeats,
    Stated,
)
from scheduler.domain.edits.sites import openings_of
from scheduler.domain.ids import MentorId, SectionId, SiteId, StudentId, WorkshopId
from scheduler.domain.instance import Instance
from scheduler.domain.people import Mentor
from scheduler.domain.rules import UnplacedKind
from scheduler.domain.timetable import Timetable, journey_minutes

LATER = 30
"""Minutes by which a mentor would begin later."""
MOST_AROUND = 40
"""Students whose weeks are planned anew around one giving way."""
MOST_LONG = 10
"""Mentors with the longest ways for whom a later start is tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivingWay:
    """One thing that could be otherwise, and whose weeks it might better."""

    text: str
    edit: Stated
    students: frozenset[StudentId]
    hint: float
    """How promising it looks before anything is solved."""
    sections: bool = False
    """Whether sections that do not run might."""


def ways_to_give(
    instance: Instance, release: Timetable, tight: Mapping[tuple[str, int | None], float]
) -> list[GivingWay]:
    """List what might gain something, the most promising first.

    ``tight``: by mentor or site and weekday (None: in all), what the bounds say that one
    more would save. Whatever could help what is unplaced comes before that.
    """
    found: dict[str, GivingWay] = {}
    for one in (
        *_for_days(instance, release),
        *_for_musts(instance, release),
        *_for_limits(instance, release, tight),
        *_for_long_ways(instance, release),
    ):
        before = found.get(one.text)
        if before is None or before.hint < one.hint:
            found[one.text] = one
    return sorted(found.values(), key=lambda one: (-one.hint, one.text))


def _for_days(instance: Instance, release: Timetable) -> Iterator[GivingWay]:
    """For each day out without a place: its mentors take one more, or begin later."""
    waiting: Counter[MentorId] = Counter()
    for item in release.unplaced:
        if item.kind is UnplacedKind.DAY:
            wish = instance.student_of[item.student].internships[int(item.subject)]
            waiting.update(wish.mentors)
    for name, count in waiting.items():
        mentor = instance.mentor_of[name]
        yield _one_more(instance, release, mentor, 1000.0 * count)
        later = _later(instance, release, mentor, 900.0 * count)
        if later is not None:
            yield later
        for site in mentor.sites:
            yield from _seats_around(instance, release, site, 800.0 * count)


def _for_musts(instance: Instance, release: Timetable) -> Iterator[GivingWay]:
    """For each workshop that somebody must have and has not: one more section."""
    waiting: dict[WorkshopId, list[StudentId]] = defaultdict(list)
    for item in release.unplaced:
        if item.kind is UnplacedKind.MUST:
            waiting[WorkshopId(item.subject)].append(item.student)
    for name, students in waiting.items():
        workshop = instance.workshop_of[name]
        sites = Counter(
            instance.school_site_of_student(instance.student_of[one]).id for one in students
        )
        like = max(workshop.sections, key=lambda one: (sites[one.site], one.id), default=None)
        if like is None:
            continue
        number = len(workshop.sections) + 1
        while f"{name}+{number}" in instance.names:
            number += 1
        edit = SectionSplit(section=like.id, new=SectionId(f"{name}+{number}"), most=like.most)
        asking = [
            one.id for one in instance.students if any(name in r.workshops for r in one.requests)
        ]
        yield GivingWay(
            text=f"one more section of {name} at {like.site}",
            edit=edit,
            students=_some(students, asking),
            hint=700.0 * len(students),
            sections=True,
        )


def _for_limits(
    instance: Instance, release: Timetable, tight: Mapping[tuple[str, int | None], float]
) -> Iterator[GivingWay]:
    """For each limit that costs points by the bounds: one more."""
    of_mentors: dict[MentorId, float] = defaultdict(float)
    for (thing, day), gain in tight.items():
        if MentorId(thing) in instance.mentor_of:
            of_mentors[MentorId(thing)] += gain
        elif SiteId(thing) in instance.site_of and day is not None:
            seated = _one_seat(instance, release, SiteId(thing), day, gain)
            if seated is not None:
                yield seated
    for name, gain in of_mentors.items():
        yield _one_more(instance, release, instance.mentor_of[name], gain)


def _for_long_ways(instance: Instance, release: Timetable) -> Iterator[GivingWay]:
    """For mentors to whom the ways are longest: a later start."""
    minutes: Counter[MentorId] = Counter()
    for out in release.days_out:
        minutes[out.mentor] += journey_minutes(out.there)
    for name, total in minutes.most_common(MOST_LONG):
        later = _later(instance, release, instance.mentor_of[name], total / 100)
        if later is not None:
            yield later


def _one_more(instance: Instance, release: Timetable, mentor: Mentor, hint: float) -> GivingWay:
    edit = MentorCapacity(mentor=mentor.id, at_once=mentor.at_once + 1, in_all=mentor.in_all + 1)
    return GivingWay(
        text=f"mentor {mentor.id} takes 1 intern more",
        edit=edit,
        students=_around(instance, release, {mentor.id}),
        hint=hint,
    )


def _later(instance: Instance, release: Timetable, mentor: Mentor, hint: float) -> GivingWay | None:
    if any(one.minutes[1] - one.minutes[0] <= 2 * LATER for one in mentor.hours):
        return None
    hours = tuple(replace(one, start=clock(one.minutes[0] + LATER)) for one in mentor.hours)
    return GivingWay(
        text=f"mentor {mentor.id} from {min(one.start for one in hours):%H:%M}",
        edit=MentorHours(mentor=mentor.id, hours=hours),
        students=_around(instance, release, {mentor.id}),
        hint=hint,
    )


def _seats_around(
    instance: Instance, release: Timetable, site: SiteId, hint: float
) -> Iterator[GivingWay]:
    """One more seat wherever a site or one around it is full in the release."""
    out: Counter[tuple[SiteId, int]] = Counter()
    for one in release.days_out:
        for place in instance.lineage(one.site):
            out[place.id, one.day] += 1
    for place in instance.lineage(site):
        for day in instance.term.weekdays:
            seats = _seats_on(instance, place.id, day)
            if seats is not None and out[place.id, day] >= seats:
                seated = _one_seat(instance, release, place.id, day, hint)
                if seated is not None:
                    yield seated


def _one_seat(
    instance: Instance, release: Timetable, site: SiteId, day: int, hint: float
) -> GivingWay | None:
    seats = _seats_on(instance, site, day)
    if seats is None:
        return None
    mentors = {
        one.id
        for one in instance.mentors
        if any(up.id == site for place in one.sites for up in instance.lineage(place))
    }
    return GivingWay(
        text=f"one more seat at {site} on {DAY_NAMES[day]}",
        edit=SiteSeats(site=site, seats=seats + 1, day=day),
        students=_around(instance, release, mentors),
        hint=hint,
    )


def _seats_on(instance: Instance, site: SiteId, day: int) -> int | None:
    place = instance.site_of[site]
    for one in openings_of(instance, place):
        if one.day == day:
            return place.seats if one.seats is None else one.seats
    return None


def _around(instance: Instance, release: Timetable, mentors: set[MentorId]) -> frozenset[StudentId]:
    """Those without a place first, then those who are with these mentors, then who might be."""
    might = [
        one.id
        for one in instance.students
        if any(not mentors.isdisjoint(wish.mentors) for wish in one.internships)
    ]
    waiting = {one.student for one in release.unplaced}
    there = {one.student for one in release.days_out if one.mentor in mentors}
    first = [one for one in might if one in waiting] + [one for one in might if one in there]
    return _some(first, might)


def _some(first: list[StudentId], rest: list[StudentId]) -> frozenset[StudentId]:
    return frozenset(list(dict.fromkeys((*first, *rest)))[:MOST_AROUND])

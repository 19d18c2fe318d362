"""What is in the way of a day out, the firmest first: hours, eligibility, ways, then seats."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from scheduler.check.diary import Out
from scheduler.check.eligible import obstacles
from scheduler.check.facts import day_name
from scheduler.check.loads import most_on_a_date
from scheduler.check.options import share_a_week
from scheduler.check.site_seats import seats_on
from scheduler.check.ways import Travel, travel_of
from scheduler.domain.calendar import clock
from scheduler.domain.ids import MentorId, SiteId, StudentId
from scheduler.domain.people import Student
from scheduler.domain.places import Mode
from scheduler.domain.timetable import DayOut
from scheduler.service.fit.answers import Blocker
from scheduler.service.fit.ground import Ground
from scheduler.service.journeys import Trips, shortest_trips

LATEST_START = 13 * 60
STEP = 5
"""Minutes from one start to the next that is looked at for a way."""


class Day(NamedTuple):
    """A day out that is thought of."""

    student: Student
    internship: int
    mentor: MentorId
    site: SiteId
    day: int

    @property
    def text(self) -> str:
        """The mentor, the site and the weekday."""
        return f"{self.mentor} at {self.site} on {day_name(self.day)}"


def trips_of(ground: Ground, one: Day) -> Trips:
    """Find the shortest ways there and back that have a seat."""
    key = (one.student.id, one.internship, one.mentor, one.site, one.day)
    if key not in ground.trips:
        uses = tuple(ground.uses.values())
        ground.trips[key] = shortest_trips(ground.instance, one.student, *key[1:], uses)
    return ground.trips[key]


def entry_of(one: Day, trips: Trips) -> DayOut:
    """Make the entry of a timetable."""
    return DayOut(
        student=one.student.id,
        internship=one.internship,
        mentor=one.mentor,
        site=one.site,
        day=one.day,
        there=trips.there,
        back=trips.back,
    )


def firm_blockers(ground: Ground, one: Day) -> Iterator[Blocker]:
    """Say what is in the way whoever else is where: only the data could give way."""
    facts, student, when = ground.facts, one.student, day_name(one.day)
    wish = student.internships[one.internship]
    if one.mentor not in wish.mentors:
        named = " or ".join(wish.mentors)
        yield Blocker(text=f"{student.id} is to be with {named}, not with {one.mentor}")
    wanted = ground.instance.days_wanted(student, one.internship)
    possible = ground.instance.term.weekdays if wish.block is None else wanted
    if one.day not in possible or (wish.allowed_days and one.day not in wish.allowed_days):
        yield Blocker(text=f"{student.id} is not to be out on {when}")
    weeks = facts.weeks_of(student, one.internship, one.day)
    dates = facts.dates_of(student, one.internship, one.day)
    for text in obstacles(facts, student, one.mentor, one.site, dates):
        yield Blocker(text=text)
    hours = facts.hours(one.mentor, one.site, one.day, weeks)
    if hours is None:
        yield Blocker(text=_no_hours(ground, one, weeks))
        return
    if facts.unavailable(student, one.day, *hours, weeks):
        yield Blocker(
            text=f"{student.id} is unavailable on {when} between {clock(hours[0]):%H:%M}"
            f" and {clock(hours[1]):%H:%M}"
        )
    yield from _no_way(ground, one, weeks, hours)


def _no_hours(ground: Ground, one: Day, weeks: tuple[int, ...]) -> str:
    """Why nobody can be with a mentor at a site on a day."""
    mentor, when = ground.instance.mentor_of[one.mentor], day_name(one.day)
    held = [span for span in mentor.hours if span.day == one.day]
    if not held or not all(any(span.holds_in(week) for span in held) for week in weeks):
        return f"{one.mentor} is not there on {when}"
    for place in ground.facts.lineage[one.site]:
        if place.openings and all(opening.day != one.day for opening in place.openings):
            return f"{place.id} is closed on {when}"
    return f"{one.mentor} is there only while {one.site} is closed on {when}"


def _no_way(
    ground: Ground, one: Day, weeks: tuple[int, ...], hours: tuple[int, int]
) -> Iterator[Blocker]:
    """Say why there is no way there, or back, and from when there is one."""
    travel, student = travel_of(ground.instance), one.student
    trips = trips_of(ground, one)
    if not trips.there:
        by = f"{clock(hours[0]):%H:%M}"
        if _can_arrive(travel, one, weeks, hours[0]):
            yield _full_van(ground, one, weeks, back=False)
        else:
            later = range(hours[0] + STEP, max(LATEST_START, hours[0] + STEP) + 1, STEP)
            start = next((at for at in later if _can_arrive(travel, one, weeks, at)), None)
            if start is None:
                yield Blocker(text=_unreachable(ground, travel, one, hours[0], back=False))
            else:
                how = _first_arrival(travel, one, weeks, start)
                text = f"no way to {one.site} before {by}{how}"
                yield Blocker(text=f"{text}; possible from {clock(start):%H:%M}")
    if not trips.back:
        if any(travel.ways_back(student, one.site, one.day, weeks, hours[1])):
            yield _full_van(ground, one, weeks, back=True)
        else:
            yield Blocker(text=_unreachable(ground, travel, one, hours[1], back=True))


def _can_arrive(travel: Travel, one: Day, weeks: tuple[int, ...], by: int) -> bool:
    """Whether there is a way at all, with an empty van if need be."""
    return any(travel.ways_there(one.student, one.site, one.day, weeks, by))


def _first_arrival(travel: Travel, one: Day, weeks: tuple[int, ...], start: int) -> str:
    """Say what arrives first, of what would do for this start."""
    for minute in range(start - STEP + 1, start + 1):
        for way in travel.ways_there(one.student, one.site, one.day, weeks, minute):
            arrives = f"{clock(minute):%H:%M}"
            return f": by {Mode(way.mode).value} {one.student.id} arrives {arrives}"
    return ""


def _unreachable(ground: Ground, travel: Travel, one: Day, at: int, *, back: bool) -> str:
    """Say how long the shortest way would be, if there is any at all."""
    there = f"back from {one.site} after" if back else f"to {one.site} by"
    text = f"no way {there} {clock(at):%H:%M}"
    minutes = [
        trip.arrives - trip.departs for _, trip in travel.own_legs(one.student, one.site, at, back)
    ]
    if minutes and min(minutes) > one.student.longest_journey:
        longest = one.student.longest_journey
        return f"{text} within {longest} minutes: the shortest takes {min(minutes)}"
    return text


def _full_van(ground: Ground, one: Day, weeks: tuple[int, ...], *, back: bool) -> Blocker:
    """Say which vans would do, and who has their seats."""
    travel = travel_of(ground.instance)
    runs = dict.fromkeys(
        ride.run
        for ride in travel.rides(one.student, one.site, one.day, weeks, back)
        if ride.run in ground.uses
    )
    where = f"back from {one.site}" if back else f"to {one.site}"
    return Blocker(text=f"no seat {where} on {' or '.join(runs)}")


def seat_blockers(ground: Ground, one: Day, but: frozenset[int] = frozenset()) -> Iterator[Blocker]:
    """Say what others, or the student's own week, have against it.

    Parameters
    ----------
    but
        Weekdays of the same internship that are given up for it.
    """
    yield from _own_days(ground, one, but)
    facts, student = ground.facts, one.student
    weeks = facts.weeks_of(student, one.internship, one.day)
    dates = facts.dates_of(student, one.internship, one.day)
    new = Out(
        entry_of(one, Trips((), ())),
        student,
        student.internships[one.internship],
        weeks,
        dates,
        None,
        student.internships[one.internship].block is None,
    )
    yield from _full_mentor(ground, new)
    for place in facts.lineage[one.site]:
        seats = seats_on(place, one.day)
        guests = [out for out in ground.at.get(place.id, ()) if out.student.id != student.id]
        if seats is not None and _over(ground, guests, new, seats):
            held = _on_that_day(guests, new)
            yield Blocker(
                text=f"{place.id} is full on {day_name(one.day)}: {seats} seats{_who(held)}",
                students=held,
                place=place.id,
                day=one.day,
            )
    yield from _on_campus(ground, new)


def _own_days(ground: Ground, one: Day, but: frozenset[int]) -> Iterator[Blocker]:
    student = one.student
    weekly = student.internships[one.internship].block is None
    for out in ground.days_out(student.id):
        if out.internship == one.internship and out.day in but:
            continue
        if out.internship == one.internship and out.mentor != one.mentor:
            yield Blocker(
                text=f"{student.id} is with {out.mentor} on {day_name(out.day)}, and an"
                " internship is with one mentor"
            )
        if out.internship != one.internship and out.mentor == one.mentor:
            yield Blocker(text=f"another internship of {student.id} is with {one.mentor}")
        if not weekly or (
            out.internship != one.internship
            and not share_a_week(ground.instance, student, one.internship, out.internship)
        ):
            continue
        apart = abs(out.day - one.day)
        if apart == 0:
            yield Blocker(text=f"{student.id} is out with {out.mentor} on {day_name(one.day)}")
        elif not student.least_apart <= apart <= student.most_apart:
            yield Blocker(
                text=f"{day_name(one.day)} is {apart} days from {day_name(out.day)},"
                f" asked for {student.least_apart} to {student.most_apart}"
            )


def _full_mentor(ground: Ground, new: Out) -> Iterator[Blocker]:
    mentor = ground.instance.mentor_of[new.entry.mentor]
    others = [out for out in ground.diary.hosted.get(mentor.id, ()) if out.student != new.student]
    interns = tuple(sorted({out.student.id for out in others}))
    if len(interns) >= mentor.in_all:
        yield Blocker(
            text=f"{mentor.id} has {mentor.in_all} of {mentor.in_all} interns{_who(interns)}",
            students=interns,
            place=mentor.id,
        )
    elif _over(ground, others, new, mentor.at_once):
        held = _on_that_day(others, new)
        yield Blocker(
            text=f"{mentor.id} is full on {day_name(new.entry.day)}{_who(held)}",
            students=held,
            place=mentor.id,
            day=new.entry.day,
        )


def _over(ground: Ground, others: list[Out], new: Out, most: int) -> bool:
    """Whether with a day out more there are too many on some date of it."""
    there = set(new.dates)
    met = [out for out in others if there.intersection(out.dates)]
    if len({out.student.id for out in met}) < most:
        return False
    return any(count > most for _, count in most_on_a_date(ground.diary, [*met, new]))


def _on_that_day(others: list[Out], new: Out) -> tuple[StudentId, ...]:
    dates = set(new.dates)
    return tuple(sorted({out.student.id for out in others if dates.intersection(out.dates)}))


def _who(students: tuple[StudentId, ...]) -> str:
    return f" ({', '.join(students)})" if students else ""


def _on_campus(ground: Ground, new: Out) -> Iterator[Blocker]:
    """What keeps a student on campus that day: a session, or a meeting that needs everybody."""
    if not new.weekly:
        return
    student, day, weeks = new.student, new.entry.day, set(new.weeks)
    for section in ground.diary.sections_of.get(student.id, ()):
        running = ground.diary.running.get(section)
        for activity in running.activities if running else ():
            if activity and activity.day == day and weeks & set(activity.weeks):
                at = f"{day_name(day)} {clock(activity.start):%H:%M}"
                yield Blocker(text=f"{student.id} has {section} on {at}", section=section)
    for met in ground.diary.met:
        found = met.activity
        if (
            met.kind.whole
            and met.advisory.id == student.advisory
            and found is not None
            and found.day == day
            and weeks & set(met.weeks)
        ):
            at = f"{day_name(day)} {clock(found.start):%H:%M}"
            yield Blocker(text=f"{met.kind.name} of {student.advisory} on {at} needs everybody")

"""Made-up changes of mentors and internship sites."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

from scheduler.domain.calendar import clock
from scheduler.domain.edits import (
    Edit,
    MentorAway,
    MentorCapacity,
    MentorHours,
    MentorJoined,
    MentorLeft,
    SiteClosed,
    SiteOpened,
    SiteSeats,
)
from scheduler.domain.ids import MentorId, SiteId
from scheduler.domain.instance import Instance
from scheduler.domain.people import Mentor, Student
from scheduler.domain.places import InternshipSite, Mode, TravelRow, metres_between
from scheduler.domain.timetable import DayOut, Timetable
from scheduler.made.dice import Dice

IN_USE = 800
"""Changes of 1,000 that hit what the timetable uses."""
_BUS_NEAR = 12
_WAIT_MINUTES = 8
_BUS_METRES_A_MINUTE = 300


def left(dice: Dice, instance: Instance, timetable: Timetable) -> Edit | None:
    """A mentor leaves; buses to others near are looked up."""
    mentor = _mentor(dice, instance, timetable)
    return None if mentor is None else leaving(instance, mentor.id)


def leaving(instance: Instance, mentor: MentorId) -> MentorLeft:
    """A mentor leaves, with the buses to others near for those who have nobody else."""
    rows: list[TravelRow] = []
    for student in instance.students:
        for wish in student.internships:
            if wish.mentors == (mentor,):
                rows += buses(instance, student, without=mentor)
    return MentorLeft(mentor=mentor, travel=tuple(rows))


def away(dice: Dice, instance: Instance, timetable: Timetable) -> Edit | None:
    """A mentor is away on a weekday from now on, mostly one on which somebody comes."""
    mentor = _mentor(dice, instance, timetable)
    if mentor is None:
        return None
    days = sorted({span.day for span in mentor.hours})
    if len(days) == 1:
        return leaving(instance, mentor.id)
    used = sorted({out.day for out in timetable.days_out if out.mentor == mentor.id})
    day = dice.pick(used) if used and dice.chance(IN_USE) else dice.pick(days)
    return MentorAway(mentor=mentor.id, days=(day,))


def hours(dice: Dice, instance: Instance, timetable: Timetable) -> Edit | None:
    """A mentor's weekdays change: one goes, another one comes; or all begin later."""
    mentor = _mentor(dice, instance, timetable)
    if mentor is None or not mentor.hours:
        return None
    spans = list(mentor.hours)
    others = [day for day in instance.term.weekdays if day not in {one.day for one in spans}]
    if others and dice.chance(700):
        at = dice.below(len(spans))
        spans[at] = replace(spans[at], day=dice.pick(others))
    else:
        spans = [
            replace(one, start=clock(one.minutes[0] + 30))
            if one.minutes[1] - one.minutes[0] > 90
            else one
            for one in spans
        ]
    spans.sort(key=lambda one: (one.day, one.start))
    return MentorHours(mentor=mentor.id, hours=tuple(spans))


def capacity(dice: Dice, instance: Instance, timetable: Timetable) -> Edit | None:
    """A mentor takes one intern more, or one less."""
    mentor = _mentor(dice, instance, timetable)
    if mentor is None:
        return None
    if mentor.in_all > 1 and dice.chance(500):
        fewer = mentor.in_all - 1
        return MentorCapacity(mentor=mentor.id, in_all=fewer, at_once=min(mentor.at_once, fewer))
    return MentorCapacity(mentor=mentor.id, at_once=mentor.at_once + 1, in_all=mentor.in_all + 1)


def joined(dice: Dice, instance: Instance, timetable: Timetable) -> Edit | None:
    """Somebody at a site hosts, too, at the times of a mentor who is there."""
    like = _mentor(dice, instance, timetable)
    if like is None:
        return None
    name = MentorId(free_id(instance, "M"))
    return MentorJoined(
        mentor=replace(like, id=name, name=f"Mentor {name[1:]}", in_all=1, at_once=1, never_with=())
    )


def site_closed(dice: Dice, instance: Instance, timetable: Timetable) -> Edit | None:
    """A site closes, mostly on a weekday only."""
    site = _site(dice, instance, timetable)
    if site is None:
        return None
    if dice.chance(400):
        return SiteClosed(site=site.id)
    days = sorted({out.day for out in timetable.days_out if out.site == site.id})
    return SiteClosed(site=site.id, days=(dice.pick(days or instance.term.weekdays),))


def site_opened(dice: Dice, instance: Instance, timetable: Timetable) -> Edit | None:
    """Somebody also hosts at a new place near the old one."""
    mentor = _mentor(dice, instance, timetable)
    if mentor is None:
        return None
    like = instance.site_of[mentor.sites[0]]
    name = SiteId(free_id(instance, "S"))
    near = replace(like.position, lat=like.position.lat + dice.between(-90, 90) / 10_000)
    site = InternshipSite(id=name, name=f"Site {name[1:]}", position=near)
    return SiteOpened(site=site, mentors=(mentor.id,))


def site_seats(dice: Dice, instance: Instance, timetable: Timetable) -> Edit | None:
    """A site has fewer or more seats, on one weekday or on all."""
    site = _site(dice, instance, timetable)
    if site is None:
        return None
    seats = dice.between(0, 3) if site.seats is None else max(0, site.seats + dice.pick((-1, 1)))
    days = sorted({out.day for out in timetable.days_out if out.site == site.id})
    if days and dice.chance(400):
        return SiteSeats(site=site.id, seats=seats, day=dice.pick(days))
    return SiteSeats(site=site.id, seats=seats)


def buses(
    instance: Instance, student: Student, without: MentorId | None = None
) -> Iterable[TravelRow]:
    """Bus minutes to the mentors nearest in interest and place that nobody looked up yet."""
    if Mode.TRANSIT not in student.modes:
        return
    mentors = sorted(
        (one for one in instance.mentors if one.id != without),
        key=lambda one: (
            set(student.interests).isdisjoint(one.interests),
            _metres(instance, student, one.sites[0]),
        ),
    )
    for place in dict.fromkeys(one.sites[0] for one in mentors[:_BUS_NEAR]):
        if (student.id, place, Mode.TRANSIT) in instance.travel.by_pair:
            continue
        minutes = _WAIT_MINUTES + math.ceil(
            _metres(instance, student, place) * 1.3 / _BUS_METRES_A_MINUTE
        )
        yield TravelRow(
            origin=student.id,
            destination=place,
            mode=Mode.TRANSIT,
            minutes=minutes,
            two_way=True,
        )


def free_id(instance: Instance, letter: str) -> str:
    """An id that nothing has."""
    number = len(instance.names)
    while f"{letter}{number}" in instance.names:
        number += 1
    return f"{letter}{number}"


def day_out(dice: Dice, timetable: Timetable) -> DayOut | None:
    """One of the days out of a timetable."""
    return dice.pick(timetable.days_out) if timetable.days_out else None


def _metres(instance: Instance, student: Student, place: SiteId) -> int:
    return round(metres_between(student.home, instance.site_of[place].position))


def _mentor(dice: Dice, instance: Instance, timetable: Timetable) -> Mentor | None:
    if not instance.mentors:
        return None
    out = day_out(dice, timetable)
    if out is not None and dice.chance(IN_USE):
        return instance.mentor_of[out.mentor]
    return dice.pick(instance.mentors)


def _site(dice: Dice, instance: Instance, timetable: Timetable) -> InternshipSite | None:
    if not instance.internship_sites:
        return None
    out = day_out(dice, timetable)
    if out is not None and dice.chance(IN_USE):
        return instance.site_of[out.site]
    return dice.pick(instance.internship_sites)

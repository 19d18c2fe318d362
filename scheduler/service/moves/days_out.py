"""Moves of days out: another weekday, another site, another mentor, or no place."""

from __future__ import annotations

from dataclasses import replace

from scheduler.domain.ids import MentorId, SiteId, StudentId
from scheduler.domain.instance import Instance
from scheduler.domain.moves import ChangeMentor, DropDay, MoveDay, PlaceDay
from scheduler.domain.people import Student
from scheduler.domain.timetable import DayOut, Journey, Timetable
from scheduler.service.completing import runs_driven
from scheduler.service.journeys import Trips, shortest_trips
from scheduler.service.moves.refusing import Refused, known, weekday


def place_day(move: PlaceDay, instance: Instance, timetable: Timetable) -> Timetable:
    """Give a student a day out more."""
    student = _student(instance, move.student, move.internship)
    own = _days_of(timetable, move.student, move.internship)
    if any(out.day == move.day for out in own):
        raise Refused("day", f"{student.id} is out then already.", "Choose another weekday.")
    weekday("day", move.day)
    mentors = {out.mentor for out in own} or set(student.internships[move.internship].mentors)
    if move.mentor is None and len(mentors) > 1:
        raise Refused(
            "mentor",
            f"{student.id} may be with several mentors.",
            f"Name one of {', '.join(sorted(mentors))}.",
        )
    mentor = known("mentor", "mentor", move.mentor or next(iter(mentors)), instance)
    return _placed(
        instance,
        timetable,
        student,
        move.internship,
        (mentor, move.site, move.day),
        (move.there, move.back),
    )


def move_day(move: MoveDay, instance: Instance, timetable: Timetable) -> Timetable:
    """Put a day out of a student on another weekday or at another site."""
    student = _student(instance, move.student, move.internship)
    now = _day_out(timetable, student, move.internship, move.day)
    rest = replace(timetable, days_out=tuple(one for one in timetable.days_out if one != now))
    day = move.day if move.to_day is None else move.to_day
    weekday("to_day", day)
    return _placed(
        instance,
        rest,
        student,
        move.internship,
        (now.mentor, move.to_site or now.site, day),
        (move.there, move.back),
    )


def drop_day(move: DropDay, instance: Instance, timetable: Timetable) -> Timetable:
    """Take a day out from a student."""
    student = _student(instance, move.student, move.internship)
    now = _day_out(timetable, student, move.internship, move.day)
    return replace(timetable, days_out=tuple(one for one in timetable.days_out if one != now))


def change_mentor(move: ChangeMentor, instance: Instance, timetable: Timetable) -> Timetable:
    """Put all days out of an internship with another mentor."""
    student = _student(instance, move.student, move.internship)
    mentor = known("mentor", "mentor", move.mentor, instance)
    own = _days_of(timetable, move.student, move.internship)
    if not own:
        raise Refused(
            "internship", f"{student.id} has no day out of it.", "Place a day with the mentor."
        )
    made = replace(timetable, days_out=tuple(o for o in timetable.days_out if o not in own))
    for out in own:
        made = _placed(
            instance, made, student, move.internship, (mentor, move.site, out.day), ((), ())
        )
    return made


def _placed(
    instance: Instance,
    timetable: Timetable,
    student: Student,
    internship: int,
    where: tuple[MentorId, SiteId | None, int],
    said: tuple[Journey, Journey],
) -> Timetable:
    """Put in a day out with ``where``: mentor, site (or any) and weekday."""
    mentor, site, day = where
    if site is not None:
        known("site", "internship site", site, instance)
    uses = runs_driven(instance, timetable)

    def trips(place: SiteId) -> Trips:
        return shortest_trips(instance, student, internship, mentor, place, day, uses)

    sites = (site,) if site is not None else instance.mentor_of[mentor].sites
    found = {place: trips(place) for place in sites}
    # A site without a way comes last: it is put in all the same, and the checker says why not.
    chosen = min(sites, key=lambda place: (found[place].minutes is None, found[place].minutes or 0))
    new = DayOut(
        student=student.id,
        internship=internship,
        mentor=mentor,
        site=chosen,
        day=day,
        there=said[0] or found[chosen].there,
        back=said[1] or found[chosen].back,
    )
    return replace(timetable, days_out=(*timetable.days_out, new))


def _student(instance: Instance, student: StudentId, internship: int) -> Student:
    found = instance.student_of[known("student", "student", student, instance)]
    if not 0 <= internship < len(found.internships):
        count = len(found.internships)
        raise Refused("internship", f"{found.id} has {count} internships.", "Count from 0.")
    return found


def _days_of(timetable: Timetable, student: str, internship: int) -> list[DayOut]:
    return [o for o in timetable.days_out if (o.student, o.internship) == (student, internship)]


def _day_out(timetable: Timetable, student: Student, internship: int, day: int) -> DayOut:
    for out in _days_of(timetable, student.id, internship):
        if out.day == day:
            return out
    raise Refused("day", f"{student.id} is not out then.", "Name a weekday the student is out on.")

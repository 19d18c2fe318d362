"""Made-up changes of students and their internships."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from scheduler.domain.calendar import Span
from scheduler.domain.edits import (
    Edit,
    InternshipConfirmed,
    InternshipEnded,
    StudentDays,
    StudentJoined,
    StudentLeft,
    StudentMoved,
    StudentUnavailable,
)
from scheduler.domain.ids import StudentId
from scheduler.domain.instance import Instance
from scheduler.domain.people import Student
from scheduler.domain.places import TravelRow
from scheduler.domain.timetable import Timetable
from scheduler.made.dice import Dice
from scheduler.made.mentor_edits import buses, free_id

_TIMES = ((time(8), time(10)), (time(13), time(15)), (time(10), time(12)))


def joined(dice: Dice, instance: Instance, timetable: Timetable) -> Edit | None:
    """A student comes who asks for what another one asks for."""
    like = _student(dice, instance)
    if like is None:
        return None
    name = StudentId(free_id(instance, "P"))
    wishes = tuple(replace(one, confirmed=None, candidates=one.mentors) for one in like.internships)
    new = replace(like, id=name, name=f"Student {name[1:]}", internships=wishes)
    rows = tuple(
        _for(row, like.id, name)
        for row in instance.travel.rows
        if like.id in (row.origin, row.destination)
    )
    return StudentJoined(student=new, travel=rows)


def left(dice: Dice, instance: Instance, timetable: Timetable) -> Edit | None:
    """A student leaves school."""
    student = _student(dice, instance)
    return None if student is None else StudentLeft(student=student.id)


def moved(dice: Dice, instance: Instance, timetable: Timetable) -> Edit | None:
    """A family moves to where another one lives, or a student changes advisory."""
    student, other = _student(dice, instance), _student(dice, instance)
    if student is None or other is None:
        return None
    if dice.chance(300):
        site = instance.school_site_of_student(student)
        near = [one.id for one in instance.advisories if instance.room_of[one.room][1] is site]
        return StudentMoved(student=student.id, advisory=dice.pick(near))
    there = replace(student, home=other.home)
    return StudentMoved(student=student.id, home=other.home, travel=tuple(buses(instance, there)))


def days(dice: Dice, instance: Instance, timetable: Timetable) -> Edit | None:
    """A student wants one day out instead of two, or two instead of one."""
    student = _intern(dice, instance)
    if student is None:
        return None
    number = dice.below(len(student.internships))
    wanted = 1 if student.internships[number].days == 2 else 2
    return StudentDays(student=student.id, internship=number, days=wanted)


def confirmed(dice: Dice, instance: Instance, timetable: Timetable) -> Edit | None:
    """A student and one of the candidates agree, mostly the one who is there now."""
    open_ones = [
        (one, number)
        for one in instance.students
        for number, wish in enumerate(one.internships)
        if wish.candidates
    ]
    if not open_ones:
        return None
    student, number = dice.pick(open_ones)
    mentor = dice.pick(student.internships[number].candidates)
    now = [
        out.mentor
        for out in timetable.days_out
        if (out.student, out.internship) == (student.id, number)
    ]
    if now and dice.chance(700):
        mentor = now[0]
    return InternshipConfirmed(student=student.id, internship=number, mentor=mentor)


def ended(dice: Dice, instance: Instance, timetable: Timetable) -> Edit | None:
    """An internship is over; mostly the student looks for another one."""
    student = _intern(dice, instance)
    if student is None:
        return None
    number = dice.below(len(student.internships))
    seeks = dice.chance(800)
    return InternshipEnded(
        student=student.id,
        internship=number,
        seeks=seeks,
        travel=tuple(buses(instance, student)) if seeks else (),
    )


def unavailable(dice: Dice, instance: Instance, timetable: Timetable) -> Edit | None:
    """A student has a class or an appointment every week."""
    student = _student(dice, instance)
    if student is None:
        return None
    start, end = dice.pick(_TIMES)
    span = Span(day=dice.pick(instance.term.weekdays), start=start, end=end)
    return StudentUnavailable(student=student.id, unavailable=(*student.unavailable, span))


def _student(dice: Dice, instance: Instance) -> Student | None:
    return dice.pick(instance.students) if instance.students else None


def _intern(dice: Dice, instance: Instance) -> Student | None:
    interns = [one for one in instance.students if one.internships]
    return dice.pick(interns) if interns else None


def _for(row: TravelRow, old: StudentId, new: StudentId) -> TravelRow:
    origin = new if row.origin == old else row.origin
    destination = new if row.destination == old else row.destination
    return replace(row, origin=origin, destination=destination)

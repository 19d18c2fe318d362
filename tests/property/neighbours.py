"""Timetables near another one, made without the solver: the checker says which are allowed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from scheduler.domain.instance import Instance
from scheduler.domain.rules import UnplacedKind
from scheduler.domain.timetable import (
    Enrolment,
    PlacedSession,
    RunningSection,
    RunUse,
    Timetable,
    Unplaced,
)
from scheduler.solver.problem import Problem


def neighbour(problem: Problem, timetable: Timetable, random: Random) -> Timetable:
    """Change one thing at random, and say anew what is unplaced and who rides."""
    change = random.choice((_move_session, _move_meeting, _enrol, _leave, _days_out, _run, _stop))
    return settled(problem, change(problem, timetable, random))


def _move_session(problem: Problem, timetable: Timetable, random: Random) -> Timetable:
    held = [one for one in timetable.sections if one.sessions]
    if not held:
        return timetable
    one = random.choice(held)
    section, _ = problem.instance.section_of[one.section]
    site = problem.instance.school_site_of[section.site]
    sessions = list(one.sessions)
    room = random.choice(site.rooms).id
    sessions[random.randrange(len(sessions))] = PlacedSession(
        slot=random.randrange(len(site.grid)), room=room
    )
    sessions.sort(key=lambda session: session.slot)
    moved = replace(one, sessions=tuple(sessions), lead=random.choice(section.leads))
    rest = [s for s in timetable.sections if s.section != one.section]
    return replace(timetable, sections=_sorted([*rest, moved], "section"))


def _move_meeting(problem: Problem, timetable: Timetable, random: Random) -> Timetable:
    if not timetable.meetings:
        return timetable
    one = random.choice(timetable.meetings)
    room = problem.instance.advisory_of[one.advisory].room
    grid = problem.instance.room_of[room][1].grid
    moved = replace(one, slot=random.randrange(len(grid)))
    rest = [m for m in timetable.meetings if m != one]
    return replace(timetable, meetings=_sorted([*rest, moved], "advisory", "kind", "slot"))


def _enrol(problem: Problem, timetable: Timetable, random: Random) -> Timetable:
    student = random.choice(problem.instance.students)
    bundles = problem.bundles_asked_for[student.id]
    if not bundles:
        return timetable
    sections = problem.bundles[random.choice(bundles)].sections
    new = {Enrolment(student=student.id, section=section) for section in sections}
    found = [*timetable.enrolments, *sorted(new - {*timetable.enrolments}, key=lambda e: e.section)]
    return replace(timetable, enrolments=_sorted(found, "student", "section"))


def _leave(problem: Problem, timetable: Timetable, random: Random) -> Timetable:
    if not timetable.enrolments:
        return timetable
    one = random.choice(timetable.enrolments)
    return replace(timetable, enrolments=tuple(e for e in timetable.enrolments if e != one))


def _days_out(problem: Problem, timetable: Timetable, random: Random) -> Timetable:
    student = random.choice(problem.instance.students).id
    option = random.choice(problem.options[student])
    new = [out.of(student) for out in option.outs]
    rest = [one for one in timetable.days_out if one.student != student]
    keys = ("student", "internship", "mentor", "site", "day")
    return replace(timetable, days_out=_sorted([*rest, *new], *keys))


def _run(problem: Problem, timetable: Timetable, random: Random) -> Timetable:
    running = {one.section for one in timetable.sections}
    idle = [s for s in problem.instance.section_of if s not in running]
    if not idle:
        return timetable
    section, workshop = problem.instance.section_of[random.choice(idle)]
    site = problem.instance.school_site_of[section.site]
    slots = sorted(random.sample(range(len(site.grid)), workshop.sessions))
    one = RunningSection(
        section=section.id,
        lead=random.choice(section.leads),
        sessions=tuple(PlacedSession(slot=s, room=random.choice(site.rooms).id) for s in slots),
    )
    return replace(timetable, sections=_sorted([*timetable.sections, one], "section"))


def _stop(problem: Problem, timetable: Timetable, random: Random) -> Timetable:
    if not timetable.sections:
        return timetable
    one = random.choice(timetable.sections).section
    return replace(
        timetable,
        sections=tuple(s for s in timetable.sections if s.section != one),
        enrolments=tuple(e for e in timetable.enrolments if e.section != one),
    )


def _sorted(things: Sequence[object], *fields: str) -> tuple[object, ...]:
    return tuple(sorted(things, key=lambda one: tuple(getattr(one, name) for name in fields)))


def settled(problem: Problem, timetable: Timetable) -> Timetable:
    """List what is unplaced and the runs that are ridden, as the decisions have it."""
    instance = problem.instance
    return replace(
        timetable, runs=_runs(instance, timetable), unplaced=_unplaced(instance, timetable)
    )


def _runs(instance: Instance, timetable: Timetable) -> tuple[RunUse, ...]:
    stops: dict[str, set[int]] = {}
    riders: dict[str, set[str]] = {}
    for out in timetable.days_out:
        for leg in (*out.there, *out.back):
            if leg.run is not None:
                run = instance.run_of[leg.run]
                places = [(stop.place, stop.at) for stop in run.stops]
                on = places.index((leg.origin, leg.departs))
                off = places.index((leg.destination, leg.arrives))
                stops.setdefault(leg.run, set()).update((on, off))
                riders.setdefault(leg.run, set()).add(out.student)
    return tuple(
        RunUse(run=run, stops=tuple(sorted(stops[run])), riders=tuple(sorted(riders[run])))
        for run in sorted(stops)
    )


def _unplaced(instance: Instance, timetable: Timetable) -> tuple[Unplaced, ...]:
    found = []
    enrolled: dict[str, set[str]] = {}
    for one in timetable.enrolments:
        enrolled.setdefault(one.student, set()).add(instance.section_of[one.section][1].id)
    for student in instance.students:
        for index in range(len(student.internships)):
            wanted = len(instance.days_wanted(student, index))
            had = sum(
                (one.student, one.internship) == (student.id, index) for one in timetable.days_out
            )
            found += [_item(UnplacedKind.DAY, student.id, str(index))] * (wanted - had)
        for request in student.musts:
            if not enrolled.get(student.id, set()) & {*request.workshops}:
                found.append(_item(UnplacedKind.MUST, student.id, request.workshop))
        found += _short_weeks(instance, timetable, student.id)
    return _sorted(found, "kind", "student", "subject")


def _short_weeks(instance: Instance, timetable: Timetable, student_id: str) -> list[Unplaced]:
    student = instance.student_of[student_id]
    advisory = instance.advisory_of[student.advisory]
    site = instance.room_of[advisory.room][1]
    found = []
    for week in range(instance.term.cycle):
        had = 0
        for kind in advisory.meetings:
            for one in timetable.meetings:
                if (one.advisory, one.kind) != (advisory.id, kind.name):
                    continue
                where = site.span_of(one.slot, kind.length)
                if where is None or week not in instance.weeks(kind.weeks):
                    continue
                day, begin, end = where
                away = any(
                    out.student == student_id
                    and out.day == day
                    and student.internships[out.internship].block is None
                    and week in instance.weeks(student.internships[out.internship].weeks)
                    for out in timetable.days_out
                ) or any(
                    span.day == day
                    and span.holds_in(week)
                    and span.minutes[0] < end
                    and begin < span.minutes[1]
                    for span in student.unavailable
                )
                had += 0 if away else end - begin
        if had < advisory.minutes:
            found.append(_item(UnplacedKind.MINUTES, student_id, str(week)))
    return found


def _item(kind: UnplacedKind, student: str, subject: str) -> Unplaced:
    return Unplaced(kind=kind, student=student, subject=subject)

"""From the search's decisions to a timetable."""

from __future__ import annotations

from collections import defaultdict

from scheduler.domain.people import RequestKind
from scheduler.domain.rules import UnplacedKind
from scheduler.domain.timetable import (
    DayOut,
    Enrolment,
    Meeting,
    PlacedSession,
    RunningSection,
    RunUse,
    Timetable,
    Unplaced,
)
from scheduler.solver.options import Option
from scheduler.solver.problem import Problem
from scheduler.solver.search.layout import *  # noqa: F403 the layout is the vocabulary here
from scheduler.solver.search.pack import Ints, Slab


def unpack(problem: Problem, slab: Slab, decisions: Ints) -> Timetable:
    """The timetable that decisions (values at ``slab.addresses``) stand for."""
    value = dict(zip(slab.addresses.tolist(), decisions.tolist(), strict=True))
    cells = slab.cells
    instance = problem.instance
    chosen = {
        student.id: slab.options[value[at + S_OPTION]]
        for student, at in zip(instance.students, slab.students, strict=True)
    }
    meetings = []
    for one, at in zip(problem.meetings, slab.meetings, strict=True):
        if value[at + M_START] >= 0:
            start = int(cells[at + M_STARTS]) + 1 + value[at + M_START] * T_SIZE
            slot = int(cells[start + T_SLOT])
            meetings.append(Meeting(advisory=one.advisory.id, kind=one.kind.name, slot=slot))
    running = []
    for section_id, at in slab.sections.items():
        if not value[int(cells[at + X_BUNDLE]) + B_RUNS]:
            continue
        sessions = []
        for k in range(int(cells[at + X_SESSIONS])):
            index, room = value[at + X_SESSION + 2 * k], value[at + X_SESSION + 2 * k + 1]
            slot = int(cells[int(cells[at + X_STARTS]) + 1 + index * T_SIZE + T_SLOT])
            sessions.append(PlacedSession(slot=slot, room=slab.room_at[room]))
        sessions.sort(key=lambda s: s.slot)
        lead = slab.staff_at[value[at + X_LEAD]]
        running.append(RunningSection(section=section_id, lead=lead, sessions=tuple(sessions)))
    number_of = {at: i for i, at in enumerate(slab.bundles)}
    enrolled: dict[tuple[str, str], Enrolment] = {}
    unplaced: list[Unplaced] = []
    for student, mine in zip(instance.students, slab.requests, strict=True):
        for request, q in zip(student.requests, mine, strict=True):
            at = value[q + Q_AT]
            if at >= 0:
                for section in problem.bundles[number_of[at]].sections:
                    one = Enrolment(student=student.id, section=section)
                    enrolled[student.id, section] = one
            elif request.kind is RequestKind.MUST:
                unplaced.append(
                    Unplaced(
                        kind=UnplacedKind.MUST, student=student.id, subject=request.workshop
                    )
                )
    return assemble(problem, chosen, meetings, running, list(enrolled.values()), unplaced)


def assemble(
    problem: Problem,
    chosen: dict[str, Option],
    meetings: list[Meeting],
    running: list[RunningSection],
    enrolments: list[Enrolment],
    unplaced: list[Unplaced],
) -> Timetable:
    """A timetable from its parts: days out, vehicle runs and what is unplaced follow."""
    instance = problem.instance
    days_out = []
    stops: dict[str, set[int]] = defaultdict(set)
    riders: dict[str, set[str]] = defaultdict(set)
    for student in instance.students:
        outs = chosen[student.id].outs
        placed: dict[int, int] = defaultdict(int)
        for out in outs:
            placed[out.internship] += 1
            days_out.append(
                DayOut(
                    student=student.id,
                    internship=out.internship,
                    mentor=out.mentor,
                    site=out.site,
                    day=out.day,
                    there=out.trip.there.journey,
                    back=out.trip.back.journey,
                )
            )
            for ride in out.trip.rides:
                run = instance.runs[ride.run].id
                stops[run] |= {ride.on, ride.off}
                riders[run].add(student.id)
        for i in range(len(student.internships)):
            missing = len(instance.days_wanted(student, i)) - placed[i]
            unplaced += [
                Unplaced(kind=UnplacedKind.DAY, student=student.id, subject=str(i))
            ] * missing
    unplaced += short_of_minutes(problem, chosen, meetings)
    return Timetable(
        instance=instance.id,
        days_out=tuple(sorted(days_out, key=lambda o: (o.student, o.internship, o.day))),
        meetings=tuple(sorted(meetings, key=lambda m: (m.advisory, m.kind, m.slot))),
        sections=tuple(sorted(running, key=lambda s: s.section)),
        enrolments=tuple(sorted(enrolments, key=lambda e: (e.student, e.section))),
        runs=tuple(
            RunUse(run=run, stops=tuple(sorted(stops[run])), riders=tuple(sorted(riders[run])))
            for run in sorted(stops)  # type: ignore[type-var]
        ),
        unplaced=tuple(sorted(unplaced, key=lambda u: (u.kind, u.student, u.subject))),
    )


def short_of_minutes(
    problem: Problem, chosen: dict[str, Option], meetings: list[Meeting]
) -> list[Unplaced]:
    """Students and weeks short of advisory minutes."""
    instance, times = problem.instance, problem.times
    by_advisory: dict[str, list[Meeting]] = defaultdict(list)
    for meeting in meetings:
        by_advisory[meeting.advisory].append(meeting)
    found = []
    for student in instance.students:
        advisory = instance.advisory_of[student.advisory]
        if advisory.minutes <= 0:
            continue
        site = problem.student_site[student.id]
        kinds = {kind.name: kind for kind in advisory.meetings}
        away = {
            (week, out.day)
            for out in chosen[student.id].outs
            for week in instance.weeks(student.internships[out.internship].weeks)
            if student.internships[out.internship].block is None
        }
        blocked = problem.student_blocked[student.id]
        for week in times.weeks:
            minutes = 0
            for meeting in by_advisory[advisory.id]:
                kind = kinds[meeting.kind]
                span = site.span_of(meeting.slot, kind.length)
                if span is None or week not in instance.weeks(kind.weeks):
                    continue
                day, start, end = span
                index = times.index_of_day[week, day]
                mask = 0
                for slot in range(meeting.slot, meeting.slot + kind.length):
                    mask |= times.mask(day, *site.grid[slot].minutes)
                if (week, day) not in away and not blocked[index] & mask:
                    minutes += end - start
            if minutes < advisory.minutes:
                found.append(
                    Unplaced(kind=UnplacedKind.MINUTES, student=student.id, subject=str(week))
                )
    return found

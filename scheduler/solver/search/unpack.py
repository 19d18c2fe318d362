"""From the search's decisions to a timetable."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from scheduler.domain.ids import RunId, StudentId
from scheduler.domain.people import RequestKind
from scheduler.domain.rules import UnplacedKind
from scheduler.domain.timetable import (
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
from scheduler.solver.search.pack import Ints, Slab, items


def unpack(problem: Problem, slab: Slab, decisions: Ints) -> Timetable:
    """The timetable that decisions (values at ``slab.addresses``) stand for."""
    value = dict(zip(slab.arrays.addresses.tolist(), decisions.tolist(), strict=True))
    cells = slab.arrays.cells
    instance = problem.instance
    chosen = {
        student.id: slab.options[value[at + S_OPTION]]
        for student, at in zip(instance.students, slab.students, strict=True)
    }
    meetings = []
    for meeting, at in zip(problem.meetings, slab.meetings, strict=True):
        if value[at + M_START] >= 0:
            start = int(cells[at + M_STARTS]) + 1 + value[at + M_START] * T_SIZE
            slot = int(cells[start + T_SLOT])
            meetings.append(
                Meeting(advisory=meeting.advisory.id, kind=meeting.kind.name, slot=slot)
            )
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
                    Unplaced(kind=UnplacedKind.MUST, student=student.id, subject=request.workshop)
                )
    return assemble(problem, chosen, meetings, running, list(enrolled.values()), unplaced)


def assemble(
    problem: Problem,
    chosen: dict[StudentId, Option],
    meetings: list[Meeting],
    running: list[RunningSection],
    enrolments: list[Enrolment],
    unplaced: list[Unplaced],
) -> Timetable:
    """A timetable from its parts: days out, vehicle runs and what is unplaced follow."""
    instance = problem.instance
    days_out = []
    stops: dict[RunId, set[int]] = defaultdict(set)
    riders: dict[RunId, set[StudentId]] = defaultdict(set)
    for student in instance.students:
        outs = chosen[student.id].outs
        placed: dict[int, int] = defaultdict(int)
        for out in outs:
            placed[out.internship] += 1
            days_out.append(out.of(student.id))
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
            for run in sorted(stops)
        ),
        unplaced=tuple(sorted(unplaced, key=lambda u: (u.kind, u.student, u.subject))),
    )


def short_of_minutes(
    problem: Problem, chosen: dict[StudentId, Option], meetings: list[Meeting]
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


def decisions_of(problem: Problem, slab: Slab, timetable: Timetable) -> Ints | None:
    """The decisions that stand for a timetable; None if the search cannot express it.

    Days out are matched by mentor, site and day, with the cheapest ways; what does not
    match an option of the problem any more is left unplaced.
    """
    cells, instance = slab.arrays.cells, problem.instance
    value: dict[int, int] = {}
    wanted: dict[str, set[tuple[object, ...]]] = defaultdict(set)
    for out in timetable.days_out:
        wanted[out.student].add((out.internship, out.mentor, out.site, out.day))
    journeys = {(o.student, o.internship, o.day): (o.there, o.back) for o in timetable.days_out}
    for number, student in enumerate(instance.students):
        at = slab.students[number]
        value[at + S_OPTION] = int(cells[at + S_EMPTY])
        same = -1
        for ref in items(cells, int(cells[at + S_OPTIONS])):
            outs = slab.options[ref].outs
            if {(o.internship, o.mentor, o.site, o.day) for o in outs} != wanted[student.id]:
                continue
            exact = sum(
                journeys.get((student.id, o.internship, o.day))
                == (o.trip.there.journey, o.trip.back.journey)
                for o in outs
            )
            if exact > same:
                value[at + S_OPTION], same = ref, exact
    for at, slot in zip(slab.meetings, _meeting_slots(problem, slab, timetable), strict=True):
        index = _start_index(cells, int(cells[at + M_STARTS]), slot)
        if index is None:
            return None
        value[at + M_START] = index
    running = {one.section: one for one in timetable.sections}
    room_of = {room: at for at, room in slab.room_at.items()}
    staff_of = {staff: at for at, staff in slab.staff_at.items()}
    for section_id, at in slab.sections.items():
        section = running.get(section_id)
        count = int(cells[at + X_SESSIONS])
        value[at + X_LEAD] = int(cells[at + X_LEAD])
        for k in range(2 * count):
            value[at + X_SESSION + k] = -1
        if section is None:
            continue
        if len(section.sessions) != count or section.lead not in staff_of:
            return None
        value[at + X_LEAD] = staff_of[section.lead]
        for k, session in enumerate(section.sessions):
            index = _start_index(cells, int(cells[at + X_STARTS]), session.slot)
            if index is None or index < 0 or session.room not in room_of:
                return None
            value[at + X_SESSION + 2 * k] = index
            value[at + X_SESSION + 2 * k + 1] = room_of[session.room]
    for bundle, at in zip(problem.bundles, slab.bundles, strict=True):
        runs = [section in running for section in bundle.sections]
        if any(runs) and not all(runs):
            return None
        value[at + B_RUNS] = int(all(runs))
    enrolled = {(e.student, e.section) for e in timetable.enrolments}
    for student, mine in zip(instance.students, slab.requests, strict=True):
        for i, q in enumerate(mine):
            value[q + Q_AT] = -1
            for bundle_number in problem.request_bundles[student.id][i]:
                sections = problem.bundles[bundle_number].sections
                bundle_at = slab.bundles[bundle_number]
                if bundle_at in items(cells, int(cells[q + Q_BUNDLES])) and all(
                    (student.id, section) in enrolled for section in sections
                ):
                    value[q + Q_AT] = bundle_at
                    break
    return np.array([value[at] for at in slab.arrays.addresses.tolist()], dtype=np.int64)


def _meeting_slots(problem: Problem, slab: Slab, timetable: Timetable) -> list[int | None]:
    """Which slot each meeting of the problem has.

    Meetings of a kind are alike: those that are pinned have their own slots, and the
    others what is left.
    """
    cells = slab.arrays.cells
    left: dict[tuple[str, str], list[int]] = defaultdict(list)
    for meeting in timetable.meetings:
        left[meeting.advisory, meeting.kind].append(meeting.slot)
    found: dict[int, int] = {}
    for pinned in (1, 0):
        for one, at in zip(problem.meetings, slab.meetings, strict=True):
            slots = left[one.advisory.id, one.kind.name]
            if cells[at + M_PINNED] != pinned or not slots:
                continue
            if pinned:
                start = int(cells[at + M_STARTS]) + 1 + int(cells[at + M_START]) * T_SIZE
                own = int(cells[start + T_SLOT])
                if own not in slots:
                    continue
                slots.remove(own)
                found[at] = own
            else:
                found[at] = slots.pop(0)
    return [found.get(at) for at in slab.meetings]


def _start_index(cells: Ints, starts: int, slot: int | None) -> int | None:
    """Which start of a list begins in a slot; -1 for no slot, None if there is none."""
    if slot is None:
        return -1
    for index in range(int(cells[starts])):
        if cells[starts + 1 + index * T_SIZE + T_SLOT] == slot:
            return index
    return None

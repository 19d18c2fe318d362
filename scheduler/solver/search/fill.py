"""Fills a slab: records in an order in which each finds what it refers to."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from scheduler.domain.ids import (
    AdvisoryId,
    RoomId,
    SchoolSiteId,
    SectionId,
    StaffId,
    WorkshopId,
)
from scheduler.domain.people import RequestKind
from scheduler.domain.rules import GoalId
from scheduler.solver.options import Option
from scheduler.solver.problem import Problem
from scheduler.solver.search.layout import *  # noqa: F403 the layout is the vocabulary here
from scheduler.solver.search.pack import MOST_BITS, RANKED, Arrays, Packer, Slab, weights
from scheduler.solver.search.rivals import tell_rivals

NO_LIMIT = 1 << 30


def packable(problem: Problem) -> bool:
    """Whether the compiled search can hold the problem: days and weeks not too long."""
    bits = max((len(b) for b in problem.times.bits.values()), default=0)
    return bits <= MOST_BITS and len(problem.times.pattern_days) <= 60


def pack(problem: Problem) -> Slab:
    """Build the slab of a problem with nothing decided yet.

    Students are not sent to other school sites, and staff lead at one site a day: the
    exact model knows more than the search does.
    """
    p = Packer(problem)
    cells, heap, instance = p.heap.cells, p.heap, problem.instance
    cells[H_D], cells[H_N], cells[H_W] = p.D, p.N, p.W
    cells[H_R_DAY], cells[H_R_MUST], cells[H_R_MINUTES] = weights(problem, RANKED)
    cells[H_W_DAY : H_W_HARD + 1] = (*weights(problem, RANKED), 2 * RANKED[1])
    for at, goal in (
        (H_F_EVEN_DAYS, GoalId.EVEN_DAYS),
        (H_F_TOGETHER, GoalId.TOGETHER),
        (H_F_EVEN_SECTIONS, GoalId.EVEN_SECTIONS),
        (H_F_FAIR, GoalId.FAIR_LOAD),
        (H_F_VEHICLE, GoalId.VEHICLE_COST),
    ):
        cells[at] = p.factor(goal) * (3 if goal is GoalId.EVEN_DAYS else 1)
    sites = {site.id: p.site(i) for i, site in enumerate(instance.school_sites)}
    staff = _staff(p)
    rooms = {
        room_id: heap.record([room.seats, i, *([0] * p.D), *problem.room_blocked[room_id]])
        for i, (room_id, (room, _)) in enumerate(instance.room_of.items())
    }
    advisories = {one.id: heap.record([0, 0]) for one in instance.advisories}
    meetings = _meetings(p, advisories, staff, rooms, sites)
    workshops = {one.id: heap.record([0]) for one in instance.workshops}
    sections, bundles = _sections(p, workshops, staff, rooms, sites)
    runs = [
        heap.record([0, len(run.stops), 0, *(c for s in run.stops for c in (_minutes(s), 0))])
        for run in instance.runs
    ]
    slab = _students(p, sites, advisories, bundles, runs)
    tell_rivals(p, slab.students)
    cells[H_STUDENTS] = heap.list(slab.students)
    cells[H_OUTERS] = heap.list([s for s in slab.students if cells[cells[s + S_OPTIONS]] > 1])
    cells[H_REQUESTS] = heap.list([q for mine in slab.requests for q in mine])
    cells[H_BUNDLES] = heap.list(bundles)
    cells[H_SECTIONS] = heap.list(list(sections.values()))
    cells[H_MEETINGS] = heap.list(meetings)
    cells[H_SITES] = heap.list(list(sites.values()))
    slab.bundles, slab.sections, slab.meetings = bundles, sections, meetings
    slab.staff_at = {at: one for one, at in staff.items()}
    slab.room_at = {at: one for one, at in rooms.items()}
    _totals(p, slab)
    kinds = (
        slab.students,
        [q for mine in slab.requests for q in mine],
        slab.meetings,
        slab.bundles,
        list(slab.sections.values()),
    )
    priorities = instance.priorities
    slab.arrays = Arrays(
        np.array(cells, dtype=np.int64),
        np.concatenate(p.tables) if p.tables else np.zeros(1, dtype=np.int32),
        np.array(_addresses(slab, cells), dtype=np.int64),
        tuple(np.array(refs, dtype=np.int64) for refs in kinds),  # type: ignore[arg-type]
        (priorities.day, priorities.must, priorities.minutes),
    )
    return slab


def _minutes(stop: object) -> int:
    at = stop.at  # type: ignore[attr-defined]
    return int(at.hour * 60 + at.minute)


def _staff(p: Packer) -> dict[StaffId, int]:
    """Staff, and the groups that `fair-load` compares."""
    found: dict[StaffId, int] = {}
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i, one in enumerate(p.instance.staff):
        most_day = NO_LIMIT if one.most_day is None else one.most_day
        most_week = NO_LIMIT if one.most_week is None else one.most_week
        blocked = p.problem.staff_blocked[one.id]
        zeros = [0] * p.D
        record = [most_day, most_week, 0, 0, i, 0]
        record += [*zeros, *blocked, *zeros, *zeros, *zeros, *([0] * p.W)]
        found[one.id] = p.heap.record(record)
        groups[one.school, one.kind].append(found[one.id])
    for members in groups.values():
        group = p.heap.record([0, p.heap.list(members)])
        for at in members:
            p.heap.cells[at + F_GROUP] = group
    return found


def _meetings(
    p: Packer,
    advisories: dict[AdvisoryId, int],
    staff: dict[StaffId, int],
    rooms: dict[RoomId, int],
    sites: dict[SchoolSiteId, int],
) -> list[int]:
    """Meetings, in the order of the problem's."""
    found = []
    kinds: dict[tuple[str, str], int] = {}
    by_advisory: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(p.problem.meetings):
        members = len(p.instance.members_of[one.advisory.id])
        need = members if one.kind.whole else -int(-(one.kind.quorum * members - 1e-9) // 1)
        starts = p.starts(p.problem.meeting_starts(one), one.site.id, one.kind.length)
        kind = kinds.setdefault((one.advisory.id, one.kind.name), len(kinds))
        at = p.heap.record(
            [
                advisories[one.advisory.id],
                int(one.kind.whole),
                need,
                -1,
                staff[one.advisory.advisor],
                rooms[one.advisory.room],
                starts,
                p.week_bits(one.kind.weeks),
                0,
                kind,
                one.kind.length,
                sites[one.site.id],
                number,
                0,
                *([0] * p.W),
            ]
        )
        found.append(at)
        by_advisory[one.advisory.id].append(at)
    for advisory, record in advisories.items():
        p.heap.cells[record + A_MEETINGS] = p.heap.list(by_advisory[advisory])
    return found


def _sections(
    p: Packer,
    workshops: dict[WorkshopId, int],
    staff: dict[StaffId, int],
    rooms: dict[RoomId, int],
    sites: dict[SchoolSiteId, int],
) -> tuple[dict[SectionId, int], list[int]]:
    """Sections, bundles, and the lists of workshops and of what comes after what."""
    cells, heap, problem = p.heap.cells, p.heap, p.problem
    sections: dict[SectionId, int] = {}
    for number, (section_id, (section, workshop)) in enumerate(p.instance.section_of.items()):
        record = [0] * (X_SESSION + 2 * workshop.sessions)
        record[X_WORKSHOP] = workshops[workshop.id]
        record[X_SITE] = sites[section.site]
        record[X_LENGTH], record[X_LEAST] = workshop.length, section.least
        record[X_MOST], record[X_SESSIONS] = section.most, workshop.sessions
        record[X_LEADS] = heap.list([staff[lead] for lead in section.leads])
        record[X_ROOMS] = heap.list([rooms[room] for room in problem.rooms_for[section_id]])
        starts = problem.session_starts(section, workshop)
        record[X_STARTS] = p.starts(starts, section.site, workshop.length)
        record[X_LEAD] = staff[section.leads[0]]
        record[X_WEEKS], record[X_NUMBER] = p.week_bits(workshop.weeks), number
        for k in range(2 * workshop.sessions):
            record[X_SESSION + k] = -1
        sections[section_id] = heap.record(record)
    before: dict[SectionId, list[int]] = defaultdict(list)
    for section_id, (section, _) in p.instance.section_of.items():
        cells[sections[section_id] + X_AFTER] = heap.list([sections[o] for o in section.after])
        for other in section.after:
            before[other].append(sections[section_id])
    for section_id, at in sections.items():
        cells[at + X_BEFORE] = heap.list(before[section_id])
    bundles = []
    for number, bundle in enumerate(problem.bundles):
        members = [p.instance.section_of[s] for s in bundle.sections]
        most = min(section.most for section, _ in members)
        record = [0] * (B_MASK + p.D)
        record[B_CAP] = most
        record[B_SECTIONS] = heap.list([sections[s] for s in bundle.sections])
        record[B_MEMBERS] = heap.record([0] * (most + 2))
        record[B_MUST_RUN] = int(any(workshop.run_all for _, workshop in members))
        record[B_NUMBER] = number
        record[B_WORKSHOPS] = heap.list(list({workshops[w.id]: None for _, w in members}))
        bundles.append(heap.record(record))
        for s in bundle.sections:
            cells[sections[s] + X_BUNDLE] = bundles[-1]
    for workshop in p.instance.workshops:
        at = workshops[workshop.id]
        cells[at + P_SECTIONS] = heap.list([sections[s.id] for s in workshop.sections])
    return sections, bundles


def _students(
    p: Packer,
    sites: dict[SchoolSiteId, int],
    advisories: dict[AdvisoryId, int],
    bundles: list[int],
    runs: list[int],
) -> Slab:
    """Students with their options and requests."""
    cells, heap, instance, problem = p.heap.cells, p.heap, p.instance, p.problem
    options: dict[int, Option] = {}
    option_at: list[list[int]] = []
    students: list[int] = []
    requests: list[list[int]] = []
    asked: dict[int, list[int]] = defaultdict(list)
    members: dict[str, list[int]] = defaultdict(list)
    wish_factor = p.factor(GoalId.WISHES)
    site_of_bundle = [
        {instance.section_of[s][0].site for s in bundle.sections} for bundle in problem.bundles
    ]
    for number, student in enumerate(instance.students):
        site = problem.student_site[student.id]
        refs = []
        for option in problem.options[student.id]:
            refs.append(p.option(number, option, runs))
            options[refs[-1]] = option
        mine, wishes = [], 0
        for i, request in enumerate(student.requests):
            must = request.kind is RequestKind.MUST
            points = 0 if must else (12 if wishes == 0 else 7) * wish_factor
            wishes += not must
            near = [
                b for b in problem.request_bundles[student.id][i] if site_of_bundle[b] == {site.id}
            ]
            record = [0, int(must), points, -1, heap.list([bundles[b] for b in near]), 0, i, -1, 0]
            mine.append(heap.record(record))
            for b in near:
                asked[b].append(mine[-1])
        accommodation = student.accommodations.break_every
        limits = [m for m in (site.most_slots_without_break, accommodation) if m is not None]
        tables = [
            p.day_table(
                p.times.slot_masks(site, day),
                len(p.times.bits.get(day, ())),
                min(limits, default=None),
            )
            for day in p.times.weekdays
        ]
        empty = next(r for r in refs if not options[r].outs)
        record = [
            sites[site.id],
            advisories[student.advisory],
            empty,
            heap.list(refs),
            heap.list(mine),
            0,
            instance.advisory_of[student.advisory].minutes,
            number,
            empty,
            *([0] * p.D),
            *problem.student_blocked[student.id],
            *tables,
            *([0] * p.W),
        ]
        at = heap.record(record)
        students.append(at)
        option_at.append(refs)
        requests.append(mine)
        members[student.advisory].append(at)
        for ref in refs:
            cells[ref + O_STUDENT] = at
        for q in mine:
            cells[q + Q_STUDENT] = at
    for advisory, record_at in advisories.items():
        cells[record_at + A_MEMBERS] = heap.list(members[advisory])
    for number, bundle_at in enumerate(bundles):
        cells[bundle_at + B_ASKED] = heap.list(asked[number])
    none = np.zeros(0, dtype=np.int64)
    empty_arrays = Arrays(none, none.astype(np.int32), none, (none,) * 5)
    return Slab(empty_arrays, students, options, option_at, requests, [], {}, [])


def _totals(p: Packer, slab: Slab) -> None:
    """What is unplaced and hard with nothing decided."""
    cells, instance = p.heap.cells, p.instance
    cells[H_DAYS] = sum(cells[cells[s + S_EMPTY] + O_MISSING] for s in slab.students)
    cells[H_MUSTS] = sum(cells[q + Q_MUST] for mine in slab.requests for q in mine)
    cells[H_MINUTES] = p.W * sum(cells[s + S_NEED] > 0 for s in slab.students)
    wishes = sum(cells[q + Q_POINTS] for mine in slab.requests for q in mine)
    costs = sum(cells[cells[s + S_EMPTY] + O_COST] for s in slab.students)
    cells[H_PENALTY] = wishes + costs
    hard = len(slab.meetings) + sum(cells[b + B_MUST_RUN] for b in slab.bundles)
    sites = cells[H_SITES]
    for i in range(cells[sites]):
        site = cells[sites + 1 + i]
        for d in range(p.D):
            slots = cells[site + I_DAYS + d]
            for j in range(cells[slots]):
                at = slots + 1 + j * L_SIZE
                hard += max(0, cells[at + L_PRESENT] - cells[site + I_SEATS])
                if not cells[at + L_LUNCH]:
                    hard += max(0, cells[at + L_FREE] - cells[site + I_STUDY])
    cells[H_HARD] = hard
    assert instance.term.cycle == p.W


def _addresses(slab: Slab, cells: list[int]) -> list[int]:
    """Where the decisions are, in the order that `anneal.load` reads."""
    found = [s + S_OPTION for s in slab.students]
    found += [q + Q_AT for mine in slab.requests for q in mine]
    found += [m + M_START for m in slab.meetings]
    found += [b + B_RUNS for b in slab.bundles]
    for x in slab.sections.values():
        found.append(x + X_LEAD)
        found += [x + X_SESSION + k for k in range(2 * cells[x + X_SESSIONS])]
    return found

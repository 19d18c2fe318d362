"""What is pinned, decided in the slab before the search begins and kept out of its reach."""

from __future__ import annotations

import numpy as np

from scheduler.domain.ids import SectionId
from scheduler.domain.timetable import Timetable
from scheduler.solver.options import Option, holds_all
from scheduler.solver.problem import Problem
from scheduler.solver.search import anneal
from scheduler.solver.search.layout import *  # noqa: F403 the layout is the vocabulary here
from scheduler.solver.search.pack import Slab, items
from scheduler.solver.search.unpack import decisions_of


def pin(problem: Problem, slab: Slab) -> bool:
    """Decide what the instance pins; False where the search cannot hold it.

    The search never asks again whether what is pinned keeps the rules, so here it must.
    Students keep only the options with all their pinned days out, the shortest of which
    is what they fall back on.
    """
    pinned = problem.instance.pins.timetable
    if pinned is None:
        return True
    decisions = decisions_of(problem, slab, pinned)
    if decisions is None or not _sections_can_be(problem, pinned):
        return False
    if not _keep_options(problem, slab, pinned):
        return False
    arrays = slab.arrays
    value = dict(zip(arrays.addresses.tolist(), decisions.tolist(), strict=True))
    for at in slab.students:
        value[at + S_OPTION] = int(arrays.cells[at + S_EMPTY])
    wanted = np.array([value[at] for at in arrays.addresses.tolist()], dtype=np.int64)
    cells = arrays.cells.copy()
    journal = np.zeros(2_000_000, dtype=np.int64)
    if not anneal.load(cells, arrays.tables, journal, wanted, *arrays.kinds):
        return False
    # Meetings may be more than the advisory has.
    if sum(value[at + M_START] >= 0 for at in slab.meetings) < len(pinned.meetings):
        return False
    # Enrolments alone may be pinned, in sections that are free to move: not for the slab.
    enrolled = sum(1 for mine in slab.requests for q in mine if value[q + Q_AT] >= 0)
    if enrolled < len({(e.student, e.section) for e in pinned.enrolments}):
        return False
    if not np.array_equal(cells[arrays.addresses], wanted):
        return False
    for at in slab.meetings:
        cells[at + M_PINNED] = int(value[at + M_START] >= 0)
    for at in slab.bundles:
        cells[at + B_PINNED] = value[at + B_RUNS]
    for mine in slab.requests:
        for q in mine:
            cells[q + Q_PINNED] = int(value[q + Q_AT] >= 0)
    arrays.cells = cells
    return True


def _sections_can_be(problem: Problem, pinned: Timetable) -> bool:
    """Whether each pinned section is pinned once, with all its sessions, in ways it may have."""
    instance = problem.instance
    first: dict[SectionId, tuple[int, int, int]] = {}
    """Weekday and minutes of each section's first session of the week."""
    for one in pinned.sections:
        section, workshop = instance.section_of[one.section]
        site = instance.school_site_of[section.site]
        spans = [site.span_of(session.slot, workshop.length) for session in one.sessions]
        held = sorted(span for span in spans if span is not None)
        rooms = {session.room for session in one.sessions}
        if one.section in first or one.lead not in section.leads:
            return False
        if not rooms.issubset(problem.rooms_for[one.section]):
            return False
        if len({day for day, _, _ in held}) < workshop.sessions:
            return False
        first[one.section] = held[0]
    return all(
        (first[earlier][0], first[earlier][2]) <= first[later][:2]
        for later in first
        for earlier in instance.section_of[later][0].after
        if earlier in first
    )


def _keep_options(problem: Problem, slab: Slab, pinned: Timetable) -> bool:
    """Leave to each student the options that have what is pinned."""
    cells = slab.arrays.cells
    for number, student in enumerate(problem.instance.students):
        asked = [out for out in pinned.days_out if out.student == student.id]
        if not asked:
            continue
        options = int(cells[slab.students[number] + S_OPTIONS])
        kept = [ref for ref in items(cells, options) if holds_all(slab.options[ref], asked)]
        if not kept:
            return False
        cells[options] = len(kept)
        cells[options + 1 : options + 1 + len(kept)] = kept

        def length(ref: int) -> int:
            option: Option = slab.options[ref]
            return len(option.outs)

        cells[slab.students[number] + S_EMPTY] = min(kept, key=length)
    return True

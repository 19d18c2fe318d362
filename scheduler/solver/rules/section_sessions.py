"""A section that runs has all its sessions, on different days, in a fitting room.

Where it is softened, the number of sessions, one a day, a seat for everybody and that the
section runs may give way; leads, kinds of room and allowed times are never others.
"""

from __future__ import annotations

from collections import defaultdict

from scheduler.domain.ids import SectionId
from scheduler.domain.rules import RuleId
from scheduler.solver.build import Build
from scheduler.solver.literals import Lit

RULE = RuleId.SECTION_SESSIONS


def add(build: Build) -> None:
    """Post the number of sessions, one a day at most, and a seat for everybody."""
    for section_id in build.scope.free_sections:
        _, workshop = build.instance.section_of[section_id]
        subject = (section_id,)
        runs = build.runs.lit(section_id)
        starts = build.starts.of(section_id)
        terms: list[tuple[int, Lit]] = [(1, start) for start in starts.values()]
        build.at_most_sum([*terms, (-workshop.sessions, runs)], 0, RULE, subject)
        build.at_least_sum([*terms, (-workshop.sessions, runs)], 0, RULE, subject)
        by_day: dict[int, list[Lit]] = defaultdict(list)
        for placing, start in starts.items():
            by_day[placing.day].append(start)
        for lits in by_day.values():
            build.at_most(lits, 1, RULE, subject)
        if workshop.run_all:
            build.clause([runs], RULE, subject)
    for section_id in build.scope.sections(build.enrolments.open_sections):
        _seats(build, section_id)


def _seats(build: Build, section_id: SectionId) -> None:
    """Give everybody enrolled a seat in each room that the section has."""
    members = [lit for _, lit in build.enrolments.members(section_id)]
    small: dict[int, list[Lit]] = defaultdict(list)
    for rooms in build.rooms.of(section_id).values():
        for room, lit in rooms.items():
            seats = build.instance.room_of[room][0].seats
            if seats < len(members):
                small[seats].append(lit)
    for seats, lits in sorted(small.items()):
        used = build.literals.any(lits)
        slack = len(members) - seats
        terms = [(1, lit) for lit in members]
        build.at_most_sum([*terms, (slack, used)], len(members), RULE, (section_id,))

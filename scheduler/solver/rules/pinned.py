"""What is pinned, past or already begun stays."""

from __future__ import annotations

from scheduler.domain.rules import RuleId
from scheduler.domain.timetable import Timetable
from scheduler.solver.build import Build
from scheduler.solver.options import holds

RULE = RuleId.PINNED


def add(build: Build) -> None:
    """Hold every pinned entry of which the model decides something."""
    pins = build.instance.pins.timetable
    if pins is None:
        return
    _days_out(build, pins)
    _meetings(build, pins)
    _sections(build, pins)
    free = set(build.scope.free_enrolments)
    for one in pins.enrolments:
        if one.student in free:
            lit = build.enrolments.takes(one.student, one.section)
            build.clause([lit], RULE, ("enrolment", one.student, one.section))


def _days_out(build: Build, pins: Timetable) -> None:
    free = set(build.scope.free_days)
    for asked in pins.days_out:
        if asked.student in free:
            lits = [
                lit
                for option, lit in build.days_out.options(asked.student)
                if any(holds(out, asked) for out in option.outs)
            ]
            subject = ("day out", asked.student, asked.internship, asked.day)
            build.clause(lits, RULE, subject)


def _meetings(build: Build, pins: Timetable) -> None:
    for asked in pins.meetings:
        advisory = build.instance.advisory_of[asked.advisory]
        kind = next((kind for kind in advisory.meetings if kind.name == asked.kind), None)
        if kind is not None and build.scope.meets_freely(advisory, kind):
            placings = build.meetings.of(advisory, kind).items()
            lits = [lit for placing, lit in placings if placing.slot == asked.slot]
            build.clause(lits, RULE, ("meeting", advisory.id, kind.name, asked.slot))


def _sections(build: Build, pins: Timetable) -> None:
    free = set(build.scope.free_sections)
    for asked in pins.sections:
        if asked.section not in free:
            continue
        subject = ("section", asked.section)
        build.clause([build.leads.of(asked.section).get(asked.lead, 0)], RULE, subject)
        rooms_at = {p.slot: rooms for p, rooms in build.rooms.of(asked.section).items()}
        for session in asked.sessions:
            lit = rooms_at.get(session.slot, {}).get(session.room, 0)
            build.clause([lit], RULE, subject)

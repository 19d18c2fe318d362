"""What is pinned, past or already begun stays."""

from __future__ import annotations

from scheduler.domain.rules import RuleId
from scheduler.domain.timetable import Timetable
from scheduler.solver.build import Build, Subject
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
            subject = ("meeting", advisory.id, kind.name, asked.slot)
            placings = build.meetings.of(advisory, kind).items()
            lits = [lit for placing, lit in placings if placing.slot == asked.slot]
            if lits:
                build.clause(lits, RULE, subject)
            else:
                _never(build, subject, RuleId.ADVISORY_MEETS, (advisory.id, kind.name))


def _sections(build: Build, pins: Timetable) -> None:
    """Hold lead, times and rooms of each pinned section, which has no other session."""
    free = set(build.scope.free_sections)
    for asked in pins.sections:
        if asked.section not in free:
            continue
        subject = ("section", asked.section)
        starts = build.starts.of(asked.section).items()
        rooms_at = {p.slot: rooms for p, rooms in build.rooms.of(asked.section).items()}
        held = [build.leads.of(asked.section).get(asked.lead)]
        held += [rooms_at.get(one.slot, {}).get(one.room) for one in asked.sessions]
        known = [lit for lit in held if lit is not None]
        for lit in known:
            build.clause([lit], RULE, subject)
        if len(known) < len(held):
            _never(build, subject, RuleId.SECTION_SESSIONS, (asked.section,))
        slots = {session.slot for session in asked.sessions}
        others = [lit for placing, lit in starts if placing.slot not in slots]
        build.at_most(others, 0, RULE, subject)


def _never(build: Build, pin: Subject, rule: RuleId, subject: Subject) -> None:
    """Refuse a pin that a rule gives no choice of; where reasons are asked for, name the rule."""
    if build.explaining:
        possible = build.literals.new(f"possible{list(pin)}")
        build.clause([possible], RULE, pin)
        build.clause([~possible], rule, subject)
    else:
        build.clause([], RULE, pin)

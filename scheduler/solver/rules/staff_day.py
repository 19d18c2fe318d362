"""Nobody leads more than so many slots a day or a week."""

from __future__ import annotations

from scheduler.domain.ids import StaffId
from scheduler.domain.rules import RuleId
from scheduler.solver.build import Build
from scheduler.solver.literals import Terms

RULE = RuleId.STAFF_DAY


def slots_led(build: Build, staff: StaffId, week: int, day: int | None = None) -> Terms:
    """Slots of each session and meeting that somebody may lead in a week."""
    sections, kinds = build.scope.led_by(staff)
    terms: Terms = []
    for section in sections:
        _, workshop = build.instance.section_of[section]
        if week in build.instance.weeks(workshop.weeks):
            terms += [
                (workshop.length, build.leads.at(section, staff, placing))
                for placing in build.starts.of(section)
                if day in (None, placing.day)
            ]
    for advisory, kind in kinds:
        if week in build.instance.weeks(kind.weeks):
            terms += [
                (kind.length, lit)
                for placing, lit in build.meetings.of(advisory, kind).items()
                if day in (None, placing.day)
            ]
    return terms


def add(build: Build) -> None:
    """Count the slots that each member of staff leads."""
    for staff_id in build.scope.staff:
        staff = build.instance.staff_of[staff_id]
        for week in build.problem.times.weeks:
            if staff.most_week is not None:
                terms = slots_led(build, staff_id, week)
                build.at_most_sum(terms, staff.most_week, RULE, (staff_id, week))
            if staff.most_day is not None:
                for day in build.problem.times.weekdays:
                    terms = slots_led(build, staff_id, week, day)
                    build.at_most_sum(terms, staff.most_day, RULE, (staff_id, week, day))

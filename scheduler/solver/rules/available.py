"""Nobody is used when they said they are not available."""

from __future__ import annotations

from scheduler.domain.rules import RuleId
from scheduler.solver.build import Build
from scheduler.solver.listed import add_listed

RULE = RuleId.AVAILABLE


def add(build: Build) -> None:
    """Forbid sessions and meetings when a student, a lead or a room cannot be had."""
    add_listed(build, RULE)
    can = build.problem.placings
    for student in build.scope.students:
        for one in build.weeks.sessions(student):
            if not can.student_can(student, one.placing, one.weeks):
                build.at_most([one.lit], 0, RULE, (student, one.section, one.placing.slot))
    for section in build.scope.free_sections:
        _, workshop = build.instance.section_of[section]
        for placing, rooms in build.rooms.of(section).items():
            for staff in build.leads.of(section):
                if not can.staff_can(staff, placing, workshop.weeks):
                    lead = build.leads.at(section, staff, placing)
                    build.at_most([lead], 0, RULE, (staff, section, placing.slot))
            for room, lit in rooms.items():
                if not can.room_can(room, placing, workshop.weeks):
                    build.at_most([lit], 0, RULE, (room, section, placing.slot))
    for advisory, kind in build.scope.free_kinds:
        for placing, lit in build.meetings.of(advisory, kind).items():
            subject = (advisory.id, placing.slot)
            if not can.staff_can(advisory.advisor, placing, kind.weeks):
                build.at_most([lit], 0, RULE, (advisory.advisor, *subject))
            if not can.room_can(advisory.room, placing, kind.weeks):
                build.at_most([lit], 0, RULE, (advisory.room, *subject))

"""Tell the solver the incumbent's value of every literal that is a decision."""

from __future__ import annotations

from scheduler.solver.build import Build
from scheduler.solver.incumbent import Incumbent
from scheduler.solver.literals import Lit
from scheduler.solver.options import Option


def hint(build: Build, incumbent: Incumbent) -> None:
    """Hint the decisions of an incumbent; what follows from them is for the solver."""
    for lit, value in decided(build, incumbent):
        if not isinstance(lit, int):
            build.model.add_hint(lit, value)


def decided(build: Build, incumbent: Incumbent) -> list[tuple[Lit, bool]]:
    """Every decision of a model with its value in an incumbent."""
    found: dict[int, tuple[Lit, bool]] = {}

    def say(lit: Lit, value: bool) -> None:
        if not isinstance(lit, int):
            found[lit.index] = (lit, value)

    for student in build.scope.free_days:
        options = build.days_out.options(student)
        chosen = _nearest(incumbent.option(student), [option for option, _ in options])
        for number, (_, lit) in enumerate(options):
            say(lit, number == chosen)
    for advisory, kind in build.scope.free_kinds:
        slots = incumbent.meeting_slots.get((advisory.id, kind.name), [])
        for placing, lit in build.meetings.of(advisory, kind).items():
            say(lit, placing.slot in slots)
    for section in build.scope.free_sections:
        kept = incumbent.section.get(section)
        rooms = {one.slot: one.room for one in kept.sessions} if kept else {}
        say(build.runs.lit(section), kept is not None)
        for staff, lit in build.leads.of(section).items():
            say(lit, kept is not None and kept.lead == staff)
        for placing, start in build.starts.of(section).items():
            say(start, placing.slot in rooms)
        for placing, in_rooms in build.rooms.of(section).items():
            for room, lit in in_rooms.items():
                say(lit, rooms.get(placing.slot) == room)
    for student in build.scope.free_enrolments:
        enrolled = incumbent.enrolled.get(student, [])
        for section, lit in build.enrolments.of(student).items():
            say(lit, section in enrolled)
    return list(found.values())


def _nearest(wanted: Option, options: list[Option]) -> int | None:
    """The option that is the one wanted, or has the same days out by other ways."""
    if wanted in options:
        return options.index(wanted)
    places = {(o.internship, o.mentor, o.site, o.day) for o in wanted.outs}
    for number, option in enumerate(options):
        if {(o.internship, o.mentor, o.site, o.day) for o in option.outs} == places:
            return number
    return None

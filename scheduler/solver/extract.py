"""Read a timetable back from a solved model."""

from __future__ import annotations

from collections.abc import Callable

from scheduler.domain.timetable import DayOut, Timetable
from scheduler.solver.build import Build
from scheduler.solver.literals import Lit
from scheduler.solver.variables import extract_sections


def extract(build: Build, value: Callable[[Lit], bool]) -> Timetable:
    """Make the timetable of a solution; what the model does not touch stays as it was."""
    scope, kept = build.scope, build.incumbent.timetable if build.incumbent else None
    days_out = build.days_out.extract(value)
    meetings = build.meetings.extract(value)
    sections = extract_sections(
        scope.free_sections, build.runs, build.starts, build.leads, build.rooms, value
    )
    enrolments = build.enrolments.extract(value)
    runs = build.rides.extract(value)
    unplaced = build.unplaced.extract(value)
    if not scope.whole and kept is not None:
        free_days, free_enrolments = set(scope.free_days), set(scope.free_enrolments)
        free_sections, touched = set(scope.free_sections), set(scope.students)
        known_meetings = build.meetings.kinds
        known_runs = {build.instance.runs[index].id for index in build.rides.rides}
        days_out += [one for one in kept.days_out if one.student not in free_days]
        meetings += [m for m in kept.meetings if (m.advisory, m.kind) not in known_meetings]
        sections += [one for one in kept.sections if one.section not in free_sections]
        enrolments += [one for one in kept.enrolments if one.student not in free_enrolments]
        runs += [one for one in kept.runs if one.run not in known_runs]
        unplaced += [one for one in kept.unplaced if one.student not in touched]
    return Timetable(
        instance=build.instance.id,
        days_out=tuple(
            sorted(days_out, key=lambda o: (o.student, o.internship, o.mentor, o.site, o.day))
        ),
        meetings=tuple(sorted(meetings, key=lambda m: (m.advisory, m.kind, m.slot))),
        sections=tuple(sorted(sections, key=lambda s: s.section)),
        enrolments=tuple(sorted(enrolments, key=lambda e: (e.student, e.section))),
        runs=tuple(sorted(runs, key=lambda r: r.run)),
        unplaced=tuple(sorted(unplaced, key=lambda u: (u.kind, u.student, u.subject))),
    )


def _place(out: DayOut) -> tuple[str, int, str, str, int]:
    return out.student, out.internship, out.mentor, out.site, out.day

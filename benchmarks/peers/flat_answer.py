"""The Java peer's answer, read back as a timetable."""

from __future__ import annotations

from benchmarks.peers.completing import completed
from benchmarks.peers.flat import Flat
from scheduler.domain.ids import SectionId
from scheduler.domain.instance import Instance
from scheduler.domain.timetable import (
    DayOut,
    Enrolment,
    Meeting,
    PlacedSession,
    RunningSection,
    Timetable,
)


def read_week(flat: Flat, text: str) -> Timetable:
    """Read an answer back."""
    days_out: list[DayOut] = []
    meetings: list[Meeting] = []
    enrolments: list[Enrolment] = []
    sessions: dict[int, list[PlacedSession]] = {}
    leads: dict[int, int] = {}
    for line in text.splitlines():
        what, *words = line.split()
        one, two = int(words[0]), int(words[1])
        if what == "days":
            days_out += _days_out(flat, one, two)
        elif what == "meeting":
            advisory, kind = flat.kinds[one]
            meetings.append(Meeting(advisory=advisory.id, kind=kind.name, slot=two))
        elif what == "session":
            room = flat.rooms[int(words[2])]
            sessions.setdefault(one, []).append(PlacedSession(slot=two, room=room))
        elif what == "lead":
            leads[one] = two
        elif what == "seat":
            student = flat.instance.students[one].id
            for section in flat.problem.bundles[two].sections:
                enrolments.append(Enrolment(student=student, section=section))
    # A section below its least does not run, nor what is linked to it.
    for bundle in flat.problem.bundles:
        sizes = {one: sum(e.section == one for e in enrolments) for one in bundle.sections}
        if any(0 < size < _least(flat.instance, one) for one, size in sizes.items()):
            enrolments = [e for e in enrolments if e.section not in sizes]
    taken = {one.section for one in enrolments}
    running = [
        RunningSection(
            section=section_id,
            lead=flat.instance.staff[leads[number]].id,
            sessions=tuple(sorted(sessions[number], key=lambda one: one.slot)),
        )
        for number, section_id in enumerate(flat.sections)
        if section_id in taken or flat.instance.section_of[section_id][1].run_all
    ]
    return completed(flat.instance, days_out, meetings, running, enrolments)


def _least(instance: Instance, section_id: SectionId) -> int:
    section, workshop = instance.section_of[section_id]
    return 0 if workshop.run_all else section.least


def _days_out(flat: Flat, student: int, option: int) -> list[DayOut]:
    student_id = flat.instance.students[student].id
    return [out.of(student_id) for out in flat.problem.options[student_id][option].outs]

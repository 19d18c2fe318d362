"""Moves on campus: sessions, leads, meetings, and who is in which section."""

from __future__ import annotations

from dataclasses import replace

from scheduler.check.linked import links_of
from scheduler.domain.ids import SectionId
from scheduler.domain.instance import Instance
from scheduler.domain.moves import (
    ChangeLead,
    CloseSection,
    Enrol,
    MoveMeeting,
    MoveSession,
    OpenSection,
    Withdraw,
)
from scheduler.domain.timetable import (
    Enrolment,
    Meeting,
    PlacedSession,
    RunningSection,
    Timetable,
)
from scheduler.service.moves.refusing import Refused, known


def move_session(move: MoveSession, instance: Instance, timetable: Timetable) -> Timetable:
    """Put a session of a section elsewhere."""
    section = _running(timetable, move.section)
    room = None if move.to_room is None else known("to_room", "room", move.to_room, instance)
    kept = [one for one in section.sessions if one.slot != move.slot]
    if len(kept) == len(section.sessions):
        slots = ", ".join(str(one.slot) for one in section.sessions)
        raise Refused(
            "slot", f"Section {section.section} has no session there.", f"It has them at {slots}."
        )
    now = next(one for one in section.sessions if one.slot == move.slot)
    to = PlacedSession(
        slot=move.slot if move.to_slot is None else move.to_slot, room=room or now.room
    )
    sessions = tuple(sorted((*kept, to), key=lambda one: (one.slot, one.room)))
    return _with_section(timetable, replace(section, sessions=sessions))


def change_lead(move: ChangeLead, instance: Instance, timetable: Timetable) -> Timetable:
    """Let another lead a section."""
    section = _running(timetable, move.section)
    lead = known("lead", "member of staff", move.lead, instance)
    return _with_section(timetable, replace(section, lead=lead))


def open_section(move: OpenSection, instance: Instance, timetable: Timetable) -> Timetable:
    """Let a section run that did not."""
    section = known("section", "section", move.section, instance)
    if any(one.section == section for one in timetable.sections):
        raise Refused("section", f"Section {section} runs already.", "Move its sessions instead.")
    for session in move.sessions:
        known("sessions", "room", session.room, instance)
    new = RunningSection(
        section=section,
        lead=known("lead", "member of staff", move.lead, instance),
        sessions=tuple(sorted(move.sessions, key=lambda one: (one.slot, one.room))),
    )
    return replace(timetable, sections=(*timetable.sections, new))


def close_section(move: CloseSection, instance: Instance, timetable: Timetable) -> Timetable:
    """Let a section run no more, and take everybody out of it."""
    section = _running(timetable, move.section)
    return replace(
        timetable,
        sections=tuple(one for one in timetable.sections if one.section != section.section),
        enrolments=tuple(one for one in timetable.enrolments if one.section != section.section),
    )


def move_meeting(move: MoveMeeting, instance: Instance, timetable: Timetable) -> Timetable:
    """Put a meeting of an advisory elsewhere."""
    now = Meeting(advisory=move.advisory, kind=move.kind, slot=move.slot)
    if now not in timetable.meetings:
        raise Refused(
            "slot",
            "The advisory has no meeting of this kind there.",
            "Name advisory, kind and slot as they stand in the draft.",
        )
    rest = tuple(one for one in timetable.meetings if one != now)
    return replace(timetable, meetings=(*rest, replace(now, slot=move.to_slot)))


def enrol(move: Enrol, instance: Instance, timetable: Timetable) -> Timetable:
    """Put a student into a section and those linked to it."""
    student = known("student", "student", move.student, instance)
    section = known("section", "section", move.section, instance)
    into = {Enrolment(student=student, section=one) for one in _linked(instance, section)}
    if Enrolment(student=student, section=section) in timetable.enrolments:
        raise Refused("section", f"{student} is in {section} already.", "Name another section.")
    return replace(timetable, enrolments=tuple({*timetable.enrolments, *into}))


def withdraw(move: Withdraw, instance: Instance, timetable: Timetable) -> Timetable:
    """Take a student out of a section and those linked to it."""
    student = known("student", "student", move.student, instance)
    section = known("section", "section", move.section, instance)
    if Enrolment(student=student, section=section) not in timetable.enrolments:
        raise Refused("section", f"{student} is not in {section}.", "Name a section of theirs.")
    out_of = {Enrolment(student=student, section=one) for one in _linked(instance, section)}
    return replace(
        timetable, enrolments=tuple(one for one in timetable.enrolments if one not in out_of)
    )


def _with_section(timetable: Timetable, section: RunningSection) -> Timetable:
    sections = tuple(
        section if one.section == section.section else one for one in timetable.sections
    )
    return replace(timetable, sections=sections)


def _linked(instance: Instance, section: SectionId) -> set[SectionId]:
    """The section and all that come along with it."""
    found, ahead = {section}, [section]
    while ahead:
        fresh = links_of(instance)[ahead.pop()] - found
        found |= fresh
        ahead += fresh
    return found


def _running(timetable: Timetable, section: SectionId) -> RunningSection:
    for one in timetable.sections:
        if one.section == section:
            return one
    raise Refused("section", "No such section runs in the draft.", "Open it first.")

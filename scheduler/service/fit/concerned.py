"""Whom moves concern: everybody who shares a mentor, site, van or section with who is moved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from typing import NamedTuple

from scheduler.check.linked import links_of
from scheduler.check.part import Part
from scheduler.domain.ids import AdvisoryId, MentorId, RunId, SectionId, SiteId, StaffId, StudentId
from scheduler.domain.instance import Instance, Pins
from scheduler.domain.moves import ChangeLead, ChangeMentor, Enrol, Move, PlaceDay, Withdraw
from scheduler.domain.timetable import DayOut, Timetable
from scheduler.service.completing import completed
from scheduler.service.fit.ground import Ground


class About(NamedTuple):
    """Whom and what moves are about, before anything is changed."""

    students: set[StudentId]
    mentors: set[MentorId]
    sites: set[SiteId]
    runs: set[RunId]
    sections: set[SectionId]
    leads: set[StaffId]


def about_of(ground: Ground, moves: Sequence[Move]) -> About:
    """Say whom and what moves are about."""
    found = About(set(), set(), set(), set(), set(), set())
    entries: list[DayOut] = []
    for move in moves:
        if isinstance(move, Enrol | Withdraw):
            found.students.add(move.student)
            found.sections.update(linked(ground.instance, move.section))
        elif isinstance(move, ChangeLead):
            found.sections.add(move.section)
            found.leads.update((move.lead, ground.diary.running[move.section].entry.lead))
        else:
            student = getattr(move, "student", None)
            if student is None:
                raise TypeError(f"{move.move} is not tried by parts")
            found.students.add(student)
        if isinstance(move, PlaceDay | ChangeMentor) and move.mentor is not None:
            found.mentors.add(move.mentor)
            sites = ground.instance.mentor_of[move.mentor].sites
            found.sites.update(place.id for s in sites for place in ground.facts.lineage[s])
        for leg in (*getattr(move, "there", ()), *getattr(move, "back", ())):
            found.runs.update(() if leg.run is None else (leg.run,))
    for student in found.students:
        entries += ground.days_out(student)
    for out in entries:
        found.mentors.add(out.mentor)
        found.sites.update(place.id for place in ground.facts.lineage[out.site])
        found.runs.update(leg.run for leg in (*out.there, *out.back) if leg.run is not None)
    return found


def linked(instance: Instance, section: SectionId) -> set[SectionId]:
    """Give a section and all that come along with it."""
    found, ahead = {section}, [section]
    while ahead:
        fresh = links_of(instance)[ahead.pop()] - found
        found |= fresh
        ahead += fresh
    return found


def part_of(
    ground: Ground, about: About, advisor: tuple[str, str] | None
) -> tuple[Part, Timetable]:
    """Give who has to be looked at, and what they have."""
    whole, diary = ground.instance, ground.diary
    near = set(about.students)
    leads = set(about.leads)
    own = {whole.student_of[one].advisory for one in about.students}
    if advisor is not None:
        own.add(AdvisoryId(advisor[0]))
        leads |= {whole.advisory_of[AdvisoryId(advisor[0])].advisor, StaffId(advisor[1])}
    near.update(out.student.id for one in about.mentors for out in diary.hosted.get(one, ()))
    near.update(out.student.id for one in about.sites for out in ground.at.get(one, ()))
    near |= ground.riders_near(about.runs)
    near.update(one for section in about.sections for one in diary.members.get(section, ()))
    sections = set(about.sections)
    sections.update(s for one in about.students for s in diary.sections_of.get(one, ()))
    sections.update(s for lead in leads for s in ground.led_by.get(lead, ()))
    led = {one.id for one in whole.advisories if one.advisor in leads} if leads else set()
    students = tuple(whole.student_of[one] for one in sorted(near))
    outs = [out for one in students for out in ground.days_out(one.id)]
    mentors = about.mentors | {out.mentor for out in outs}
    sites = {s for m in mentors for s in whole.mentor_of[m].sites} | {out.site for out in outs}
    places = {place.id for site in sites for place in ground.facts.lineage[site]}
    advisories = {one.advisory for one in students} | led
    given = {one.name: getattr(whole, one.name) for one in fields(whole)}
    part = Part(
        **given
        | {
            "students": students,
            "mentors": tuple(whole.mentor_of[one] for one in sorted(mentors)),
            "internship_sites": tuple(whole.site_of[one] for one in sorted(places)),
            "staff": tuple(whole.staff_of[one] for one in sorted(leads) if one in whole.staff_of),
            "advisories": tuple(whole.advisory_of[one] for one in sorted(advisories)),
            "workshops": _workshops(whole, sections),
            "pins": _pins(ground, about, sections),
            "release": None,
        },
        whole=whole,
    )
    had = diary.timetable
    enrolled = [
        one
        for one in had.enrolments
        if one.student in near and (one.student in about.students or one.section in about.sections)
    ]
    timetable = Timetable(
        instance=had.instance,
        days_out=tuple(outs),
        meetings=tuple(one for one in had.meetings if one.advisory in own | led),
        sections=tuple(one for one in had.sections if one.section in sections),
        enrolments=tuple(enrolled),
    )
    return part, completed(part, timetable)


def _workshops(whole: Instance, sections: Iterable[SectionId]) -> tuple[object, ...]:
    wanted = {whole.section_of[one][1].id for one in sections}
    return tuple(one for one in whole.workshops if one.id in wanted)


def _pins(ground: Ground, about: About, sections: set[SectionId]) -> Pins:
    """What is pinned of who is moved."""
    pins = ground.pins
    return Pins(
        timetable=replace(
            pins,
            days_out=tuple(one for one in pins.days_out if one.student in about.students),
            meetings=(),
            sections=tuple(one for one in pins.sections if one.section in sections),
            enrolments=tuple(one for one in pins.enrolments if one.student in about.students),
            runs=(),
            unplaced=(),
        )
    )

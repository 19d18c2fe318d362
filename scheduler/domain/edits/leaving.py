"""What hangs on people and things that go: nothing in the data names them afterwards."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from scheduler.domain.edits.candidates import candidates_for
from scheduler.domain.edits.remaining import Internships, remaining
from scheduler.domain.ids import (
    MentorId,
    RunId,
    SectionId,
    SiteId,
    StudentId,
    VehicleId,
    WorkshopId,
)
from scheduler.domain.instance import Instance
from scheduler.domain.people import InternshipWish, Mentor, Request, Student
from scheduler.domain.vehicles import VehicleRun


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """Ids of what goes, by kind."""

    students: frozenset[StudentId] = frozenset()
    mentors: frozenset[MentorId] = frozenset()
    sites: frozenset[SiteId] = frozenset()
    """Internship sites; their parts go with them."""
    workshops: frozenset[WorkshopId] = frozenset()
    vehicles: frozenset[VehicleId] = frozenset()
    runs: frozenset[RunId] = frozenset()
    homes: frozenset[StudentId] = frozenset()
    """Students whose home is elsewhere: vans do not stop there, old minutes are wrong."""


def without(instance: Instance, gone: Gone, candidates: tuple[MentorId, ...] = ()) -> Instance:
    """Take people and things out of the data, with all that names them.

    A mentor goes with the last of the own sites. A student whose confirmed mentor, or
    whose last candidate, goes gets ``candidates``, or where none are given the
    mentors ranked by `candidates_for`: the internship stays asked for. A workshop's
    first alternative stands in for it. A van run loses stops, and goes when fewer than
    two are left. Release and pins lose what is about them.
    """
    new = instance
    if gone.sites:
        new, gone = _without_sites(new, gone)
    if gone.mentors:
        left = tuple(one for one in new.mentors if one.id not in gone.mentors)
        new = _with_other_mentors(replace(new, mentors=left), gone.mentors, candidates)
    if gone.students:
        new = _without_students(new, gone.students)
    musts: dict[tuple[StudentId, str], str] = {}
    if gone.workshops:
        new, musts = _without_workshops(new, gone.workshops)
    new = _without_ways(new, gone)
    return with_timetables(new, musts=musts)


def with_timetables(
    instance: Instance,
    internships: Internships | None = None,
    musts: dict[tuple[StudentId, str], str] | None = None,
) -> Instance:
    """Leave of release and pins what is still about somebody who is there."""
    release, pins = instance.release, instance.pins
    if release is not None:
        release = remaining(instance, release, internships, musts)
    if pins.timetable is not None:
        pins = replace(pins, timetable=remaining(instance, pins.timetable, internships, musts))
    if release is instance.release and pins is instance.pins:
        return instance
    return replace(instance, release=release, pins=pins)


def parts_of(instance: Instance, site: SiteId) -> frozenset[SiteId]:
    """A site with all that is part of it."""
    return frozenset(
        one.id
        for one in instance.internship_sites
        if any(above.id == site for above in instance.lineage(one.id))
    )


def _without_sites(instance: Instance, gone: Gone) -> tuple[Instance, Gone]:
    sites = frozenset(part for site in gone.sites for part in parts_of(instance, site))
    mentors: list[Mentor] = []
    left = set(gone.mentors)
    for mentor in instance.mentors:
        if sites.isdisjoint(mentor.sites):
            mentors.append(mentor)
            continue
        own = tuple(site for site in mentor.sites if site not in sites)
        if own:
            mentors.append(replace(mentor, sites=own))
        else:
            mentors.append(mentor)  # goes below, with what hangs on it
            left.add(mentor.id)
    new = replace(
        instance,
        internship_sites=tuple(one for one in instance.internship_sites if one.id not in sites),
        mentors=tuple(mentors),
    )
    return new, replace(gone, sites=sites, mentors=frozenset(left))


def _with_other_mentors(
    instance: Instance, gone: frozenset[MentorId], given: tuple[MentorId, ...]
) -> Instance:
    students = list(instance.students)
    for index, student in enumerate(students):
        wishes = student.internships
        if any(one in gone for wish in wishes for one in wish.mentors):
            wishes = tuple(
                _other_wish(instance, student, wish, gone, given) for wish in student.internships
            )
            students[index] = replace(student, internships=wishes)
    return replace(instance, students=tuple(students))


def _other_wish(
    instance: Instance,
    student: Student,
    wish: InternshipWish,
    gone: Collection[MentorId],
    given: tuple[MentorId, ...],
) -> InternshipWish:
    if all(one not in gone for one in wish.mentors):
        return wish
    left = tuple(one for one in wish.candidates if one not in gone)
    if not left:
        left = given or candidates_for(instance, student, wish.allowed_days, gone)
    return replace(wish, confirmed=None, candidates=left)


def _without_students(instance: Instance, gone: frozenset[StudentId]) -> Instance:
    return replace(
        instance,
        students=tuple(one for one in instance.students if one.id not in gone),
        mentors=tuple(
            one
            if gone.isdisjoint(one.never_with)
            else replace(one, never_with=tuple(s for s in one.never_with if s not in gone))
            for one in instance.mentors
        ),
    )


def _without_workshops(
    instance: Instance, gone: frozenset[WorkshopId]
) -> tuple[Instance, dict[tuple[StudentId, str], str]]:
    sections = frozenset(
        section.id for name in gone for section in instance.workshop_of[name].sections
    )
    workshops = []
    for workshop in instance.workshops:
        if workshop.id in gone:
            continue
        if any(not sections.isdisjoint((*s.linked, *s.after)) for s in workshop.sections):
            own = tuple(
                replace(one, linked=_less(one.linked, sections), after=_less(one.after, sections))
                for one in workshop.sections
            )
            workshop = replace(workshop, sections=own)
        workshops.append(workshop)
    musts: dict[tuple[StudentId, str], str] = {}
    students = list(instance.students)
    for index, student in enumerate(students):
        if gone.isdisjoint(name for one in student.requests for name in one.workshops):
            continue
        requests: list[Request] = []
        for request in student.requests:
            left = tuple(name for name in request.workshops if name not in gone)
            if left:
                requests.append(replace(request, workshop=left[0], alternatives=left[1:]))
                musts[student.id, request.workshop] = left[0]
        students[index] = replace(student, requests=tuple(requests))
    new = replace(instance, workshops=tuple(workshops), students=tuple(students))
    return new, musts


def _less(names: tuple[SectionId, ...], gone: frozenset[SectionId]) -> tuple[SectionId, ...]:
    return tuple(one for one in names if one not in gone)


def _without_ways(instance: Instance, gone: Gone) -> Instance:
    """Vans, their stops and the travel table without places that are gone."""
    places: frozenset[str] = gone.students | gone.sites | gone.homes
    runs: list[VehicleRun] = []
    for run in instance.runs:
        if run.vehicle in gone.vehicles or run.id in gone.runs:
            continue
        if any(stop.place in places for stop in run.stops):
            stops = tuple(stop for stop in run.stops if stop.place not in places)
            if len(stops) < 2:
                continue
            run = replace(run, stops=stops)
        runs.append(run)
    new = replace(
        instance,
        vehicles=tuple(one for one in instance.vehicles if one.id not in gone.vehicles),
        runs=tuple(runs),
    )
    if not places:
        return new
    rows = tuple(
        row
        for row in instance.travel.rows
        if row.origin not in places and row.destination not in places
    )
    return replace(
        new,
        vehicles=tuple(
            replace(one, start=instance.school_sites[0].id) if one.start in places else one
            for one in new.vehicles
        ),
        travel=replace(instance.travel, rows=rows),
        attendance=tuple(
            one
            for one in instance.attendance
            if one.student not in gone.students and one.site not in gone.sites
        ),
    )

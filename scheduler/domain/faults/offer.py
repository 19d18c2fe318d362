"""Faults of workshops and sections: no room, no lead, no order, nowhere to be."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.domain.calendar import covered
from scheduler.domain.faults import things
from scheduler.domain.faults.things import Thing
from scheduler.domain.faults.when import (
    no_fitting_days,
    unknown_weeks,
    unknown_weeks_of,
)
from scheduler.domain.instance import Instance
from scheduler.domain.offer import Section, Workshop
from scheduler.domain.people import Staff, Student
from scheduler.domain.places import SchoolSite
from scheduler.errors import Fault


def faults(instance: Instance) -> Iterator[Fault]:
    """Yield what is wrong with what is offered, and with who leads it."""
    musts = _musts(instance)
    for thing, workshop in things.workshops(instance):
        yield from unknown_weeks(instance, thing, "weeks", workshop.weeks)
        yield from unknown_weeks_of(instance, thing, "allowed", workshop.allowed)
        if workshop.run_all and not workshop.sections:
            yield thing.fault(
                "sections",
                "Every section is to run, but there is none.",
                "Add a section, or take run_all out.",
            )
        yield from _of_sessions(instance, thing, workshop)
        yield from _of_breaks(thing, workshop, musts.get(workshop.id, {}))
    for thing, section, workshop in things.sections(instance):
        site = instance.school_site_of.get(section.site)
        if site is not None:
            yield from _of_rooms(thing, section, workshop, site)
            yield from _of_leads(instance, thing, section, site)
    for thing, one in things.staff(instance):
        yield from unknown_weeks_of(instance, thing, "available", one.available)
    yield from _of_advisors(instance)


def _of_sessions(instance: Instance, thing: Thing, workshop: Workshop) -> Iterator[Fault]:
    """Tell once for each school site where the workshop's sessions fit nowhere."""
    for name in dict.fromkeys(section.site for section in workshop.sections):
        site = instance.school_site_of.get(name)
        if site is not None:
            yield from no_fitting_days(
                instance,
                thing,
                ("length", "sessions", "allowed"),
                site,
                workshop.sessions,
                workshop.length,
                workshop.allowed,
                workshop.weeks,
            )


def _musts(instance: Instance) -> dict[str, dict[str, tuple[SchoolSite, Student]]]:
    """For each workshop that is a must, the school sites of those who must have it.

    Each with its first student; a must with alternatives does not count.
    """
    found: dict[str, dict[str, tuple[SchoolSite, Student]]] = {}
    for student in instance.students:
        advisory = instance.advisory_of.get(student.advisory)
        if advisory is None or advisory.room not in instance.room_of:
            continue
        site = instance.room_of[advisory.room][1]
        for request in student.musts:
            if not request.alternatives:
                found.setdefault(request.workshop, {}).setdefault(site.id, (site, student))
    return found


def _of_breaks(
    thing: Thing, workshop: Workshop, musts: dict[str, tuple[SchoolSite, Student]]
) -> Iterator[Fault]:
    here = {section.site for section in workshop.sections}
    for site, student in musts.values():
        limit = site.most_slots_without_break
        if limit is not None and workshop.length > limit and here == {site.id}:
            yield thing.fault(
                "length",
                f"{student.id} must have it, but {workshop.length} slots are longer than the"
                f" {limit} slots without a break that {site.id} allows.",
                "Make it shorter, or raise most_slots_without_break of the school site.",
            )


def _of_rooms(
    thing: Thing, section: Section, workshop: Workshop, site: SchoolSite
) -> Iterator[Fault]:
    fitting = [
        room
        for room in site.rooms
        if room.kind == workshop.room_kind and set(workshop.features) <= set(room.features)
    ]
    if not fitting:
        features = f" with {', '.join(workshop.features)}" if workshop.features else ""
        yield thing.fault(
            "site",
            f"{site.id} has no room of kind {workshop.room_kind}{features}.",
            f"Choose another site, or mend room_kind and features of workshop {workshop.id}.",
        )
    elif section.least > max(room.seats for room in fitting):
        yield thing.fault(
            "least",
            f"No fitting room of {site.id} has seats for {section.least} students.",
            "Lower the least number of students, or add a larger room.",
        )


def _of_leads(
    instance: Instance, thing: Thing, section: Section, site: SchoolSite
) -> Iterator[Fault]:
    for index, lead in enumerate(section.leads):
        staff = instance.staff_of.get(lead)
        if staff is not None and not is_ever_there(instance, staff, site):
            yield thing.fault(
                f"leads[{index}]",
                f"{lead} is never available for a whole slot of {site.id}.",
                f"Mend what staff {lead} has as available, or name another lead.",
            )


def _of_advisors(instance: Instance) -> Iterator[Fault]:
    for thing, advisory in things.advisories(instance):
        staff = instance.staff_of.get(advisory.advisor)
        if staff is None or advisory.room not in instance.room_of:
            continue
        site = instance.room_of[advisory.room][1]
        if not is_ever_there(instance, staff, site):
            yield thing.fault(
                "advisor",
                f"{staff.id} is never available for a whole slot of {site.id}.",
                f"Mend what staff {staff.id} has as available, or name another advisor.",
            )


def is_ever_there(instance: Instance, staff: Staff, site: SchoolSite) -> bool:
    """Whether somebody is available for a whole slot of a school site."""
    if not staff.available:
        return True
    return any(
        covered(staff.available, slot.day, *slot.minutes, week)
        for slot in site.grid
        for week in range(instance.term.cycle)
    )

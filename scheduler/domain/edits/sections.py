"""Sections that cannot run for want of a lead or a room: kept, so that nobody is forgotten."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from scheduler.domain.edits.times import is_free
from scheduler.domain.ids import SchoolSiteId, SectionId, StaffId
from scheduler.domain.instance import Instance
from scheduler.domain.places import Room, SchoolSite
from scheduler.domain.rules import RuleId


def closed_without_lead(instance: Instance, away: StaffId) -> Instance:
    """Let others lead; a section that nobody else may lead keeps its lead and cannot run."""
    closed: set[SectionId] = set()
    workshops = list(instance.workshops)
    for index, workshop in enumerate(workshops):
        if not any(away in section.leads for section in workshop.sections):
            continue
        sections = list(workshop.sections)
        for number, section in enumerate(sections):
            others = tuple(one for one in section.leads if one != away)
            if len(others) == len(section.leads):
                continue
            if others:
                sections[number] = replace(section, leads=others)
            else:
                closed.add(section.id)
        workshops[index] = replace(workshop, sections=tuple(sections))
    new = replace(instance, workshops=tuple(workshops))
    return _closed(new, closed, RuleId.STAFF_DAY)


def closed_without_room(instance: Instance, lost: Room, site: SchoolSiteId) -> Instance:
    """Tell sections at a school site that no room is left for that they cannot run."""
    here = instance.school_site_of[site]
    closed = {
        section.id
        for section, workshop in instance.section_of.values()
        if section.site == site
        and workshop.room_kind == lost.kind
        and not _has_room(instance, here, workshop.room_kind, workshop.features)
    }
    return _closed(instance, closed, RuleId.AVAILABLE)


def _has_room(instance: Instance, site: SchoolSite, kind: str, features: tuple[str, ...]) -> bool:
    return any(
        room.kind == kind
        and set(features) <= set(room.features)
        and _is_ever_free(instance, room, site)
        for room in site.rooms
    )


def _is_ever_free(instance: Instance, room: Room, site: SchoolSite) -> bool:
    return any(
        is_free((), room.unavailable, (slot.day, *slot.minutes), week)
        for slot in site.grid
        for week in range(instance.term.cycle)
    )


def _closed(instance: Instance, closed: Collection[SectionId], rule: RuleId) -> Instance:
    """Let a workshop run without these sections.

    What keeps them from running is a rule; where that is softened nobody may be in
    them instead, lest points buy what cannot be.
    """
    if not closed:
        return instance
    workshops = list(instance.workshops)
    for index, workshop in enumerate(workshops):
        if not any(one.id in closed for one in workshop.sections):
            continue
        sections = workshop.sections
        if rule in instance.soft_points:
            sections = tuple(
                replace(one, least=0, most=0) if one.id in closed else one for one in sections
            )
        workshops[index] = replace(workshop, sections=sections, run_all=False)
    return replace(instance, workshops=tuple(workshops))

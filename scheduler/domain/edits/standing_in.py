"""Who leads an advisory instead of its advisor, and which room stands in for its own."""

from __future__ import annotations

from scheduler.domain.edits.times import can_meet
from scheduler.domain.ids import RoomId, StaffId
from scheduler.domain.instance import Instance
from scheduler.domain.people import Advisory, Staff
from scheduler.domain.timetable import Timetable

Times = set[tuple[int, int, int]]
"""Weekday, start and end in minutes."""


def stand_in_for(instance: Instance, advisory: Advisory, away: StaffId) -> StaffId | None:
    """Name who of the same school can best lead an advisory's meetings.

    First who is free when it meets by the release, then who has no advisory, then who
    works at the same school site, then who leads least; None where nobody can.
    """
    school = instance.staff_of[away].school
    room, site = instance.room_of[advisory.room]
    wanted = _meeting_times(instance, advisory)
    advisors = {one.advisor for one in instance.advisories}
    led = {one.id: _led_times(instance, one) for one in instance.staff}
    at_site = {
        lead
        for section, _ in instance.section_of.values()
        if section.site == site.id
        for lead in section.leads
    }

    def order(person: Staff) -> tuple[int, bool, bool, int, str]:
        mine = led[person.id]
        clashes = sum(any(_meet(one, two) for two in mine) for one in wanted)
        elsewhere = person.id not in at_site
        return clashes, person.id in advisors, elsewhere, len(mine), person.id

    able = (
        person
        for person in instance.staff
        if person.id != away
        and person.school == school
        and person.most_week != 0
        and person.most_day != 0
        and can_meet(instance, advisory, person, room)
    )
    best = min(able, key=order, default=None)
    return None if best is None else best.id


def other_room(instance: Instance, advisory: Advisory) -> RoomId | None:
    """Name the room of the same school site in which an advisory can best meet.

    First one with seats for all, then no other's home room, then one that is free when
    it meets by the release, then one of the same kind; None where there is none.
    """
    lost, site = instance.room_of[advisory.room]
    advisor = instance.staff_of[advisory.advisor]
    homes = {one.room for one in instance.advisories}
    members = len(instance.members_of[advisory.id])
    wanted = _meeting_times(instance, advisory)
    able = [
        room
        for room in site.rooms
        if room.id != lost.id and can_meet(instance, advisory, advisor, room)
    ]
    if not able:
        return None
    best = min(
        able,
        key=lambda room: (
            room.seats < members,
            room.id in homes,
            sum(any(_meet(one, two) for two in _room_times(instance, room.id)) for one in wanted),
            room.kind != lost.kind,
            room.id,
        ),
    )
    return best.id


def _meet(one: tuple[int, int, int], two: tuple[int, int, int]) -> bool:
    return one[0] == two[0] and one[1] < two[2] and two[1] < one[2]


def _meeting_times(instance: Instance, advisory: Advisory) -> Times:
    site = instance.room_of[advisory.room][1]
    lengths = {kind.name: kind.length for kind in advisory.meetings}
    spans = (
        site.span_of(one.slot, lengths.get(one.kind, 1))
        for one in _release(instance).meetings
        if one.advisory == advisory.id
    )
    return {span for span in spans if span is not None}


def _led_times(instance: Instance, person: Staff) -> Times:
    found: Times = set()
    for advisory in instance.advisories:
        if advisory.advisor == person.id:
            found |= _meeting_times(instance, advisory)
    for running in _release(instance).sections:
        if running.lead == person.id:
            section, workshop = instance.section_of[running.section]
            site = instance.school_site_of[section.site]
            spans = (site.span_of(one.slot, workshop.length) for one in running.sessions)
            found |= {span for span in spans if span is not None}
    return found


def _room_times(instance: Instance, room: RoomId) -> Times:
    found: Times = set()
    for running in _release(instance).sections:
        section, workshop = instance.section_of[running.section]
        site = instance.school_site_of[section.site]
        for session in running.sessions:
            span = site.span_of(session.slot, workshop.length)
            if session.room == room and span is not None:
                found.add(span)
    return found


def _release(instance: Instance) -> Timetable:
    return instance.release or Timetable(instance=instance.id)

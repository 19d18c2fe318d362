"""N-1: whom and what a school can least do without."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import StrEnum

from scheduler.domain.edits import (
    MentorLeft,
    RoomLost,
    Scenario,
    SiteClosed,
    StaffAway,
    VanOut,
)
from scheduler.domain.instance import Instance
from scheduler.what_if.rows import Row, Table


class Part(StrEnum):
    """What may be left out."""

    MENTORS = "mentors"
    SITES = "sites"
    VANS = "vans"
    ROOMS = "rooms"
    STAFF = "staff"


def without_each(instance: Instance, parts: Sequence[Part] = tuple(Part)) -> Iterator[Scenario]:
    """One scenario for each mentor, site, van, room and member of staff: it is gone."""
    if Part.MENTORS in parts:
        for mentor in instance.mentors:
            yield Scenario(name=f"mentor {mentor.id}", edits=(MentorLeft(mentor=mentor.id),))
    if Part.SITES in parts:
        for site in instance.internship_sites:
            yield Scenario(name=f"site {site.id}", edits=(SiteClosed(site=site.id),))
    if Part.VANS in parts:
        for van in instance.vehicles:
            yield Scenario(name=f"van {van.id}", edits=(VanOut(vehicle=van.id),))
    if Part.ROOMS in parts:
        for room in instance.room_of:
            yield Scenario(name=f"room {room}", edits=(RoomLost(room=room),))
    if Part.STAFF in parts:
        for person in instance.staff:
            yield Scenario(name=f"staff {person.id}", edits=(StaffAway(staff=person.id),))


def ranked(table: Table) -> Table:
    """Put first what nothing makes up for: no repair, then most unplaced, touched, points."""

    def order(row: Row) -> tuple[bool, int, int, int, str]:
        return (
            row.penalty is not None,
            -(row.newly_unplaced or 0),
            -(row.touched or 0),
            -(row.more_penalty or 0),
            row.scenario,
        )

    return replace(table, rows=tuple(sorted(table.rows, key=order)))

"""Edits on campus: staff away, a room lost, a van out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar, Literal

from scheduler.domain.calendar import Span
from scheduler.domain.edits.leaving import Gone, without
from scheduler.domain.edits.lists import exchanged
from scheduler.domain.edits.naming import unknown, unused_days
from scheduler.domain.edits.sections import closed_without_lead, closed_without_room
from scheduler.domain.edits.standing_in import other_room, stand_in_for
from scheduler.domain.edits.times import can_meet, minus, whole_week
from scheduler.domain.faults.offer import is_ever_there
from scheduler.domain.faults.things import Thing
from scheduler.domain.ids import RoomId, StaffId, VehicleId
from scheduler.domain.instance import Instance
from scheduler.domain.people import Advisory, Staff
from scheduler.errors import Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffAway:
    """A member of staff cannot lead at some times, or at all.

    An advisory whose meetings this leaves no days for gets ``stand_in`` as its
    advisor, or whoever of the school is freest at its meetings. Sections that others
    may lead go on with them; those that nobody else may lead cannot run, and who must
    have them is reported as unplaced.
    """

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    edit: Literal["staff-away"] = "staff-away"
    staff: StaffId
    times: tuple[Span, ...] = ()
    """Empty: at all times."""
    stand_in: StaffId | None = None

    @property
    def named(self) -> frozenset[str]:
        """Who is away, and who stands in if that is said."""
        return frozenset({self.staff} if self.stand_in is None else {self.staff, self.stand_in})

    @property
    def says(self) -> tuple[tuple[str, str], ...]:
        """When somebody is there."""
        return ((self.staff, "available"),)

    def wrong(self, instance: Instance, thing: Thing) -> Iterator[Fault]:
        """Yield faults when it names nobody, or nobody can stand in."""
        there = instance.staff_of
        yield from unknown(thing, "staff", "member of staff", self.staff, there)
        if self.stand_in is not None:
            yield from unknown(thing, "stand_in", "member of staff", self.stand_in, there)
        if self.stand_in == self.staff:
            yield thing.fault("stand_in", "Nobody stands in for themselves.", "Name somebody else.")
        yield from unused_days(instance, thing, "times", (span.day for span in self.times))
        if self.staff not in there or self.stand_in is not None:
            return
        new = self._away(instance)
        for advisory in self._without_advisor(new):
            if stand_in_for(new, advisory, self.staff) is None:
                yield thing.fault(
                    "stand_in",
                    f"Nobody of the school is free for the meetings of {advisory.id}.",
                    "Name who stands in, or other times.",
                )

    def _away(self, instance: Instance) -> Instance:
        """The data with less time, or none, of theirs."""
        person = instance.staff_of[self.staff]
        left = minus(
            person.available or whole_week(instance), self.times or (), instance.term.cycle
        )
        if self.times and left and _is_of_use(instance, replace(person, available=left)):
            person = replace(person, available=left)
            return replace(instance, staff=exchanged(instance.staff, person))
        person = replace(person, most_day=0, most_week=0)
        new = replace(instance, staff=exchanged(instance.staff, person))
        return closed_without_lead(new, self.staff)

    def _without_advisor(self, instance: Instance) -> list[Advisory]:
        """Advisories that cannot meet with them any more."""
        person = instance.staff_of[self.staff]
        return [
            one
            for one in instance.advisories
            if one.advisor == self.staff
            and (
                person.most_week == 0
                or not can_meet(instance, one, person, instance.room_of[one.room][0])
            )
        ]

    def made(self, instance: Instance) -> Instance:
        """Give the data with others in their place."""
        new = self._away(instance)
        for advisory in self._without_advisor(new):
            other = self.stand_in or stand_in_for(new, advisory, self.staff)
            if other is not None:
                instead = replace(advisory, advisor=other)
                new = replace(new, advisories=exchanged(new.advisories, instead))
        return new


def _is_of_use(instance: Instance, person: Staff) -> bool:
    """Whether they are there for a whole slot wherever they lead."""
    places = {
        section.site for section, _ in instance.section_of.values() if person.id in section.leads
    }
    places |= {
        instance.room_of[one.room][1].id for one in instance.advisories if one.advisor == person.id
    }
    return all(is_ever_there(instance, person, instance.school_site_of[one]) for one in places)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomLost:
    """A room cannot be used at some times, or at all.

    An advisory that cannot meet in it any more has ``instead`` as its home room, or the
    best that its school site has. Sections that no other room fits cannot run.
    """

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    edit: Literal["room-lost"] = "room-lost"
    room: RoomId
    times: tuple[Span, ...] = ()
    """Empty: at all times."""
    instead: RoomId | None = None

    @property
    def named(self) -> frozenset[str]:
        """Nobody."""
        return frozenset()

    @property
    def says(self) -> tuple[tuple[str, str], ...]:
        """When the room can be used."""
        return ((self.room, "unavailable"),)

    def wrong(self, instance: Instance, thing: Thing) -> Iterator[Fault]:
        """Yield faults when it names nothing, or no room is left for an advisory."""
        yield from unknown(thing, "room", "room", self.room, instance.room_of)
        if self.instead is not None:
            yield from unknown(thing, "instead", "room", self.instead, instance.room_of)
        if self.instead == self.room:
            yield thing.fault("instead", "This is the room that is lost.", "Name another room.")
        yield from unused_days(instance, thing, "times", (span.day for span in self.times))
        if self.room not in instance.room_of or self.instead is not None:
            return
        new = self._lost(instance)
        for advisory in self._homeless(new):
            if other_room(new, advisory) is None:
                yield thing.fault(
                    "instead",
                    f"Its school site has no room in which {advisory.id} could meet.",
                    "Name a room of another school site, or other times.",
                )

    def _lost(self, instance: Instance) -> Instance:
        """The data with the room unavailable."""
        room, site = instance.room_of[self.room]
        times = self.times or whole_week(instance)
        lost = replace(room, unavailable=(*room.unavailable, *times))
        rooms = exchanged(site.rooms, lost)
        new = replace(
            instance, school_sites=exchanged(instance.school_sites, replace(site, rooms=rooms))
        )
        return new if self.times else closed_without_room(new, room, site.id)

    def _homeless(self, instance: Instance) -> list[Advisory]:
        """Advisories that cannot meet in it any more."""
        room = instance.room_of[self.room][0]
        return [
            one
            for one in instance.advisories
            if one.room == self.room
            and not can_meet(instance, one, instance.staff_of[one.advisor], room)
        ]

    def made(self, instance: Instance) -> Instance:
        """Give the data with other rooms in its place."""
        new = self._lost(instance)
        for advisory in self._homeless(new):
            other = self.instead or other_room(new, advisory)
            if other is not None:
                instead = replace(advisory, room=other)
                new = replace(new, advisories=exchanged(new.advisories, instead))
        return new


@dataclass(frozen=True, slots=True, kw_only=True)
class VanOut:
    """A van does not drive, on some weekdays or at all."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    edit: Literal["van-out"] = "van-out"
    vehicle: VehicleId
    days: tuple[int, ...] = ()
    """Empty: on all."""

    @property
    def named(self) -> frozenset[str]:
        """Nobody."""
        return frozenset()

    @property
    def says(self) -> tuple[tuple[str, str], ...]:
        """Whether the van is there, or on which days."""
        return ((self.vehicle, "days" if self.days else "gone"),)

    def wrong(self, instance: Instance, thing: Thing) -> Iterator[Fault]:
        """Yield faults when it names nothing, or a weekday without runs."""
        yield from unknown(thing, "vehicle", "vehicle", self.vehicle, instance.vehicle_of)
        yield from unused_days(instance, thing, "days", self.days)
        if self.vehicle not in instance.vehicle_of or not self.days:
            return
        if {run.day for run in instance.runs if run.vehicle == self.vehicle}.isdisjoint(self.days):
            yield thing.fault(
                "days",
                "The van has no runs on these weekdays anyway.",
                "Name a weekday on which it drives, or leave the edit out.",
            )

    def made(self, instance: Instance) -> Instance:
        """Give the data without the van, or without its runs of these weekdays."""
        if not self.days:
            return without(instance, Gone(vehicles=frozenset({self.vehicle})))
        runs = (run for run in instance.runs if run.vehicle == self.vehicle)
        gone = frozenset(run.id for run in runs if run.day in self.days)
        return without(instance, Gone(runs=gone))

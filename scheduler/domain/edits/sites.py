"""Edits of internship sites: closed, opened, more or fewer seats."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import time
from typing import ClassVar, Literal

from scheduler.domain.edits.leaving import Gone, parts_of, without
from scheduler.domain.edits.lists import exchanged, with_rows
from scheduler.domain.edits.mentors import nobody_left
from scheduler.domain.edits.naming import taken, unknown, unknown_of, unused_days
from scheduler.domain.faults.sites import can_host
from scheduler.domain.faults.things import Thing
from scheduler.domain.ids import MentorId, SiteId
from scheduler.domain.instance import Instance
from scheduler.domain.places import InternshipSite, Opening, TravelRow
from scheduler.errors import Fault

WHOLE_DAY = (time(0, 0), time(23, 59))


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteClosed:
    """A site, with its parts, takes no interns any more, or not on some weekdays.

    Mentors lose the site; those who have no other, or no hours at an open one, leave.
    """

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    edit: Literal["site-closed"] = "site-closed"
    site: SiteId
    days: tuple[int, ...] = ()
    """Weekdays it is closed on; empty: for good."""

    @property
    def named(self) -> frozenset[str]:
        """Nobody; a site is no person."""
        return frozenset()

    @property
    def says(self) -> tuple[tuple[str, str], ...]:
        """That the site is gone, or when it is open."""
        return ((self.site, "openings" if self.days else "gone"),)

    def wrong(self, instance: Instance, thing: Thing) -> Iterator[Fault]:
        """Yield faults when it names nothing, or leaves no mentor."""
        yield from unknown(thing, "site", "internship site", self.site, instance.site_of)
        yield from unused_days(instance, thing, "days", self.days)
        site = instance.site_of.get(self.site)
        if site is None:
            return
        if site.openings and self.days and {o.day for o in site.openings}.isdisjoint(self.days):
            yield thing.fault(
                "days",
                "The site is closed on these weekdays anyway.",
                "Name a weekday on which it is open, or leave the edit out.",
            )
        yield from nobody_left(instance, thing, set(self._leaving(instance)))

    def _left(self, instance: Instance) -> tuple[Opening, ...]:
        """What is left of the site's openings."""
        site = instance.site_of[self.site]
        return tuple(one for one in openings_of(instance, site) if one.day not in self.days)

    def _leaving(self, instance: Instance) -> list[MentorId]:
        """Mentors who can host nobody once the site is closed."""
        left = self._left(instance) if self.days else ()
        parts = parts_of(instance, self.site)
        if left:
            closed = replace(instance.site_of[self.site], openings=left)
            new = replace(instance, internship_sites=exchanged(instance.internship_sites, closed))
            return [
                one.id
                for one in new.mentors
                if not parts.isdisjoint(one.sites) and not can_host(new, one)
            ]
        return [one.id for one in instance.mentors if parts.issuperset(one.sites)]

    def made(self, instance: Instance) -> Instance:
        """Give the data without the site, or with fewer openings."""
        left = self._left(instance) if self.days else ()
        if not left:
            return without(instance, Gone(sites=frozenset({self.site})))
        leaving = frozenset(self._leaving(instance))
        closed = replace(instance.site_of[self.site], openings=left)
        new = replace(instance, internship_sites=exchanged(instance.internship_sites, closed))
        return without(new, Gone(mentors=leaving)) if leaving else new


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteOpened:
    """A site is new, and some mentors host there, too."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    edit: Literal["site-opened"] = "site-opened"
    site: InternshipSite
    mentors: tuple[MentorId, ...] = ()
    travel: tuple[TravelRow, ...] = ()

    @property
    def named(self) -> frozenset[str]:
        """The mentors."""
        return frozenset(self.mentors)

    @property
    def says(self) -> tuple[tuple[str, str], ...]:
        """That the site is there."""
        return ((self.site.id, "new"),)

    def wrong(self, instance: Instance, thing: Thing) -> Iterator[Fault]:
        """Yield faults when the id is taken, or it names nobody."""
        yield from taken(instance, thing, "site.id", self.site.id)
        if self.site.parent is not None:
            yield from unknown(
                thing, "site.parent", "internship site", self.site.parent, instance.site_of
            )
        yield from unknown_of(thing, "mentors", "mentor", self.mentors, instance.mentor_of)

    def made(self, instance: Instance) -> Instance:
        """Give the data with the site, last of all and last of the mentors' sites."""
        new = with_rows(instance, self.travel)
        hosts = (instance.mentor_of[one] for one in dict.fromkeys(self.mentors))
        more = [replace(one, sites=(*one.sites, self.site.id)) for one in hosts]
        return replace(
            new,
            internship_sites=(*instance.internship_sites, self.site),
            mentors=exchanged(instance.mentors, *more),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSeats:
    """A site has so many seats for interns a day, or on one weekday."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    edit: Literal["site-seats"] = "site-seats"
    site: SiteId
    seats: int | None
    """None: no limit of its own."""
    day: int | None = None

    @property
    def named(self) -> frozenset[str]:
        """Nobody."""
        return frozenset()

    @property
    def says(self) -> tuple[tuple[str, str], ...]:
        """The seats, of the day or in general."""
        return ((self.site, "seats" if self.day is None else f"seats on {self.day}"),)

    def wrong(self, instance: Instance, thing: Thing) -> Iterator[Fault]:
        """Yield faults when it names nothing, a closed weekday, or too few seats."""
        yield from unknown(thing, "site", "internship site", self.site, instance.site_of)
        if self.seats is not None and self.seats < 0:
            yield thing.fault("seats", "Seats cannot be fewer than none.", "Write 0 or more.")
        site = instance.site_of.get(self.site)
        if self.day is None or site is None:
            return
        if self.day not in {one.day for one in openings_of(instance, site)}:
            yield thing.fault(
                "day",
                "The site is not open on this weekday.",
                "Name a weekday on which it is open.",
            )

    def made(self, instance: Instance) -> Instance:
        """Give the data with the new seats."""
        site = instance.site_of[self.site]
        if self.day is None:
            new = replace(site, seats=self.seats)
        else:
            openings = tuple(
                replace(one, seats=self.seats) if one.day == self.day else one
                for one in openings_of(instance, site)
            )
            new = replace(site, openings=openings)
        return replace(instance, internship_sites=exchanged(instance.internship_sites, new))


def openings_of(instance: Instance, site: InternshipSite) -> tuple[Opening, ...]:
    """A site's openings; one that is open whenever the mentor works has all weekdays."""
    first, last = WHOLE_DAY
    return site.openings or tuple(
        Opening(day=day, start=first, end=last) for day in instance.term.weekdays
    )

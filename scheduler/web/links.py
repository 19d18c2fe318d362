"""Addresses: of the service, and of the weeks of things for who may look at them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Annotated
from urllib.parse import quote

from fastapi import Query, Request

from scheduler.config import Settings
from scheduler.domain.accounts import Actor
from scheduler.domain.instance import Instance
from scheduler.domain.records import TermRecord
from scheduler.service.rights import Action, may
from scheduler.service.subjects import of_term
from scheduler.service.weeks.diary import Diary
from scheduler.service.whose_week import may_see


def base_of(request: Request, settings: Settings) -> str:
    """Give the address people type, for links that somebody takes along."""
    return settings.public_url.rstrip("/") or str(request.base_url).rstrip("/")


class Links:
    """Where the weeks of things are, under an address such as ``/terms/x/weeks``."""

    def __init__(self, actor: Actor, diary: Diary, under: str) -> None:
        self._known = diary.instance.names.keys() - diary.schools
        self._may = cache(lambda one: may_see(actor, diary.instance, one))
        self.under = under

    def of(self, one: str) -> str:
        """Give the address of a thing's week; empty where there is none to look at."""
        return self.at(one) if one in self._known and self._may(one) else ""

    def at(self, one: str) -> str:
        """Give the address of a thing's week, whoever looks."""
        return f"{self.under}/{quote(one, safe='')}"


List = Annotated[str, Query(alias="list", max_length=40)]
"""The kind of thing that a page is to list whole."""
MOST_LISTED = 60
"""Things of a kind that are listed unasked."""

KINDS = (
    ("Students", "students"),
    ("Advisories", "advisories"),
    ("Staff", "staff"),
    ("Mentors", "mentors"),
    ("Internship sites", "internship_sites"),
    ("School sites", "school_sites"),
    ("Workshops", "workshops"),
    ("Vans", "vehicles"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Everything of a kind that has a week to look at."""

    heading: str
    count: int
    things: tuple[tuple[str, str], ...]
    """Address and name of each; none where they are too many to list unasked."""


def groups(diary: Diary, links: Links, wanted: str = "") -> tuple[Group, ...]:
    """List everything that has a week to look at, by kind; of many only the kind wanted."""
    instance = diary.instance
    kinds = [
        (heading, [(each.name, each.id) for each in getattr(instance, field)])
        for heading, field in KINDS
    ]
    kinds.append(("Rooms", [(room.name, room.id) for room, _ in instance.room_of.values()]))
    found = []
    for heading, things in kinds:
        seen = tuple((links.of(one), name) for name, one in sorted(things) if links.of(one))
        if seen:
            listed = seen if len(seen) <= MOST_LISTED or heading == wanted else ()
            found.append(Group(heading=heading, count=len(seen), things=listed))
    return tuple(found)


def fit_links(
    actor: Actor, instance: Instance, term: TermRecord, one: str, under: str
) -> tuple[tuple[str, str], ...]:
    """Give the questions that can be asked about the seats of a thing, with their addresses."""
    if not may(actor, Action.RESHUFFLE_READ, of_term(term)):
        return ()
    id = quote(one, safe="")
    if one in instance.student_of:
        return (
            (f"{under}?about={id}", "Find a place for what has none"),
            (f"{under}?student={id}", "Why not elsewhere?"),
        )
    if one in instance.advisory_of:
        return ((f"{under}?about={id}&away=true", "Who could lead it instead?"),)
    if one in instance.section_of:
        return (
            (f"{under}?about={id}", "Who could fill a seat?"),
            (f"{under}?about={id}&away=true", "Who could lead it instead?"),
        )
    if one in instance.mentor_of:
        return ((f"{under}?about={id}", "Who could fill a seat?"),)
    return ()


def kind_of(diary: Diary, one: str) -> str:
    """Say what a thing is, for lists of things of several kinds."""
    instance = diary.instance
    kinds = (
        (instance.student_of, "student"),
        (instance.advisory_of, "advisory"),
        (instance.staff_of, "staff"),
        (instance.mentor_of, "mentor"),
        (instance.site_of, "internship site"),
        (instance.school_site_of, "school site"),
        (instance.room_of, "room"),
        (instance.workshop_of, "workshop"),
        (instance.section_of, "section"),
        (instance.vehicle_of, "van"),
        (instance.run_of, "van run"),
    )
    return next((kind for ids, kind in kinds if one in ids), "")

"""Calendars that people subscribe to: an address nobody can guess, which can be revoked."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from scheduler.domain.accounts import Actor, Link, LinkKind
from scheduler.domain.drafts import Release
from scheduler.errors import NotFoundError
from scheduler.service import audit
from scheduler.service.calendars import Held, calendar, ever_holding
from scheduler.service.rights import Action, allow
from scheduler.service.subjects import of_person
from scheduler.service.tokens import hash_of
from scheduler.store import erasing, instances, links, people, releases, terms, timetables
from scheduler.store.columns import now
from scheduler.store.engine import Store, Tx
from scheduler.store.ids import new_id

KEPT_DAYS = 60
"""So long after its end a term is still in the calendar."""


@dataclass(frozen=True, kw_only=True)
class Subscription:
    """A person's calendar as it stands, told apart from others by its state."""

    state: str
    person: str
    terms: tuple[tuple[Release, ...], ...]
    """The releases that ever hold, of each term."""
    organisation: str


def make(store: Store, actor: Actor, person: str, token: str) -> Link:
    """Make a calendar for a person, with this secret in its address; only its hash is kept.

    Raises
    ------
    NotFoundError
        There is nobody of this id, or they are not theirs.
    """
    with store.write() as tx:
        allow(actor, Action.CALENDAR_MAKE, of_person(tx, actor.organisation, person))
        link = Link(
            id=new_id("lnk"),
            organisation=actor.organisation,
            kind=LinkKind.CALENDAR,
            person=person,
            made_at=now(),
            made_by=actor.account,
        )
        links.add(tx, link, hash_of(token))
        audit.done(tx, actor, "calendar.make", [link.id, person])
    return link


def of(store: Store, actor: Actor, person: str, after: str | None, limit: int) -> list[Link]:
    """Give the calendars of a person; one more than asked for, if there is one."""
    with store.read() as tx:
        allow(actor, Action.CALENDAR_MAKE, of_person(tx, actor.organisation, person))
        return links.page_of_person(tx, actor.organisation, LinkKind.CALENDAR, person, after, limit)


def revoke(store: Store, actor: Actor, link: str) -> None:
    """From now on nobody reads this calendar.

    Raises
    ------
    NotFoundError
        There is no calendar of this id, or it is not theirs.
    """
    with store.write() as tx:
        found = links.one(tx, actor.organisation, link)
        if found.kind is not LinkKind.CALENDAR or found.person is None:
            raise NotFoundError("There is no calendar with this id. Check the id.")
        allow(actor, Action.CALENDAR_MAKE, of_person(tx, actor.organisation, found.person))
        links.revoke(tx, link, now())
        audit.done(tx, actor, "calendar.revoke", [link, found.person])


def subscribed(store: Store, token: str) -> Subscription:
    """Say what the calendar with this secret holds, without writing it.

    Raises
    ------
    NotFoundError
        There is none, or it was revoked.
    """
    with store.read() as tx:
        link = links.find(tx, hash_of(token))
        good = link is not None and link.kind is LinkKind.CALENDAR and link.is_good(now())
        if link is None or link.person is None or not good:
            raise NotFoundError("There is no such calendar. Ask your school for a new address.")
        since = (now() - timedelta(days=KEPT_DAYS)).date()
        found = tuple(
            ever_holding(tuple(releases.of_term(tx, link.organisation, term.id)))
            for term in reversed(terms.terms(tx, link.organisation))
            if term.last >= since
        )
        erased = erasing.count(tx, link.organisation)
    ids = (link.person, erased, *(one.id for each in found for one in each))
    state = hashlib.sha256("\x1f".join(map(str, ids)).encode()).hexdigest()[:32]
    return Subscription(
        state=state, person=link.person, terms=found, organisation=link.organisation
    )


def written(store: Store, subscription: Subscription) -> bytes:
    """Write a calendar."""
    org = subscription.organisation
    with store.read() as tx:
        held = [[_held(tx, org, one) for one in each] for each in subscription.terms if each]
        known = people.people(tx, org)
    # People are called as they are by now, things as in the last release.
    names = {id: name for each in held for one in each for id, name in one.instance.names.items()}
    names |= {id: person.name for id, person in known.items()}
    return calendar(held, subscription.person, lambda id: names.get(id, id))


def _held(tx: Tx, org: str, release: Release) -> Held:
    return Held(
        number=release.number,
        holds_from=release.holds_from,
        made_at=release.made_at,
        instance=instances.load(tx, org, release.instance),
        timetable=timetables.load(tx, org, release.timetable),
    )

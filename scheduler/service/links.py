"""Links for mentors: one purpose, an end, and no account needed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from scheduler.domain.accounts import Actor, Link, LinkKind
from scheduler.domain.records import PersonKind
from scheduler.errors import NotFoundError
from scheduler.service import audit
from scheduler.service.rights import Action, Purpose, Subject, allow
from scheduler.service.tokens import hash_of
from scheduler.service.who import moment
from scheduler.store import links, people
from scheduler.store.ids import new_id

if TYPE_CHECKING:
    from scheduler.store.engine import Store

LONGEST_DAYS = 200
"""No longer than a term."""


def make(store: Store, actor: Actor, mentor: str, purpose: Purpose, days: int, token: str) -> Link:
    """Make a link for a mentor, with this secret in it; only its hash is kept.

    Raises
    ------
    NotFoundError
        There is no mentor of this id.

    """
    allow(actor, Action.LINK_MAKE, _subject(actor))
    now = moment()
    with store.write() as tx:
        if people.person(tx, actor.organisation, mentor).kind is not PersonKind.MENTOR:
            raise NotFoundError("There is no mentor with this id. Check the id.")
        link = Link(
            id=new_id("lnk"),
            organisation=actor.organisation,
            kind=LinkKind.MENTOR,
            person=mentor,
            purpose={"action": purpose.value},
            made_at=now,
            made_by=actor.account,
            expires_at=now + timedelta(days=days),
        )
        links.add(tx, link, hash_of(token))
        audit.done(tx, actor, "link.make", [link.id, mentor], purpose=purpose.value)
    return link


def page(store: Store, actor: Actor, after: str | None, limit: int) -> list[Link]:
    """The links of mentors; one more than asked for, if there is one."""
    allow(actor, Action.LINK_MAKE, _subject(actor))
    with store.read() as tx:
        return links.page(tx, actor.organisation, LinkKind.MENTOR, after, limit)


def of_mentor(store: Store, actor: Actor, mentor: str) -> list[Link]:
    """The links of a mentor that still let in."""
    allow(actor, Action.LINK_MAKE, _subject(actor))
    with store.read() as tx:
        found = links.of_person(tx, actor.organisation, mentor)
    return [one for one in found if one.kind is LinkKind.MENTOR and one.is_good(moment())]


def revoke(store: Store, actor: Actor, link: str) -> None:
    """From now on a link lets nobody in.

    Raises
    ------
    NotFoundError
        There is no link of a mentor with this id.

    """
    allow(actor, Action.LINK_MAKE, _subject(actor))
    with store.write() as tx:
        found = links.one(tx, actor.organisation, link)
        if found.kind is not LinkKind.MENTOR:
            raise NotFoundError("There is no link with this id. Check the id.")
        links.revoke(tx, link, moment())
        audit.done(tx, actor, "link.revoke", [link, found.person or ""])


def _subject(actor: Actor) -> Subject:
    # Mentors host students of any school: their links are about no school in particular.
    return Subject(organisation=actor.organisation, schools=frozenset())

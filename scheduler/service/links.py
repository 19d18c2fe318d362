"""Links for mentors: one purpose, an end, and no account needed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from scheduler.domain.accounts import Actor, Link, LinkKind
from scheduler.domain.records import PersonKind
from scheduler.errors import NotFoundError
from scheduler.service import audit
from scheduler.service.rights import Action, Purpose, allow, may
from scheduler.service.subjects import Latest
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
        There is no mentor of this id, or they have students of schools that are not theirs.

    """
    allow(actor, Action.LINK_MAKE)
    now = moment()
    with store.write() as tx:
        if people.person(tx, actor.organisation, mentor).kind is not PersonKind.MENTOR:
            raise NotFoundError("There is no mentor with this id. Check the id.")
        allow(actor, Action.LINK_MAKE, Latest(tx, actor.organisation).subject(mentor))
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
    """The links of mentors of theirs; one more than asked for, if there is one."""
    allow(actor, Action.LINK_MAKE)
    found: list[Link] = []
    with store.read() as tx:
        latest = Latest(tx, actor.organisation)
        while len(found) <= limit:
            some = links.page(tx, actor.organisation, LinkKind.MENTOR, after, limit)
            found += [
                one
                for one in some
                if may(actor, Action.LINK_MAKE, latest.subject(one.person or ""))
            ]
            if len(some) <= limit:
                break
            after = some[-1].id
    return found[: limit + 1]


def of_mentor(store: Store, actor: Actor, mentor: str) -> list[Link]:
    """The links of a mentor that still let in."""
    allow(actor, Action.LINK_MAKE)
    with store.read() as tx:
        allow(actor, Action.LINK_MAKE, Latest(tx, actor.organisation).subject(mentor))
        found = links.of_person(tx, actor.organisation, mentor)
    return [one for one in found if one.kind is LinkKind.MENTOR and one.is_good(moment())]


def revoke(store: Store, actor: Actor, link: str) -> None:
    """From now on a link lets nobody in.

    Raises
    ------
    NotFoundError
        There is no link of a mentor with this id, or it is not of a mentor of theirs.

    """
    allow(actor, Action.LINK_MAKE)
    with store.write() as tx:
        found = links.one(tx, actor.organisation, link)
        if found.kind is not LinkKind.MENTOR:
            raise NotFoundError("There is no link with this id. Check the id.")
        subject = Latest(tx, actor.organisation).subject(found.person or "")
        allow(actor, Action.LINK_MAKE, subject)
        links.revoke(tx, link, moment())
        audit.done(tx, actor, "link.revoke", [link, found.person or ""])

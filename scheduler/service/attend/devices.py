"""Phones and screens that may check in: enrolled by a link that works once, and revocable."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from scheduler.domain.accounts import Actor, Link, LinkKind, Via
from scheduler.domain.records import PersonKind
from scheduler.errors import NotFoundError, NotSignedInError
from scheduler.service import audit, throttle
from scheduler.service.rights import ALL_SCHOOLS, Action, Subject, allow, may
from scheduler.service.subjects import of_person
from scheduler.service.tokens import Kind, hash_of, new_token
from scheduler.service.who import NOT_GOOD, moment
from scheduler.store import links, people
from scheduler.store.ids import new_id

if TYPE_CHECKING:
    from scheduler.store.engine import Store, Tx

ENROL_WITHIN = timedelta(hours=24)
MOST_KIOSKS = 1_000
LASTS = timedelta(days=200)
"""No longer than a term."""


def invite(store: Store, actor: Actor, student: str, token: str) -> Link:
    """Make a link that enrols a student's phone, once and within a day.

    Raises
    ------
    NotFoundError
        There is no such student, or they are not theirs.
    """
    allow(actor, Action.DEVICE_MAKE)
    with store.write() as tx:
        _allow_student(tx, actor, student)
        link = _link(actor, LinkKind.ENROL, student, {"action": "check-in"}, ENROL_WITHIN)
        links.add(tx, link, hash_of(token))
        audit.done(tx, actor, "device.invite", [link.id, student])
    return link


def enrol(store: Store, token: str, address: str) -> str:
    """Make the phone that shows this link the student's; gives the secret it keeps.

    Whatever phone was the student's before is so no longer.

    Raises
    ------
    NotSignedInError
        There is no such link, or it was used, is over or was revoked.
    TooManyError
        It went wrong too often lately from this address.
    """
    keys = [throttle.named("address", address)]
    throttle.check(store, keys, moment())
    try:
        return _enrol(store, token)
    except NotSignedInError:
        throttle.failed(store, keys, moment())
        raise


def _enrol(store: Store, token: str) -> str:
    now = moment()
    with store.write() as tx:
        link = links.find(tx, hash_of(token))
        good = link is not None and link.kind is LinkKind.ENROL and link.is_good(now)
        if link is None or not good or link.person is None or not links.use(tx, link.id, now):
            raise NotSignedInError(NOT_GOOD)
        actor = Actor(
            organisation=link.organisation,
            account=link.id,
            roles=frozenset(),
            via=Via.LINK,
            credential=link.id,
            person=link.person,
        )
        for one in links.of_person(tx, link.organisation, link.person):
            if one.kind is LinkKind.DEVICE and one.is_good(now):
                links.revoke(tx, one.id, now)
        secret = new_token(Kind.LINK)
        device = _link(actor, LinkKind.DEVICE, link.person, {"action": "check-in"}, LASTS)
        links.add(tx, device, hash_of(secret))
        audit.done(tx, actor, "device.enrol", [device.id, link.person])
    return secret


def of_student(store: Store, actor: Actor, student: str) -> list[Link]:
    """Give the phones of a student, and the links that may still make one theirs.

    Raises
    ------
    NotFoundError
        There is no such student, or they are not theirs.
    """
    allow(actor, Action.DEVICE_MAKE)
    with store.read() as tx:
        _allow_student(tx, actor, student)
        found = links.of_person(tx, actor.organisation, student)
    now = moment()
    kinds = (LinkKind.DEVICE, LinkKind.ENROL)
    return [one for one in found if one.kind in kinds and one.is_good(now)]


def kiosks(store: Store, actor: Actor) -> list[Link]:
    """Give the screens at doors and the links of vans that somebody may end."""
    allow(actor, Action.DEVICE_MAKE)
    with store.read() as tx:
        found = [
            one
            for kind in (LinkKind.KIOSK, LinkKind.VAN)
            for one in links.page(tx, actor.organisation, kind, None, MOST_KIOSKS)
        ]
    now = moment()
    return [
        one
        for one in found
        if one.is_good(now)
        and may(actor, Action.DEVICE_MAKE, _of_school(actor, one.purpose.get("school", "")))
    ]


def revoke(store: Store, actor: Actor, link: str, student: str | None = None) -> None:
    """From now on a phone or a screen may not check in; with a student: a phone of theirs.

    Raises
    ------
    NotFoundError
        There is no such phone, or it is not of somebody of theirs.
    """
    allow(actor, Action.DEVICE_MAKE)
    with store.write() as tx:
        found = links.one(tx, actor.organisation, link)
        if student is not None and found.person != student:
            raise NotFoundError("There is no phone of this student with this id. Check the id.")
        if found.kind in (LinkKind.KIOSK, LinkKind.VAN):
            allow(actor, Action.DEVICE_MAKE, _of_school(actor, found.purpose.get("school", "")))
        elif found.kind in (LinkKind.DEVICE, LinkKind.ENROL) and found.person is not None:
            _allow_student(tx, actor, found.person)
        else:
            raise NotFoundError("There is no phone and no screen with this id. Check the id.")
        links.revoke(tx, link, moment())
        audit.done(tx, actor, "device.revoke", [link, found.person or ""])


def open_kiosk(store: Store, actor: Actor, school: str, site: str, token: str) -> Link:
    """Make a link for a screen at a school site, by which students check in at the door.

    Raises
    ------
    NotFoundError
        The school is not theirs.
    """
    allow(actor, Action.DEVICE_MAKE, _of_school(actor, school))
    purpose = {"action": "kiosk", "school": school, "site": site}
    link = _link(actor, LinkKind.KIOSK, None, purpose, LASTS)
    with store.write() as tx:
        links.add(tx, link, hash_of(token))
        audit.done(tx, actor, "kiosk.open", [link.id], site=site)
    return link


def open_van(store: Store, actor: Actor, vehicle: str, token: str) -> Link:
    """Make a link by which whoever drives a van calls its roll, without an account.

    Raises
    ------
    NotFoundError
        Vans go for all schools, and the account is for some.
    """
    allow(actor, Action.DEVICE_MAKE, Subject(organisation=actor.organisation, schools=ALL_SCHOOLS))
    link = _link(actor, LinkKind.VAN, vehicle, {"action": "van"}, LASTS)
    with store.write() as tx:
        links.add(tx, link, hash_of(token))
        audit.done(tx, actor, "van.open", [link.id, vehicle])
    return link


def site_of_kiosk(store: Store, actor: Actor) -> str:
    """Say at which school site the screen stands that asks.

    Raises
    ------
    NotFoundError
        It is no screen that asks.
    """
    if actor.link is not LinkKind.KIOSK:
        raise NotFoundError("This page is for a screen at a school's door. Open its link there.")
    with store.read() as tx:
        return links.one(tx, actor.organisation, actor.credential).purpose.get("site", "")


def _allow_student(tx: Tx, actor: Actor, student: str) -> None:
    """Let pass who may do this with a student; nobody else has a phone to check in with."""
    if people.person(tx, actor.organisation, student).kind is not PersonKind.STUDENT:
        raise NotFoundError("There is no student with this id. Check the id.")
    allow(actor, Action.DEVICE_MAKE, of_person(tx, actor.organisation, student))


def _of_school(actor: Actor, school: str) -> Subject:
    return Subject(organisation=actor.organisation, schools=frozenset({school}))


def _link(
    actor: Actor, kind: LinkKind, person: str | None, purpose: dict[str, str], lasts: timedelta
) -> Link:
    now = moment()
    return Link(
        id=new_id("lnk"),
        organisation=actor.organisation,
        kind=kind,
        person=person,
        purpose=purpose,
        made_at=now,
        made_by=actor.account,
        expires_at=now + lasts,
    )

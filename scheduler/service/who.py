"""Who shows a token: a browser its cookie, a program its key, a mentor their link."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from scheduler.domain.accounts import Account, Actor, Link, LinkKind, Role, Via
from scheduler.errors import ForbiddenError, NotSignedInError
from scheduler.service.rights import ALWAYS, CHECK_IN, KIOSK, PURPOSES, VAN_ROLL, Purpose
from scheduler.service.tokens import Kind, hash_of
from scheduler.store import api_keys, links, sign_ins

if TYPE_CHECKING:
    from scheduler.config import Settings
    from scheduler.store.engine import Store

NOT_GOOD = "This sign-in, key or link is no longer good. Sign in again, or ask for a new one."
_TOUCH = timedelta(minutes=1)
"""When somebody was here last is known to the minute: not every read has to write."""


REMEMBERED_SECONDS = 1.0
"""How long it is taken as known who shows a token. What this process itself changes counts
at once; what another one changes, a moment later."""
_MOST_REMEMBERED = 10_000


class Remembered:
    """Says who shows a token, and for a moment remembers it."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._settings = settings
        self._known: dict[tuple[Via, str], tuple[float, Actor]] = {}

    def __call__(self, via: Via, token: str) -> Actor:
        """Say who shows a token.

        Raises
        ------
        NotSignedInError
            It is none of ours, or no longer good.

        """
        key = (via, hash_of(token))
        found = self._known.get(key)
        if found is not None and time.monotonic() < found[0]:
            return found[1]
        actor = who(self._store, self._settings, via, token)
        if len(self._known) >= _MOST_REMEMBERED:
            self.forget()
        self._known[key] = (time.monotonic() + REMEMBERED_SECONDS, actor)
        return actor

    def knows(self, via: Via, token: str) -> bool:
        """Whether it is remembered who shows a token."""
        found = self._known.get((via, hash_of(token)))
        return found is not None and time.monotonic() < found[0]

    def forget(self) -> None:
        """Ask anew who everybody is: something was changed."""
        self._known.clear()


def moment() -> datetime:
    """Say what moment it is."""
    return datetime.now(UTC)


def who(store: Store, settings: Settings, via: Via, token: str) -> Actor:
    """Say who shows a token: a browser its cookie, a program its key, a mentor their link.

    Raises
    ------
    NotSignedInError
        It is none of ours, or no longer good.

    """
    now = moment()
    if token.startswith(Kind.SIGN_IN) and via is Via.SESSION:
        return _signed_in(store, settings, token, now)
    if token.startswith(Kind.KEY) and via is Via.KEY:
        return _with_key(store, token, now)
    if token.startswith(Kind.LINK):
        return _with_link(store, token, now)
    raise NotSignedInError(NOT_GOOD)


def _signed_in(store: Store, settings: Settings, token: str, now: datetime) -> Actor:
    with store.read() as tx:
        found = sign_ins.find(tx, hash_of(token))
    idle = timedelta(minutes=settings.sign_in_idle_minutes)
    if (
        found is None
        or found[1].disabled
        or found[0].expires_at <= now
        or found[0].seen_at + idle <= now
    ):
        raise NotSignedInError(NOT_GOOD)
    sign_in, account = found
    if sign_in.seen_at + _TOUCH <= now:
        with store.write() as tx:
            sign_ins.seen(tx, sign_in.id, now)
    return actor_of(account, Via.SESSION, sign_in.id)


def _with_key(store: Store, token: str, now: datetime) -> Actor:
    with store.read() as tx:
        found = api_keys.find(tx, hash_of(token))
    if (
        found is None
        or found[1].disabled
        or found[0].revoked_at is not None
        or (found[0].expires_at is not None and found[0].expires_at <= now)
    ):
        raise NotSignedInError(NOT_GOOD)
    key, account = found
    if key.used_at is None or key.used_at + _TOUCH <= now:
        with store.write() as tx:
            api_keys.used(tx, key.id, now)
    return actor_of(account, Via.KEY, key.id, key.scopes | ALWAYS)


def _with_link(store: Store, token: str, now: datetime) -> Actor:
    with store.read() as tx:
        link = links.find(tx, hash_of(token))
    found = None if link is None else actor_of_link(link, now)
    if found is None:
        raise NotSignedInError(NOT_GOOD)
    return found


def actor_of_link(link: Link, now: datetime) -> Actor | None:
    """A link as the one who asks: a mentor, a student's phone, a kiosk; None: it is no good."""
    if link.kind not in _LINKED or not link.is_good(now):
        return None
    role = _LINKED[link.kind]
    match link.kind:
        case LinkKind.DEVICE:
            scopes = CHECK_IN
        case LinkKind.KIOSK:
            scopes = KIOSK
        case LinkKind.VAN:
            scopes = VAN_ROLL
        case _:
            scopes = PURPOSES[Purpose(link.purpose["action"])]
    school = link.purpose.get("school")
    return Actor(
        organisation=link.organisation,
        account=link.id,
        roles=frozenset({role}),
        via=Via.LINK,
        credential=link.id,
        person=link.person,
        schools=frozenset({school} if school else ()),
        scopes=scopes | ALWAYS,
        link=link.kind,
    )


_LINKED = {
    LinkKind.MENTOR: Role.MENTOR,
    LinkKind.DEVICE: Role.STUDENT,
    LinkKind.KIOSK: Role.COORDINATOR,
    LinkKind.VAN: Role.COORDINATOR,
}
"""Whom a link stands for; its scopes leave of the role what it is for."""


def actor_of(
    account: Account, via: Via, credential: str, scopes: frozenset[str] | None = None
) -> Actor:
    """An account as the one who asks."""
    return Actor(
        organisation=account.organisation,
        account=account.id,
        roles=account.roles,
        via=via,
        credential=credential,
        person=account.person,
        wards=account.wards,
        schools=account.schools,
        scopes=scopes,
        email=account.email,
        name=account.name,
    )


def only_signed_in(actor: Actor) -> None:
    """Refuse keys and links what only a person at a browser may do.

    Raises
    ------
    ForbiddenError
        It is a program or a link that asks.

    """
    if actor.via is not Via.SESSION:
        raise ForbiddenError("Only somebody who is signed in may do that, no key and no link.")

"""Coming in: by password, by a link that works once, by a key; and going again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from scheduler.domain.accounts import Account, Actor, Link, LinkKind, Role, SignIn, Via
from scheduler.errors import ForbiddenError, NotFoundError, NotSignedInError
from scheduler.service import audit, passwords, throttle
from scheduler.service.rights import ALWAYS
from scheduler.service.tokens import Kind, hash_of, new_token
from scheduler.store import accounts, api_keys, links, sign_ins
from scheduler.store.ids import new_id

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from scheduler.config import Settings
    from scheduler.store.engine import Store

_NOT_GOOD = "This sign-in, key or link is no longer good. Sign in again, or ask for a new one."
_WRONG = "The e-mail address or the password is wrong. Check both and try again."
_TOUCH = timedelta(minutes=1)
"""When somebody was here last is known to the minute: not every read has to write."""


def moment() -> datetime:
    """This moment."""
    return datetime.now(UTC)


def by_password(
    store: Store, settings: Settings, email: str, password: str, address: str, device: str
) -> str:
    """Sign in with e-mail address and password; gives the token for the cookie.

    Raises
    ------
    NotSignedInError
        Address or password is wrong; which one is not said.
    TooManyError
        It went wrong too often lately, for this account or from this address.

    """
    now = moment()
    keys = [throttle.named("account", email), throttle.named("address", address)]
    throttle.check(store, keys, now)
    with store.read() as tx:
        found = accounts.by_email(tx, email)
    account, kept = found or (None, None)
    right = passwords.is_right(password, kept)
    if account is None or not right or account.disabled:
        throttle.failed(store, keys, now)
        raise NotSignedInError(_WRONG)
    return begin(store, settings, account, device, forget=keys[:1])


def begin(
    store: Store, settings: Settings, account: Account, device: str, forget: list[str] | None = None
) -> str:
    """Sign a browser in as an account that has shown who it is; gives the token."""
    with store.write() as tx:
        return _begin(tx, settings, account, device, forget or [])


def _begin(
    tx: Session, settings: Settings, account: Account, device: str, forget: list[str]
) -> str:
    from scheduler.store import throttles

    now, token = moment(), new_token(Kind.SIGN_IN)
    sign_in = SignIn(
        id=new_id("sgn"),
        organisation=account.organisation,
        account=account.id,
        device="".join(char for char in device[:100] if char.isprintable()),
        made_at=now,
        seen_at=now,
        expires_at=now + timedelta(hours=settings.sign_in_hours),
    )
    sign_ins.add(tx, sign_in, hash_of(token))
    accounts.seen(tx, account.id, now)
    for key in forget:
        throttles.forget(tx, key)
    audit.done(tx, actor_of(account, Via.SESSION, sign_in.id), "sign-in")
    return token


def by_link(store: Store, settings: Settings, token: str, device: str) -> str:
    """Sign in by a link that works once; gives the token for the cookie.

    Raises
    ------
    NotSignedInError
        There is no such link, or it was used, is over or was revoked.

    """
    with store.write() as tx:
        link = links.find(tx, hash_of(token))
        good = link is not None and link.kind is LinkKind.SIGN_IN and link.is_good(moment())
        if link is None or not good or link.account is None or not links.use(tx, link.id, moment()):
            raise NotSignedInError(_NOT_GOOD)
        account = accounts.one(tx, link.organisation, link.account)
        if account.disabled:
            raise NotSignedInError(_NOT_GOOD)
        return _begin(tx, settings, account, device, [])


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
    raise NotSignedInError(_NOT_GOOD)


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
        raise NotSignedInError(_NOT_GOOD)
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
        raise NotSignedInError(_NOT_GOOD)
    key, account = found
    if key.used_at is None or key.used_at + _TOUCH <= now:
        with store.write() as tx:
            api_keys.used(tx, key.id, now)
    return actor_of(account, Via.KEY, key.id, key.scopes | ALWAYS)


def _with_link(store: Store, token: str, now: datetime) -> Actor:
    with store.read() as tx:
        link = links.find(tx, hash_of(token))
    if link is None or link.kind is not LinkKind.MENTOR or not link.is_good(now):
        raise NotSignedInError(_NOT_GOOD)
    return Actor(
        organisation=link.organisation,
        account=link.id,
        roles=frozenset({Role.MENTOR}),
        via=Via.LINK,
        credential=link.id,
        person=link.person,
        scopes=frozenset({link.purpose["action"]}) | ALWAYS,
    )


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


def sign_ins_of(store: Store, actor: Actor) -> list[SignIn]:
    """Where one's own account is signed in."""
    only_signed_in(actor)
    with store.read() as tx:
        return sign_ins.of_account(tx, actor.account, moment())


def end(store: Store, actor: Actor, sign_in: str | None = None) -> None:
    """End the sign-in that is asking, or another of the same account.

    Raises
    ------
    NotFoundError
        The account has no such sign-in.

    """
    only_signed_in(actor)
    with store.write() as tx:
        ended = sign_ins.end(tx, actor.account, sign_in or actor.credential)
        if not ended:
            raise NotFoundError("There is no sign-in with this id. Check the id.")
        audit.done(tx, actor, "sign-out", ended)


def end_others(store: Store, actor: Actor) -> int:
    """End all sign-ins of one's own account but the one that is asking; says how many."""
    only_signed_in(actor)
    with store.write() as tx:
        ended = sign_ins.end(tx, actor.account, but=actor.credential)
        audit.done(tx, actor, "sign-out", ended)
    return len(ended)


def new_password(store: Store, actor: Actor, old: str, new: str, address: str) -> None:
    """Change one's own password; all other sign-ins of the account end.

    Raises
    ------
    InvalidInputError
        The new one is weak.
    NotSignedInError
        The old one is wrong; an account that has none gives an empty one.

    """
    only_signed_in(actor)
    now = moment()
    keys = [throttle.named("account", actor.email), throttle.named("address", address)]
    throttle.check(store, keys, now)
    with store.read() as tx:
        kept = accounts.password_hash(tx, actor.account)
    if kept is not None and not passwords.is_right(old, kept):
        throttle.failed(store, keys, now)
        raise NotSignedInError("The old password is wrong. Check it and try again.")
    passwords.check_new(new, (actor.email, actor.name))
    hashed = passwords.hashed(new)
    with store.write() as tx:
        accounts.set_password(tx, actor.account, hashed)
        sign_ins.end(tx, actor.account, but=actor.credential)
        links.revoke_sign_ins(tx, actor.account, now)
        audit.done(tx, actor, "password")


def make_link(tx: Session, account: Account, made_by: str, lasts: timedelta) -> str:
    """Make a link that signs in once; those made before are no longer good."""
    now, token = moment(), new_token(Kind.LINK)
    links.revoke_sign_ins(tx, account.id, now)
    link = Link(
        id=new_id("lnk"),
        organisation=account.organisation,
        kind=LinkKind.SIGN_IN,
        account=account.id,
        made_at=now,
        made_by=made_by,
        expires_at=now + lasts,
    )
    links.add(tx, link, hash_of(token))
    return token

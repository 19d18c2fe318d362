"""Coming in, by password or by a link that works once; and going again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from scheduler.domain.accounts import Account, Actor, Link, LinkKind, SignIn, Via
from scheduler.errors import NotFoundError, NotSignedInError
from scheduler.service import audit, passwords, throttle
from scheduler.service.tokens import Kind, hash_of, new_token
from scheduler.service.who import NOT_GOOD, actor_of, moment, only_signed_in
from scheduler.store import accounts, links, sign_ins, throttles
from scheduler.store.ids import new_id

if TYPE_CHECKING:
    from scheduler.config import Settings
    from scheduler.store.engine import Store, Tx

_WRONG = "The e-mail address or the password is wrong. Check both and try again."


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


def _begin(tx: Tx, settings: Settings, account: Account, device: str, forget: list[str]) -> str:
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


def by_link(store: Store, settings: Settings, token: str, address: str, device: str) -> str:
    """Come in by a link; gives the token for the cookie.

    One that signs in works once. A mentor's is itself what the browser keeps, as long as it
    is good: there is no account to sign in to.

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
        return _by_link(store, settings, token, device)
    except NotSignedInError:
        throttle.failed(store, keys, moment())
        raise


def _by_link(store: Store, settings: Settings, token: str, device: str) -> str:
    with store.write() as tx:
        link = links.find(tx, hash_of(token))
        if link is not None and link.kind is LinkKind.MENTOR and link.is_good(moment()):
            return token
        good = link is not None and link.kind is LinkKind.SIGN_IN and link.is_good(moment())
        if link is None or not good or link.account is None or not links.use(tx, link.id, moment()):
            raise NotSignedInError(NOT_GOOD)
        account = accounts.one(tx, link.organisation, link.account)
        if account.disabled:
            raise NotSignedInError(NOT_GOOD)
        return _begin(tx, settings, account, device, [])


def sign_ins_of(store: Store, actor: Actor) -> list[SignIn]:
    """Where one's own account is signed in."""
    only_signed_in(actor)
    with store.read() as tx:
        return sign_ins.of_account(tx, actor.account, moment())


def end(store: Store, actor: Actor, sign_in: str | None = None) -> None:
    """End the sign-in that is asking, or another of the same account.

    A mentor's link is not a sign-in: nothing is ended, and the browser forgets it.

    Raises
    ------
    NotFoundError
        The account has no such sign-in.

    """
    if actor.via is Via.LINK and sign_in is None:
        return
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


def make_link(tx: Tx, account: Account, made_by: str, lasts: timedelta, token: str) -> None:
    """Make a link with this secret that signs in once; those made before are no longer good."""
    now = moment()
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

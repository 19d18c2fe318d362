"""Accounts: made, changed and closed by administrators; and the very first one."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from scheduler.domain.accounts import Account, Actor, Role
from scheduler.errors import (
    ConflictError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
    StaleError,
)
from scheduler.service import audit
from scheduler.service.rights import ALL_SCHOOLS, Action, Subject, allow, may
from scheduler.service.sign_in import make_link
from scheduler.service.subjects import Latest
from scheduler.service.tokens import Kind, new_token
from scheduler.service.who import moment
from scheduler.store import accounts, organisations, sign_ins
from scheduler.store.ids import new_id

if TYPE_CHECKING:
    from scheduler.store.engine import Store, Tx

LINK_LASTS = timedelta(days=1)
INVITATION_LASTS = timedelta(days=7)
FIRST_ORGANISATION = "Our school"
FIELDWEEK = "fieldweek"
"""Stands in the log for whoever runs the server, who needs no account."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What an account is to be."""

    email: str
    name: str = ""
    roles: frozenset[Role] = frozenset()
    person: str | None = None
    wards: frozenset[str] = frozenset()
    schools: frozenset[str] = frozenset()
    disabled: bool = False


def make(store: Store, actor: Actor, wanted: Wanted, token: str) -> Account:
    """Make an account, and with this secret the link by which its owner comes in first.

    Raises
    ------
    ConflictError
        Somebody signs in with this e-mail address already.

    """
    account = Account(
        id=new_id("acc"),
        organisation=actor.organisation,
        email=wanted.email.lower(),
        name=wanted.name,
        roles=wanted.roles,
        person=wanted.person,
        wards=wanted.wards,
        schools=wanted.schools,
        disabled=wanted.disabled,
        made_at=moment(),
    )
    with store.write() as tx:
        _only_own_schools(tx, actor, account)
        accounts.add(tx, account)
        make_link(tx, account, actor.account, INVITATION_LASTS, token)
        audit.done(tx, actor, "account.make", [account.id], roles=sorted(account.roles))
    return account


def change(store: Store, actor: Actor, account: str, wanted: Wanted, as_read: str) -> Account:
    """Change an account; disabled, or with other rights, it is signed out everywhere.

    Raises
    ------
    StaleError
        It has changed since it was read.

    """
    with store.write() as tx:
        before = accounts.one(tx, actor.organisation, account)
        allow(actor, Action.ACCOUNT_EDIT, subject_of(before))
        if state_of(before) != as_read:
            raise StaleError(
                "The account has changed since you read it. Read it again and decide anew.",
                [account],
            )
        after = replace(
            before,
            email=wanted.email.lower(),
            name=wanted.name,
            roles=wanted.roles,
            person=wanted.person,
            wards=wanted.wards,
            schools=wanted.schools,
            disabled=wanted.disabled,
        )
        _only_own_schools(tx, actor, after, before)
        if account == actor.account and (after.disabled or Role.ADMIN not in after.roles):
            raise ForbiddenError("You cannot take your own account's rights away. Ask another.")
        accounts.change(tx, after)
        if _rights_of(before) != _rights_of(after):
            sign_ins.end(tx, account, but=actor.credential)
        audit.done(tx, actor, "account.change", [account], roles=sorted(after.roles))
    return after


def new_address(store: Store, actor: Actor, email: str) -> Account:
    """Give one's own account another e-mail address, which is what one signs in with.

    Raises
    ------
    InvalidInputError
        That is no address.
    ConflictError
        Somebody else has it.

    """
    if not is_address(email):
        raise InvalidInputError("This is no e-mail address. Write one such as office@school.org.")
    now = one(store, actor, actor.account)
    return change(store, actor, now.id, replace(as_it_is(now), email=email), state_of(now))


def disable(store: Store, actor: Actor, account: str, disabled: bool = True) -> Account:
    """Let an account in no more, or again; all else of it stays."""
    now = one(store, actor, account)
    return change(store, actor, account, replace(as_it_is(now), disabled=disabled), state_of(now))


def as_it_is(account: Account) -> Wanted:
    """Want an account to stay what it is, but for what is replaced in this."""
    return Wanted(
        email=account.email,
        name=account.name,
        roles=account.roles,
        person=account.person,
        wards=account.wards,
        schools=account.schools,
        disabled=account.disabled,
    )


def is_address(email: str) -> bool:
    """Whether this is an e-mail address, as far as anybody can say without writing to it."""
    return bool(re.fullmatch(r"[^@\s]{1,100}@[^@\s]{1,99}", email)) and email.isprintable()


def one(store: Store, actor: Actor, account: str) -> Account:
    """Read an account."""
    with store.read() as tx:
        found = accounts.one(tx, actor.organisation, account)
    allow(actor, Action.ACCOUNT_READ, subject_of(found))
    return found


def of_address(store: Store, actor: Actor, email: str) -> Account:
    """Read the account that signs in with an e-mail address.

    Raises
    ------
    NotFoundError
        Nobody here signs in with it.

    """
    with store.read() as tx:
        found = accounts.by_email(tx, email)
    if found is None or not may(actor, Action.ACCOUNT_READ, subject_of(found[0])):
        raise NotFoundError(f"No account signs in as {email}. Check the address.")
    return found[0]


def page(store: Store, actor: Actor, after: str | None, limit: int) -> list[Account]:
    """Read accounts in the order of their ids: one more than asked for, if there is one."""
    found: list[Account] = []
    with store.read() as tx:
        while len(found) <= limit:
            some = accounts.page(tx, actor.organisation, after, limit)
            found += [one for one in some if may(actor, Action.ACCOUNT_READ, subject_of(one))]
            if len(some) <= limit:
                break
            after = some[-1].id
    return found[: limit + 1]


def link_for(store: Store, actor: Actor, account: str, token: str) -> None:
    """Make a link, with this secret, by which somebody who cannot sign in comes in once."""
    with store.write() as tx:
        found = accounts.one(tx, actor.organisation, account)
        allow(actor, Action.ACCOUNT_EDIT, subject_of(found))
        if found.disabled:
            raise ConflictError("The account is disabled. Enable it first.", [account])
        audit.done(tx, actor, "account.link", [account])
        make_link(tx, found, actor.account, LINK_LASTS, token)


def operator(store: Store) -> Actor:
    """Whoever runs the server, at its command line: may administrate the first account's school."""
    with store.write() as tx:
        home = first_account(tx).organisation
    return Actor(organisation=home, account=FIELDWEEK, roles=frozenset({Role.ADMIN}))


def first_link(store: Store) -> str | None:
    """Make the link that signs in to a new store; None once an administrator can return.

    Makes the organisation and its first account, which may administrate and plan. There
    is no password until its owner chooses one: whoever came by a link and chose none
    would otherwise be shut out when the sign-in ends.
    """
    with store.write() as tx:
        if accounts.an_administrator_can_return(tx):
            return None
        account = first_account(tx)
        token = new_token(Kind.LINK)
        make_link(tx, account, account.id, LINK_LASTS, token)
        return token


def first_account(tx: Tx) -> Account:
    """Give the first account, which may administrate and plan; made where there is none."""
    account = accounts.first(tx)
    if account is None:
        known = organisations.organisations(tx)
        home = known[0] if known else organisations.add(tx, FIRST_ORGANISATION)
        account = new_account(home.id, {Role.ADMIN, Role.SCHEDULER})
        accounts.add(tx, account)
    return account


def new_account(organisation: str, roles: Collection[Role], email: str = "") -> Account:
    """Say what a new account is; without an address it has one that no mail reaches."""
    made = new_id("acc")
    return Account(
        id=made,
        organisation=organisation,
        email=email or f"{made}@first.invalid",
        roles=frozenset(roles),
        made_at=moment(),
    )


def state_of(account: Account) -> str:
    """What is sent back with a change, to show which state was read: its ETag."""
    said = repr((account.email, account.name, account.person, account.disabled))
    said += repr([sorted(them) for them in (account.roles, account.wards, account.schools)])
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _rights_of(account: Account) -> tuple[object, ...]:
    return (account.roles, account.person, account.wards, account.schools, account.disabled)


def _only_own_schools(
    tx: Tx, actor: Actor, account: Account, before: Account | None = None
) -> None:
    """Let nobody give rights over schools, or people, that they have none over themselves."""
    allow(actor, Action.ACCOUNT_EDIT)
    if not may(actor, Action.ACCOUNT_EDIT, subject_of(account)):
        raise ForbiddenError(
            "You may make accounts for your own schools only. Name some of them.",
            sorted(actor.schools),
        )
    if not actor.schools:
        return
    new = _people_of(account) - (_people_of(before) if before is not None else set())
    latest = Latest(tx, actor.organisation)
    others = [one for one in new if not may(actor, Action.ACCOUNT_EDIT, latest.subject(one))]
    if others:
        raise ForbiddenError(
            "You may make accounts of people of your own schools only. Name some of them.",
            sorted(others),
        )


def _people_of(account: Account) -> set[str]:
    return {*account.wards, *([account.person] if account.person else [])}


def subject_of(account: Account) -> Subject:
    """Whose data an account is: of its schools, and of who signs in with it."""
    return Subject(
        organisation=account.organisation,
        schools=account.schools or ALL_SCHOOLS,
        person=account.person,
    )

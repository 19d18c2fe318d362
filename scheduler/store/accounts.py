"""Accounts: who may sign in, and as what."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from scheduler.domain.accounts import Account, Role
from scheduler.errors import ConflictError, NotFoundError
from scheduler.store.columns import now
from scheduler.store.tables import AccountRow


def add(tx: Session, account: Account, password_hash: str | None = None) -> None:
    """Keep a new account.

    Raises
    ------
    ConflictError
        When its e-mail address signs in already.

    """
    row = AccountRow(
        id=account.id,
        organisation=account.organisation,
        password_hash=password_hash,
        made_at=account.made_at or now(),
        **_changeable(account),
    )
    tx.add(row)
    _flush(tx)


def change(tx: Session, account: Account) -> None:
    """Keep what has changed of an account: everything but its id, password and times."""
    row = _row(tx, account.organisation, account.id)
    for name, value in _changeable(account).items():
        setattr(row, name, value)
    row.disabled_at = (row.disabled_at or now()) if account.disabled else None
    _flush(tx)


def one(tx: Session, organisation: str, account: str) -> Account:
    """The account with this id.

    Raises
    ------
    NotFoundError
        The organisation has none of this id.

    """
    return to_account(_row(tx, organisation, account))


def by_email(tx: Session, email: str) -> tuple[Account, str | None] | None:
    """The account that signs in with an e-mail address, and the hash of its password."""
    row = tx.scalars(select(AccountRow).where(AccountRow.email == email.lower())).one_or_none()
    return None if row is None else (to_account(row), row.password_hash)


def by_oidc(tx: Session, issuer: str, subject: str) -> Account | None:
    """The account that signs in as this subject of an OpenID provider."""
    wanted = select(AccountRow).where(
        AccountRow.oidc_issuer == issuer, AccountRow.oidc_subject == subject
    )
    row = tx.scalars(wanted).one_or_none()
    return None if row is None else to_account(row)


def join_oidc(tx: Session, account: str, issuer: str, subject: str) -> bool:
    """From now on an account signs in as this subject, unless it does as another already."""
    joined = tx.scalars(
        update(AccountRow)
        .where(AccountRow.id == account, AccountRow.oidc_subject.is_(None))
        .values(oidc_issuer=issuer, oidc_subject=subject)
        .returning(AccountRow.id)
    )
    return joined.one_or_none() is not None


def page(tx: Session, organisation: str, after: str | None, limit: int) -> list[Account]:
    """Accounts of an organisation in the order of their ids, after one, one more than asked."""
    wanted = select(AccountRow).where(AccountRow.organisation == organisation)
    if after is not None:
        wanted = wanted.where(AccountRow.id > after)
    return [to_account(row) for row in tx.scalars(wanted.order_by(AccountRow.id).limit(limit + 1))]


def of_person(tx: Session, organisation: str, person: str) -> list[Account]:
    """The accounts of somebody in the school's data."""
    wanted = select(AccountRow).where(
        AccountRow.organisation == organisation, AccountRow.person == person
    )
    return [to_account(row) for row in tx.scalars(wanted)]


def names(tx: Session, organisation: str, ids: Collection[str]) -> dict[str, str]:
    """What some accounts are called, or else their e-mail addresses, by id."""
    wanted = select(AccountRow.id, AccountRow.name, AccountRow.email).where(
        AccountRow.organisation == organisation, AccountRow.id.in_(ids)
    )
    return {id: name or email for id, name, email in tx.execute(wanted)}


def password_hash(tx: Session, account: str) -> str | None:
    """The hash of an account's password; None where it has none."""
    return tx.scalars(select(AccountRow.password_hash).where(AccountRow.id == account)).one()


def set_password(tx: Session, account: str, hashed: str) -> None:
    """Keep the hash of a new password."""
    tx.execute(update(AccountRow).where(AccountRow.id == account).values(password_hash=hashed))


def seen(tx: Session, account: str, when: datetime) -> None:
    """Keep when an account signed in last."""
    tx.execute(update(AccountRow).where(AccountRow.id == account).values(seen_at=when))


def an_administrator_can_return(tx: Session) -> bool:
    """Whether anybody who makes accounts has a way in: a password, or the school's sign-in."""
    ways = or_(AccountRow.password_hash.is_not(None), AccountRow.oidc_subject.is_not(None))
    roles = tx.scalars(select(AccountRow.roles).where(ways, AccountRow.disabled_at.is_(None)))
    return any(Role.ADMIN in held for held in roles)


def first(tx: Session) -> Account | None:
    """The account made first."""
    row = tx.scalars(select(AccountRow).order_by(AccountRow.made_at).limit(1)).one_or_none()
    return None if row is None else to_account(row)


def _changeable(account: Account) -> dict[str, object]:
    return {
        "email": account.email.lower(),
        "name": account.name,
        "roles": sorted(account.roles),
        "person": account.person,
        "wards": sorted(account.wards),
        "schools": sorted(account.schools),
    }


def _row(tx: Session, organisation: str, account: str) -> AccountRow:
    row = tx.get(AccountRow, account)
    if row is None or row.organisation != organisation:
        raise NotFoundError("There is no account with this id. Check the id.")
    return row


def _flush(tx: Session) -> None:
    try:
        tx.flush()
    except IntegrityError as error:
        raise ConflictError(
            "An account signs in with this e-mail address already. Take another."
        ) from error


def to_account(row: AccountRow) -> Account:
    """Turn a row into the account it stands for."""
    return Account(
        id=row.id,
        organisation=row.organisation,
        email=row.email,
        name=row.name,
        roles=frozenset(Role(role) for role in row.roles),
        person=row.person,
        wards=frozenset(row.wards),
        schools=frozenset(row.schools),
        disabled=row.disabled_at is not None,
        made_at=row.made_at,
        seen_at=row.seen_at,
    )

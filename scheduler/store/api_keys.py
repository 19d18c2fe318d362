"""Keys by which programs ask. Of each only a hash is kept."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from scheduler.domain.accounts import Account, ApiKey
from scheduler.errors import NotFoundError
from scheduler.store.accounts import to_account
from scheduler.store.tables import AccountRow, ApiKeyRow


def add(tx: Session, key: ApiKey, key_hash: str) -> None:
    """Keep a new key."""
    tx.add(
        ApiKeyRow(
            id=key.id,
            organisation=key.organisation,
            account=key.account,
            name=key.name,
            key_hash=key_hash,
            scopes=sorted(key.scopes),
            made_at=key.made_at,
            expires_at=key.expires_at,
        )
    )
    tx.flush()


def find(tx: Session, key_hash: str) -> tuple[ApiKey, Account] | None:
    """The key with this hash, and the account it asks for."""
    wanted = (
        select(ApiKeyRow, AccountRow)
        .join(AccountRow, AccountRow.id == ApiKeyRow.account)
        .where(ApiKeyRow.key_hash == key_hash)
    )
    found = tx.execute(wanted).one_or_none()
    return None if found is None else (_to_key(found[0]), to_account(found[1]))


def page(
    tx: Session, organisation: str, account: str | None, after: str | None, limit: int
) -> list[ApiKey]:
    """Keys of an account, or of all, in the order of their ids; one more than asked for."""
    wanted = select(ApiKeyRow).where(ApiKeyRow.organisation == organisation)
    if account is not None:
        wanted = wanted.where(ApiKeyRow.account == account)
    if after is not None:
        wanted = wanted.where(ApiKeyRow.id > after)
    return [_to_key(row) for row in tx.scalars(wanted.order_by(ApiKeyRow.id).limit(limit + 1))]


def one(tx: Session, organisation: str, key: str) -> ApiKey:
    """The key with this id.

    Raises
    ------
    NotFoundError
        The organisation has none of this id.

    """
    row = tx.get(ApiKeyRow, key)
    if row is None or row.organisation != organisation:
        raise NotFoundError("There is no API key with this id. Check the id.")
    return _to_key(row)


def used(tx: Session, key: str, when: datetime) -> None:
    """Keep when a key was used last."""
    tx.execute(update(ApiKeyRow).where(ApiKeyRow.id == key).values(used_at=when))


def revoke(tx: Session, key: str, when: datetime) -> None:
    """From now on a key is no good."""
    tx.execute(
        update(ApiKeyRow)
        .where(ApiKeyRow.id == key, ApiKeyRow.revoked_at.is_(None))
        .values(revoked_at=when)
    )


def _to_key(row: ApiKeyRow) -> ApiKey:
    return ApiKey(
        id=row.id,
        organisation=row.organisation,
        account=row.account,
        name=row.name,
        scopes=frozenset(row.scopes),
        made_at=row.made_at,
        used_at=row.used_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
    )

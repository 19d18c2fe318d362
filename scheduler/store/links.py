"""Links that let in for one purpose. Of each only a hash is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, select, update
from sqlalchemy.orm import Session

from scheduler.domain.accounts import Link, LinkKind
from scheduler.errors import NotFoundError
from scheduler.store import at_once
from scheduler.store.tables import LinkRow


def add(tx: Session, link: Link, token_hash: str) -> None:
    """Keep a new link."""
    tx.add(
        LinkRow(
            id=link.id,
            organisation=link.organisation,
            kind=link.kind.value,
            token_hash=token_hash,
            account=link.account,
            person=link.person,
            purpose=dict(link.purpose),
            made_at=link.made_at,
            made_by=link.made_by,
            expires_at=link.expires_at,
        )
    )
    tx.flush()


def find(tx: Session, token_hash: str) -> Link | None:
    """The link with this hash, good or not."""
    row = tx.scalars(select(LinkRow).where(LinkRow.token_hash == token_hash)).one_or_none()
    return None if row is None else _to_link(row)


def find_all(tx: Session, token_hashes: Sequence[str]) -> dict[str, Link]:
    """The links with these hashes, good or not: quick, for many at once."""
    table = cast(Table, LinkRow.__table__)
    if tx.get_bind().dialect.name == "sqlite":
        rows = at_once.matching(tx, table, "token_hash", token_hashes)
    else:
        asked = select(*table.columns).where(table.columns.token_hash.in_(token_hashes))
        rows = list(tx.connection().execute(asked))
    return {row.token_hash: _to_link(row) for row in rows}


def one(tx: Session, organisation: str, link: str) -> Link:
    """The link with this id.

    Raises
    ------
    NotFoundError
        The organisation has none of this id.

    """
    row = tx.get(LinkRow, link)
    if row is None or row.organisation != organisation:
        raise NotFoundError("There is no link with this id. Check the id.")
    return _to_link(row)


def page(
    tx: Session, organisation: str, kind: LinkKind, after: str | None, limit: int
) -> list[Link]:
    """Links of a kind in the order of their ids; one more than asked for."""
    wanted = select(LinkRow).where(LinkRow.organisation == organisation, LinkRow.kind == kind.value)
    if after is not None:
        wanted = wanted.where(LinkRow.id > after)
    return [_to_link(row) for row in tx.scalars(wanted.order_by(LinkRow.id).limit(limit + 1))]


def page_of_person(
    tx: Session, organisation: str, kind: LinkKind, person: str, after: str | None, limit: int
) -> list[Link]:
    """Links of a kind for a person, in the order of their ids; one more than asked for."""
    wanted = select(LinkRow).where(
        LinkRow.organisation == organisation,
        LinkRow.kind == kind.value,
        LinkRow.person == person,
    )
    if after is not None:
        wanted = wanted.where(LinkRow.id > after)
    return [_to_link(row) for row in tx.scalars(wanted.order_by(LinkRow.id).limit(limit + 1))]


def of_person(tx: Session, organisation: str, person: str) -> list[Link]:
    """The links that were made for somebody."""
    wanted = select(LinkRow).where(LinkRow.organisation == organisation, LinkRow.person == person)
    return [_to_link(row) for row in tx.scalars(wanted.order_by(LinkRow.made_at))]


def use(tx: Session, link: str, when: datetime) -> bool:
    """Use a link for the first time; False when somebody did so before."""
    used = tx.scalars(
        update(LinkRow)
        .where(LinkRow.id == link, LinkRow.used_at.is_(None))
        .values(used_at=when)
        .returning(LinkRow.id)
    ).one_or_none()
    return used is not None


def revoke(tx: Session, link: str, when: datetime) -> None:
    """From now on a link lets nobody in."""
    tx.execute(
        update(LinkRow)
        .where(LinkRow.id == link, LinkRow.revoked_at.is_(None))
        .values(revoked_at=when)
    )


def revoke_sign_ins(tx: Session, account: str, when: datetime) -> None:
    """From now on no link given before signs in to this account."""
    tx.execute(
        update(LinkRow)
        .where(
            LinkRow.account == account,
            LinkRow.kind == LinkKind.SIGN_IN.value,
            LinkRow.used_at.is_(None),
            LinkRow.revoked_at.is_(None),
        )
        .values(revoked_at=when)
    )


def _to_link(row: Any) -> Link:
    return Link(
        id=row.id,
        organisation=row.organisation,
        kind=LinkKind(row.kind),
        account=row.account,
        person=row.person,
        purpose=dict(row.purpose),
        made_at=row.made_at,
        made_by=row.made_by,
        expires_at=row.expires_at,
        used_at=row.used_at,
        revoked_at=row.revoked_at,
    )

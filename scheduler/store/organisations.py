"""Organisations: whom all data belongs to."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.domain.records import Organisation
from scheduler.errors import NotFoundError
from scheduler.store.columns import now
from scheduler.store.ids import new_id
from scheduler.store.tables import OrganisationRow


def add(tx: Session, name: str) -> Organisation:
    """Begin an organisation, with nothing in it."""
    row = OrganisationRow(id=new_id("org"), name=name, made_at=now())
    tx.add(row)
    tx.flush()
    return _to_domain(row)


def organisation(tx: Session, organisation_id: str) -> Organisation:
    """Find an organisation.

    Raises
    ------
    NotFoundError
        There is none of this id.

    """
    row = tx.get(OrganisationRow, organisation_id)
    if row is None:
        raise NotFoundError("There is no such organisation.")
    return _to_domain(row)


def organisations(tx: Session) -> list[Organisation]:
    """All organisations of this server, oldest first."""
    rows = tx.scalars(select(OrganisationRow).order_by(OrganisationRow.made_at, OrganisationRow.id))
    return [_to_domain(row) for row in rows]


def hold(tx: Session, organisation_id: str) -> None:
    """Let nobody else keep data for this organisation until the end of `tx`.

    On SQLite whoever writes holds the whole store anyway.

    Raises
    ------
    NotFoundError
        There is none of this id.

    """
    wanted = select(OrganisationRow.id).where(OrganisationRow.id == organisation_id)
    if tx.scalars(wanted.with_for_update(key_share=True)).one_or_none() is None:
        raise NotFoundError("There is no such organisation.")


def _to_domain(row: OrganisationRow) -> Organisation:
    return Organisation(id=row.id, name=row.name, made_at=row.made_at)

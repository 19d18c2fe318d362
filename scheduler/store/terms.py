"""Terms of an organisation."""

from __future__ import annotations

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from scheduler.domain.instance import Instance
from scheduler.domain.records import TermRecord
from scheduler.errors import NotFoundError
from scheduler.store.columns import now
from scheduler.store.ids import new_id
from scheduler.store.tables import TermRow


def keep(
    tx: Session, organisation: str, instance: Instance, follows: str | None = None
) -> TermRecord:
    """The term that an instance is for, begun if it is new, with the dates it has now.

    Until the end of `tx` nobody else numbers anything in it.
    """
    row = tx.scalars(
        select(TermRow)
        .where(TermRow.organisation == organisation, TermRow.instance_key == instance.id)
        .with_for_update(key_share=True)
    ).one_or_none()
    if row is None:
        row = TermRow(
            id=new_id("term"),
            organisation=organisation,
            instance_key=instance.id,
            follows=follows,
            made_at=now(),
        )
        tx.add(row)
    row.name = instance.name
    row.first, row.last, row.zone = instance.term.first, instance.term.last, instance.term.zone
    row.schools = [school.id for school in instance.schools]
    tx.flush()
    return _to_domain(row)


def term(tx: Session, organisation: str, term_id: str) -> TermRecord:
    """Find a term of an organisation.

    Raises
    ------
    NotFoundError
        It has none of this id.

    """
    return _to_domain(_row(tx, organisation, term_id))


def of_key(tx: Session, organisation: str, key: str) -> TermRecord | None:
    """Find the term whose data has this id, if there is one."""
    wanted = select(TermRow).where(
        TermRow.organisation == organisation, TermRow.instance_key == key
    )
    row = tx.scalars(wanted).one_or_none()
    return None if row is None else _to_domain(row)


def terms(tx: Session, organisation: str) -> list[TermRecord]:
    """The terms of an organisation, latest first."""
    rows = tx.scalars(
        select(TermRow)
        .where(TermRow.organisation == organisation)
        .order_by(TermRow.first.desc(), TermRow.id)
    )
    return [_to_domain(row) for row in rows]


def hold(tx: Session, organisation: str, term_id: str) -> TermRecord:
    """Find a term, and let nobody else number anything in it until the end of `tx`.

    Raises
    ------
    NotFoundError
        The organisation has none of this id.

    """
    return _to_domain(_row(tx, organisation, term_id, hold=True))


def _row(tx: Session, organisation: str, term_id: str, *, hold: bool = False) -> TermRow:
    wanted = select(TermRow).where(TermRow.organisation == organisation, TermRow.id == term_id)
    row = tx.scalars(wanted.with_for_update(key_share=True) if hold else wanted).one_or_none()
    if row is None:
        raise NotFoundError("There is no such term.")
    return row


def _to_domain(row: TermRow) -> TermRecord:
    return TermRecord(
        id=row.id,
        organisation=row.organisation,
        instance_key=row.instance_key,
        name=row.name,
        first=row.first,
        last=row.last,
        zone=row.zone,
        schools=tuple(row.schools),
        follows=row.follows,
        made_at=row.made_at,
    )


Stamp = tuple[str | int | None, ...]
_LATEST = "SELECT id FROM {} WHERE organisation = :organisation AND term = :term"
_LATEST += " ORDER BY number DESC LIMIT 1"
_STAMP = text(
    f"SELECT ({_LATEST.format('releases')}), ({_LATEST.format('instances')}),"
    " (SELECT count(*) FROM erasures WHERE organisation = :organisation)"
)


def stamp(tx: Session, organisation: str, term_id: str) -> Stamp:
    """Something that differs as soon as a term, its releases or anybody's name does."""
    return tuple(tx.execute(_STAMP, {"organisation": organisation, "term": term_id}).one())

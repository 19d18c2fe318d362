"""Reshuffles: what was asked about a release, what was found, what came of it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from scheduler.domain.records import ReshuffleRecord
from scheduler.errors import NotFoundError
from scheduler.store.tables import ReshuffleRow


def add(tx: Session, record: ReshuffleRecord) -> None:
    """Keep a reshuffle that waits for its answer."""
    tx.add(
        ReshuffleRow(
            id=record.id,
            organisation=record.organisation,
            term=record.term,
            run=record.run,
            release=record.release,
            instance=record.instance,
            first=record.first,
            until=record.until,
            weight=record.weight,
            named=sorted(record.named),
            answer=record.answer,
            accepted=record.accepted,
            made_at=record.made_at,
            made_by=record.made_by,
        )
    )
    tx.flush()


def reshuffle(tx: Session, organisation: str, reshuffle_id: str) -> ReshuffleRecord:
    """A reshuffle of an organisation.

    Raises
    ------
    NotFoundError
        It has none of this id.

    """
    return _one(tx, organisation, ReshuffleRow.id == reshuffle_id)


def of_run(tx: Session, organisation: str, run: str) -> ReshuffleRecord:
    """The reshuffle that a run answers.

    Raises
    ------
    NotFoundError
        It answers none.

    """
    return _one(tx, organisation, ReshuffleRow.run == run)


def of_runs(tx: Session, organisation: str, ids: Collection[str]) -> dict[str, ReshuffleRecord]:
    """The reshuffles that runs answer, by the run."""
    wanted = select(ReshuffleRow).where(
        ReshuffleRow.organisation == organisation, ReshuffleRow.run.in_(ids)
    )
    return {row.run: _to_domain(row) for row in tx.scalars(wanted) if row.run is not None}


def reshuffles(
    tx: Session, organisation: str, term: str, *, most: int = 50
) -> list[ReshuffleRecord]:
    """The reshuffles of a term, newest first."""
    wanted = select(ReshuffleRow).where(
        ReshuffleRow.organisation == organisation, ReshuffleRow.term == term
    )
    ordered = wanted.order_by(ReshuffleRow.made_at.desc(), ReshuffleRow.id).limit(most)
    return [_to_domain(row) for row in tx.scalars(ordered)]


def keep_answer(tx: Session, organisation: str, reshuffle_id: str, answer: dict[str, Any]) -> None:
    """Keep what was found, in place of what was found before."""
    _change(tx, organisation, reshuffle_id, answer=answer)


def accept(tx: Session, organisation: str, reshuffle_id: str, release: str) -> None:
    """Say which release came of it."""
    _change(tx, organisation, reshuffle_id, accepted=release)


def _change(tx: Session, organisation: str, reshuffle_id: str, **values: Any) -> None:
    tx.execute(
        update(ReshuffleRow)
        .where(ReshuffleRow.organisation == organisation, ReshuffleRow.id == reshuffle_id)
        .values(**values)
    )


def _one(tx: Session, organisation: str, which: Any) -> ReshuffleRecord:
    row = tx.scalars(
        select(ReshuffleRow).where(ReshuffleRow.organisation == organisation, which)
    ).one_or_none()
    if row is None:
        raise NotFoundError("There is no such reshuffle.")
    return _to_domain(row)


def _to_domain(row: ReshuffleRow) -> ReshuffleRecord:
    return ReshuffleRecord(
        id=row.id,
        organisation=row.organisation,
        term=row.term,
        run=row.run,
        release=row.release,
        instance=row.instance,
        first=row.first,
        until=row.until,
        weight=row.weight,
        named=frozenset(row.named),
        answer=row.answer,
        accepted=row.accepted,
        made_at=row.made_at,
        made_by=row.made_by,
    )

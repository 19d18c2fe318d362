"""Sweeps: what is tried on a release by a run, and the lines that are done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from scheduler.domain.records import SweepRecord
from scheduler.errors import NotFoundError
from scheduler.store.tables import SweepLineRow, SweepRow


def add(tx: Session, record: SweepRecord) -> None:
    """Keep what a run is to try."""
    tx.add(
        SweepRow(
            run=record.run,
            organisation=record.organisation,
            term=record.term,
            release=record.release,
            grid=record.grid,
            made_at=record.made_at,
        )
    )
    tx.flush()


def sweep(tx: Session, organisation: str, run: str) -> SweepRecord:
    """What a run tries.

    Raises
    ------
    NotFoundError
        The organisation has no run of this id that tries anything.

    """
    row = tx.scalars(
        select(SweepRow).where(SweepRow.organisation == organisation, SweepRow.run == run)
    ).one_or_none()
    if row is None:
        raise NotFoundError("There is no such sweep.")
    return _to_domain(row)


def sweeps(tx: Session, organisation: str, term: str, *, most: int = 50) -> list[SweepRecord]:
    """The sweeps of a term, newest first."""
    wanted = select(SweepRow).where(SweepRow.organisation == organisation, SweepRow.term == term)
    ordered = wanted.order_by(SweepRow.made_at.desc(), SweepRow.run).limit(most)
    return [_to_domain(row) for row in tx.scalars(ordered)]


def keep_lines(tx: Session, organisation: str, run: str, lines: Mapping[int, Any]) -> None:
    """Keep lines that are done, in place of what was kept of them before."""
    tx.execute(
        delete(SweepLineRow).where(SweepLineRow.run == run, SweepLineRow.number.in_(list(lines)))
    )
    tx.add_all(
        SweepLineRow(run=run, number=number, organisation=organisation, body=body)
        for number, body in lines.items()
    )
    tx.flush()


def lines(tx: Session, organisation: str, run: str) -> dict[int, Any]:
    """What came of the lines that are done, by number; 0 is the release as it is."""
    rows = tx.execute(
        select(SweepLineRow.number, SweepLineRow.body)
        .where(SweepLineRow.organisation == organisation, SweepLineRow.run == run)
        .order_by(SweepLineRow.number)
    )
    return {number: body for number, body in rows}


def change_grids(
    tx: Session, organisation: str, changed: Callable[[dict[str, Any]], dict[str, Any]]
) -> int:
    """Write every grid anew that is another after a change; say how many were."""
    count = 0
    for row in tx.scalars(select(SweepRow).where(SweepRow.organisation == organisation)):
        new = changed(row.grid)
        if new != row.grid:
            row.grid = new
            count += 1
    tx.flush()
    return count


def _to_domain(row: SweepRow) -> SweepRecord:
    return SweepRecord(
        run=row.run,
        organisation=row.organisation,
        term=row.term,
        release=row.release,
        grid=row.grid,
        made_at=row.made_at,
    )

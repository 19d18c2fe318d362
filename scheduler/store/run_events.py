"""What happened in a run, numbered from 1 on without a gap, so that a reader can go on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scheduler.domain.service_runs import RunEvent
from scheduler.store.tables import RunEventRow


def note(
    tx: Session, organisation: str, run: str, kind: str, body: dict[str, Any], at: datetime
) -> None:
    """Add what happened; the caller has changed the run's row before, which is its turn."""
    last = tx.scalars(select(func.max(RunEventRow.number)).where(RunEventRow.run == run)).one()
    tx.add(
        RunEventRow(
            run=run,
            number=(last or 0) + 1,
            organisation=organisation,
            kind=kind,
            body=body,
            made_at=at,
        )
    )
    tx.flush()


def events_after(
    tx: Session, organisation: str, run: str, number: int, most: int = 500
) -> list[RunEvent]:
    """What happened in a run after an event that a reader has seen, in order."""
    rows = tx.scalars(
        select(RunEventRow)
        .where(
            RunEventRow.organisation == organisation,
            RunEventRow.run == run,
            RunEventRow.number > number,
        )
        .order_by(RunEventRow.number)
        .limit(most)
    )
    return [
        RunEvent(run=row.run, number=row.number, at=row.made_at, kind=row.kind, body=row.body)
        for row in rows
    ]

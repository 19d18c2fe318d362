"""Runs: who asked for what, and how it stands. The row is the truth in every mode.

Whoever writes an event has changed the run's row before, in the same transaction: that
keeps the numbers of events without a gap.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from scheduler.domain.runs import Limits
from scheduler.domain.service_runs import Operation, RunRecord, RunState
from scheduler.errors import NotFoundError
from scheduler.store.columns import now
from scheduler.store.run_events import note
from scheduler.store.tables import RunRow
from scheduler.store.waiting import wake

OVER = tuple(state.value for state in RunState if state.is_over)


def moment(tx: Session) -> datetime:
    """Give the time by the clock all workers share: the database server's, if there is one."""
    if tx.get_bind().dialect.name == "postgresql":
        at: datetime = tx.scalars(select(func.clock_timestamp())).one()
        return at
    return now()


def add(tx: Session, record: RunRecord) -> None:
    """Keep a request; it waits for a worker unless it is over already."""
    tx.add(
        RunRow(
            id=record.id,
            organisation=record.organisation,
            term=record.term,
            instance=record.instance,
            name=record.name,
            operation=record.operation.value,
            limits=asdict(record.limits),
            start=record.start,
            priority=-1 if record.operation is Operation.RESHUFFLE else 0,
            state=record.state.value,
            created_at=record.created_at,
            finished_at=record.finished_at,
            made_by=record.made_by,
        )
    )
    tx.flush()
    note(tx, record.organisation, record.id, record.state.value, {}, record.created_at)
    if record.state is RunState.QUEUED:
        wake(tx)


def run(tx: Session, organisation: str, run_id: str) -> RunRecord:
    """A run of an organisation.

    Raises
    ------
    NotFoundError
        It has none of this id.

    """
    row = tx.scalars(
        select(RunRow).where(RunRow.organisation == organisation, RunRow.id == run_id)
    ).one_or_none()
    if row is None:
        raise NotFoundError("There is no such run.")
    return to_record(row)


def runs(
    tx: Session,
    organisation: str,
    *,
    terms: Collection[str] | None = None,
    before: tuple[datetime, str] | None = None,
    most: int = 50,
) -> list[RunRecord]:
    """Runs of an organisation, the newest first; ``before``: those asked for earlier."""
    wanted = select(RunRow).where(RunRow.organisation == organisation)
    if terms is not None:
        wanted = wanted.where(RunRow.term.in_(terms))
    if before is not None:
        wanted = wanted.where(tuple_(RunRow.created_at, RunRow.id) < tuple_(*before))
    wanted = wanted.order_by(RunRow.created_at.desc(), RunRow.id.desc()).limit(most)
    return [to_record(row) for row in tx.scalars(wanted)]


def some(tx: Session, organisation: str, ids: Collection[str]) -> list[RunRecord]:
    """Those of these runs that are kept."""
    wanted = select(RunRow).where(RunRow.organisation == organisation, RunRow.id.in_(ids))
    return [to_record(row) for row in tx.scalars(wanted)]


def ask_to_stop(tx: Session, organisation: str, run_id: str) -> RunRecord:
    """Stop a run that waits; ask the worker of one that is planned to end it soon.

    Raises
    ------
    NotFoundError
        The organisation has no run of this id.

    """
    at = moment(tx)
    row = tx.scalars(
        select(RunRow)
        .where(RunRow.organisation == organisation, RunRow.id == run_id)
        .with_for_update()
    ).one_or_none()
    if row is None:
        raise NotFoundError("There is no such run.")
    if row.state in OVER or row.stop_asked_at is not None:
        return to_record(row)
    row.stop_asked_at = at
    waiting = row.state == RunState.QUEUED.value
    if waiting:
        row.state, row.finished_at = RunState.STOPPED.value, at
    tx.flush()
    if waiting:
        note(tx, organisation, run_id, RunState.STOPPED.value, ending(row), at)
    return to_record(row)


def ending(row: RunRow) -> dict[str, Any]:
    """What is told of a run at its end."""
    status = None if row.outcome is None else row.outcome.get("status")
    return {"timetable": row.best, "status": status, "reason": row.reason}


def to_record(row: RunRow) -> RunRecord:
    """A run as the rest of the service knows it."""
    return RunRecord(
        id=row.id,
        organisation=row.organisation,
        term=row.term,
        instance=row.instance,
        name=row.name,
        operation=Operation(row.operation),
        limits=Limits(**row.limits),
        start=row.start,
        state=RunState(row.state),
        made_by=row.made_by,
        created_at=row.created_at,
        claimed_at=row.claimed_at,
        first_at=row.first_at,
        heartbeat_at=row.heartbeat_at,
        finished_at=row.finished_at,
        stop_asked_at=row.stop_asked_at,
        attempt=row.attempt,
        deaths=row.deaths,
        worker=row.worker,
        best=row.best,
        progress=row.progress,
        outcome=row.outcome,
        reason=row.reason,
    )

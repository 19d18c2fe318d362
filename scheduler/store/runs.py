"""Runs: the truth about who asked for what, who plans it, and what came of it.

Every write of a worker names its attempt; once another has taken the run over, the
old one's writes change nothing. Whoever writes an event has changed the run's row
before, in the same transaction: that keeps the numbers of events without a gap.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select, tuple_, update
from sqlalchemy.orm import Session

from scheduler.domain.runs import Limits
from scheduler.domain.service_runs import MOST_DEATHS, Operation, RunRecord, RunState
from scheduler.errors import NotFoundError
from scheduler.store.columns import now
from scheduler.store.run_events import note
from scheduler.store.tables import RunRow

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
            state=record.state.value,
            created_at=record.created_at,
            finished_at=record.finished_at,
            made_by=record.made_by,
        )
    )
    tx.flush()
    note(tx, record.organisation, record.id, record.state.value, {}, record.created_at)


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
    term: str | None = None,
    before: tuple[datetime, str] | None = None,
    most: int = 50,
) -> list[RunRecord]:
    """Runs of an organisation, the newest first; ``before``: those asked for earlier."""
    wanted = select(RunRow).where(RunRow.organisation == organisation)
    if term is not None:
        wanted = wanted.where(RunRow.term == term)
    if before is not None:
        wanted = wanted.where(tuple_(RunRow.created_at, RunRow.id) < tuple_(*before))
    wanted = wanted.order_by(RunRow.created_at.desc(), RunRow.id.desc()).limit(most)
    return [to_record(row) for row in tx.scalars(wanted)]


def claim(tx: Session, worker: str) -> RunRecord | None:
    """Hand the run that waited longest to a worker; no two workers get the same one."""
    at = moment(tx)
    first = (
        select(RunRow.id)
        .where(RunRow.state == RunState.QUEUED.value)
        .order_by(RunRow.priority, RunRow.created_at, RunRow.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    claimed = (
        update(RunRow)
        .where(RunRow.id == first, RunRow.state == RunState.QUEUED.value)
        .values(
            state=RunState.RUNNING.value,
            worker=worker,
            attempt=RunRow.attempt + 1,
            claimed_at=at,
            heartbeat_at=at,
        )
        .returning(RunRow)
        .execution_options(synchronize_session=False)
    )
    row = tx.scalars(claimed).one_or_none()
    if row is None:
        return None
    note(tx, row.organisation, row.id, "claimed", {"attempt": row.attempt}, at)
    return to_record(row)


def advance(
    tx: Session,
    mine: RunRecord,
    *,
    progress: dict[str, Any] | None = None,
    best: str | None = None,
) -> RunRecord | None:
    """Say that a run is alive, and what is new; None if it is no longer the worker's own."""
    at = moment(tx)
    values: dict[str, Any] = {"heartbeat_at": at}
    if progress is not None:
        values["progress"] = progress
    if best is not None:
        values |= {"best": best, "first_at": func.coalesce(RunRow.first_at, at)}
    row = _write(tx, mine, values)
    if row is None:
        return None
    if progress is not None:
        note(tx, row.organisation, row.id, "progress", progress, at)
    if best is not None:
        note(tx, row.organisation, row.id, "best", {"timetable": best}, at)
    return to_record(row)


def finish(
    tx: Session,
    mine: RunRecord,
    state: RunState,
    *,
    outcome: dict[str, Any] | None = None,
    reason: str | None = None,
) -> RunRecord | None:
    """End a run, once; None if it is no longer the worker's own."""
    at = moment(tx)
    values = {
        "state": state.value,
        "finished_at": at,
        "heartbeat_at": at,
        "outcome": outcome,
        "reason": reason,
    }
    row = _write(tx, mine, values)
    if row is None:
        return None
    note(tx, row.organisation, row.id, state.value, _ending(row), at)
    return to_record(row)


def give_back(tx: Session, mine: RunRecord) -> RunRecord | None:
    """Put a run back into the queue: its worker has to end, through no fault of the run."""
    row = _write(tx, mine, {"state": RunState.QUEUED.value, "worker": None})
    if row is None:
        return None
    note(tx, row.organisation, row.id, "given-back", {"attempt": row.attempt}, moment(tx))
    return to_record(row)


def died(tx: Session, mine: RunRecord, reason: str) -> RunRecord | None:
    """Its solver or worker died: queue it again, or give it up when that is too often."""
    row = _write(tx, mine, {"deaths": RunRow.deaths + 1})
    if row is None:
        return None
    at = moment(tx)
    note(tx, row.organisation, row.id, "lost", {"deaths": row.deaths, "reason": reason}, at)
    record = to_record(row)
    if row.stop_asked_at is not None:
        return finish(tx, record, RunState.STOPPED, outcome=row.outcome, reason=reason)
    if row.deaths >= MOST_DEATHS:
        why = f"It was given up after {row.deaths} attempts. {reason}"
        return finish(tx, record, RunState.FAILED, reason=why)
    return give_back(tx, record)


def rescue(tx: Session, lease: timedelta, *, orphans: bool = False) -> list[RunRecord]:
    """Take runs from workers that have not been seen for a lease, and queue them again.

    A heartbeat from the future counts as none: the clock was wrong then, or is now.
    With ``orphans`` every run that is being planned is taken: nobody else plans.
    """
    at = moment(tx)
    lost = select(RunRow).where(RunRow.state == RunState.RUNNING.value)
    if not orphans:
        lost = lost.where(or_(RunRow.heartbeat_at < at - lease, RunRow.heartbeat_at > at + lease))
    rows = tx.scalars(lost.with_for_update(skip_locked=True)).all()
    taken = [died(tx, to_record(row), "Its worker died or was cut off.") for row in rows]
    return [record for record in taken if record is not None]


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
        note(tx, organisation, run_id, RunState.STOPPED.value, _ending(row), at)
    return to_record(row)


def _write(tx: Session, mine: RunRecord, values: dict[str, Any]) -> RunRow | None:
    """Change a run if the attempt is still the last one and still at it."""
    changed = (
        update(RunRow)
        .where(
            RunRow.id == mine.id,
            RunRow.attempt == mine.attempt,
            RunRow.state == RunState.RUNNING.value,
        )
        .values(values)
        .returning(RunRow)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return tx.scalars(changed).one_or_none()


def _ending(row: RunRow) -> dict[str, Any]:
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

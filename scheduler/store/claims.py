"""A worker's part of a run: claiming it, saying how it goes, ending it, losing it.

Every write names its attempt; once another has taken the run over, the old worker's
writes change nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, true, update
from sqlalchemy.orm import Session

from scheduler.domain.service_runs import MOST_DEATHS, RunRecord, RunState
from scheduler.store.run_events import note
from scheduler.store.runs import ending, moment, to_record
from scheduler.store.tables import RunRow
from scheduler.store.waiting import wake


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
    note(tx, row.organisation, row.id, state.value, ending(row), at)
    return to_record(row)


def give_back(tx: Session, mine: RunRecord) -> RunRecord | None:
    """Put a run back into the queue: its worker has to end, through no fault of the run."""
    row = _write(tx, mine, {"state": RunState.QUEUED.value, "worker": None})
    if row is None:
        return None
    note(tx, row.organisation, row.id, "given-back", {"attempt": row.attempt}, moment(tx))
    wake(tx)
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


def is_anything_to_do(tx: Session, lease: timedelta, *, orphans: bool = False) -> bool:
    """Whether a run waits, or is to be rescued."""
    queued = RunRow.state == RunState.QUEUED.value
    wanted = select(RunRow.id).where(or_(queued, _is_lost(moment(tx), lease, orphans)))
    return tx.scalars(wanted.limit(1)).first() is not None


def _is_lost(at: datetime, lease: timedelta, orphans: bool) -> ColumnElement[bool]:
    silent = or_(RunRow.heartbeat_at < at - lease, RunRow.heartbeat_at > at + lease)
    return and_(RunRow.state == RunState.RUNNING.value, true() if orphans else silent)


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

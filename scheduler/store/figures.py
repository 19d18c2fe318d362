"""Counts over all organisations, for whoever keeps the service running."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scheduler.domain.service_runs import RunState
from scheduler.store.columns import now
from scheduler.store.tables import MarkRow, RunRow


def runs_by_state(tx: Session) -> dict[RunState, int]:
    """How many runs are in each state that there is any in."""
    counted = select(RunRow.state, func.count()).group_by(RunRow.state)
    return {RunState(state): count for state, count in tx.execute(counted)}


def longest_wait(tx: Session) -> float:
    """Seconds the run has waited that waits longest."""
    waiting = select(func.min(RunRow.created_at)).where(RunRow.state == RunState.QUEUED.value)
    since = tx.scalar(waiting)
    return 0.0 if since is None else max(0.0, (now() - since).total_seconds())


def largest_gap(tx: Session) -> float:
    """The largest gap of the runs that are planned now."""
    running = select(RunRow.progress).where(RunRow.state == RunState.RUNNING.value)
    gaps = [(progress or {}).get("gap") for progress in tx.scalars(running)]
    return max((float(gap) for gap in gaps if gap is not None), default=0.0)


def marks(tx: Session) -> int:
    """How many marks are kept."""
    return tx.scalar(select(func.count()).select_from(MarkRow)) or 0

"""How often somebody guessed wrong lately, by a hash of the account or address."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from scheduler.store.tables import ThrottleRow


def failures(tx: Session, what: str) -> tuple[int, datetime] | None:
    """How often it went wrong, and when last."""
    row = tx.get(ThrottleRow, what)
    return None if row is None else (row.failures, row.last_at)


def failed(tx: Session, what: str, when: datetime, fresh_since: datetime) -> None:
    """Count one more failure; those long ago are forgotten."""
    row = tx.get(ThrottleRow, what)
    if row is None:
        tx.add(ThrottleRow(what=what, failures=1, last_at=when))
    else:
        row.failures = row.failures + 1 if row.last_at > fresh_since else 1
        row.last_at = when
    tx.flush()


def forget(tx: Session, what: str) -> None:
    """It went right."""
    tx.execute(delete(ThrottleRow).where(ThrottleRow.what == what))

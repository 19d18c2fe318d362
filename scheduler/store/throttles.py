"""How often somebody guessed wrong lately, by a hash of the account or address."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import case, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from scheduler.store.tables import ThrottleRow


def failures(tx: Session, what: str) -> tuple[int, datetime] | None:
    """How often it went wrong, and when last."""
    wanted = select(ThrottleRow.failures, ThrottleRow.last_at).where(ThrottleRow.what == what)
    row = tx.execute(wanted).one_or_none()
    return None if row is None else (row.failures, row.last_at)


def failed(tx: Session, what: str, when: datetime, fresh_since: datetime) -> None:
    """Count one more failure, in one sentence, so that of two at once none is lost.

    Those long ago are forgotten.
    """
    is_fresh = ThrottleRow.last_at > fresh_since
    counted = {"failures": case((is_fresh, ThrottleRow.failures + 1), else_=1), "last_at": when}
    first = _insert(tx).values(what=what, failures=1, last_at=when)
    tx.execute(first.on_conflict_do_update(index_elements=["what"], set_=counted))


def _insert(tx: Session) -> Any:
    """Each engine has its own words for what is there already."""
    is_sqlite = tx.get_bind().dialect.name == "sqlite"
    return sqlite.insert(ThrottleRow) if is_sqlite else postgresql.insert(ThrottleRow)


def forget(tx: Session, what: str) -> None:
    """It went right."""
    tx.execute(delete(ThrottleRow).where(ThrottleRow.what == what))

"""The audit log: only ever added to, each row sealed with the one before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, insert, select, text
from sqlalchemy.orm import Session

from scheduler.domain.accounts import AuditEntry, AuditRecord
from scheduler.store.columns import now
from scheduler.store.tables import AuditRow


def append(tx: Session, entries: Sequence[AuditEntry]) -> None:
    """Add what somebody did or saw, in one go for all of a group."""
    when = now()
    for organisation in sorted({entry.organisation for entry in entries}):
        number, seal = _last(tx, organisation)
        rows: list[dict[str, Any]] = []
        for entry in entries:
            if entry.organisation == organisation:
                number += 1
                row = {
                    "organisation": organisation,
                    "number": number,
                    "made_at": when,
                    "actor": entry.actor,
                    "action": entry.action,
                    "subjects": list(entry.subjects),
                    "details": entry.details,
                    "request": entry.request,
                    "previous": seal,
                }
                seal = row["seal"] = _seal_of(row)
                rows.append(row)
        tx.execute(_INSERT, rows)


def _last(tx: Session, organisation: str) -> tuple[int, str]:
    """The last row of an organisation; nobody else adds one until the transaction ends."""
    if tx.get_bind().dialect.name == "postgresql":
        digest = hashlib.sha256(f"audit {organisation}".encode()).digest()
        number = int.from_bytes(digest[:8], "big", signed=True)
        tx.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})
    found = tx.execute(_LAST, {"wanted": organisation}).one_or_none()
    return (0, "") if found is None else (found[0], found[1])


_TABLE = AuditRow.__table__
# Made once: every read of somebody's record is noted, and making them costs more than asking.
_INSERT = insert(AuditRow)
_LAST = (
    select(_TABLE.c.number, _TABLE.c.seal)
    .where(_TABLE.c.organisation == bindparam("wanted"))
    .order_by(_TABLE.c.number.desc())
    .limit(1)
)


def _seal_of(row: Mapping[str, Any]) -> str:
    said = [
        row["organisation"],
        row["number"],
        row["made_at"].isoformat(),
        row["actor"],
        row["action"],
        row["subjects"],
        row["details"],
        row["request"],
        row["previous"],
    ]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def first_broken(tx: Session, organisation: str) -> int | None:
    """The number of the first row that is not as it was written; None when all are.

    Rows that retention took away from the beginning are not missed.
    """
    wanted = (
        select(AuditRow)
        .where(AuditRow.organisation == organisation)
        .order_by(AuditRow.number)
        .execution_options(yield_per=1000)
    )
    before: AuditRow | None = None
    with closing(tx.scalars(wanted)) as rows:
        for row in rows:
            follows = before is None or (row.number, row.previous) == (
                before.number + 1,
                before.seal,
            )
            if not follows or row.seal != _seal_of(vars(row)):
                return row.number
            before = row
    return None


def page(
    tx: Session,
    organisation: str,
    *,
    before: int | None,
    limit: int,
    subject: str | None = None,
    actor: str | None = None,
    since: datetime | None = None,
) -> list[AuditRecord]:
    """Rows, latest first; one more than asked for."""
    wanted = select(AuditRow).where(AuditRow.organisation == organisation)
    if before is not None:
        wanted = wanted.where(AuditRow.number < before)
    if actor is not None:
        wanted = wanted.where(AuditRow.actor == actor)
    if since is not None:
        wanted = wanted.where(AuditRow.made_at >= since)
    if subject is not None:
        wanted = wanted.where(_names(tx, subject))
    rows = tx.scalars(wanted.order_by(AuditRow.number.desc()).limit(limit + 1))
    return [_to_record(row) for row in rows]


def _names(tx: Session, subject: str) -> ColumnElement[bool]:
    """Whether a row is about a subject."""
    if tx.get_bind().dialect.name == "postgresql":
        return AuditRow.subjects.op("@>")(func.jsonb_build_array(subject))
    each = func.json_each(AuditRow.subjects).table_valued("value")
    return select(1).select_from(each).where(each.c.value == subject).exists()


def _to_record(row: AuditRow) -> AuditRecord:
    return AuditRecord(
        number=row.number,
        made_at=row.made_at,
        entry=AuditEntry(
            organisation=row.organisation,
            actor=row.actor,
            action=row.action,
            subjects=tuple(row.subjects),
            details=dict(row.details),
            request=row.request,
        ),
        seal=row.seal,
    )

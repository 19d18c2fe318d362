"""Marks that were not taken: recorded too, with the sentence that was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from scheduler.domain.attendance import Refusal
from scheduler.store.tables import RefusedMarkRow


def add(tx: Session, organisation: str, refusals: Sequence[Refusal]) -> None:
    """Keep refusals."""
    rows = [{"organisation": organisation, **asdict(one)} for one in refusals]
    if rows:
        tx.execute(insert(RefusedMarkRow), rows)


def page(
    tx: Session, organisation: str, before: int | None, limit: int
) -> list[tuple[int, Refusal]]:
    """Refusals with their numbers, latest first; one more than asked for, if there is one."""
    wanted = select(RefusedMarkRow).where(RefusedMarkRow.organisation == organisation)
    if before is not None:
        wanted = wanted.where(RefusedMarkRow.number < before)
    rows = tx.scalars(wanted.order_by(RefusedMarkRow.number.desc()).limit(limit + 1))
    return [(row.number, _refusal(row)) for row in rows]


def of_student(tx: Session, organisation: str, student: str) -> list[Refusal]:
    """Refusals of marks that were about a student, as they were received."""
    wanted = select(RefusedMarkRow).where(
        RefusedMarkRow.organisation == organisation, RefusedMarkRow.student == student
    )
    return [_refusal(row) for row in tx.scalars(wanted.order_by(RefusedMarkRow.number))]


def _refusal(row: RefusedMarkRow) -> Refusal:
    return Refusal(
        mark=row.mark,
        code=row.code,
        sentence=row.sentence,
        student=row.student,
        made_by=row.made_by,
        received_at=row.received_at,
    )

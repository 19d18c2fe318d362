"""Steps taken about alerts: only ever added."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.domain.alerts import AlertNote, AlertOutcome, AlertStep
from scheduler.store.tables import AlertStepRow


def add(tx: Session, organisation: str, note: AlertNote) -> None:
    """Keep a step."""
    tx.add(
        AlertStepRow(
            id=note.id,
            organisation=organisation,
            term=note.term,
            day=note.day,
            student=note.student,
            entry=note.entry,
            kind=note.kind,
            step=note.step.value,
            outcome=note.outcome.value,
            made_at=note.made_at,
            made_by=note.made_by,
        )
    )
    tx.flush()


def of_day(tx: Session, organisation: str, term: str, day: date) -> list[AlertNote]:
    """The steps of a date, in the order they were taken."""
    wanted = select(AlertStepRow).where(
        AlertStepRow.organisation == organisation,
        AlertStepRow.term == term,
        AlertStepRow.day == day,
    )
    return _in_order(tx, wanted)


def of_student(tx: Session, organisation: str, student: str) -> list[AlertNote]:
    """The steps about a student, in the order they were taken."""
    return _in_order(
        tx,
        select(AlertStepRow).where(
            AlertStepRow.organisation == organisation, AlertStepRow.student == student
        ),
    )


def _in_order(tx: Session, wanted: Any) -> list[AlertNote]:
    rows = tx.scalars(wanted.order_by(AlertStepRow.made_at, AlertStepRow.id))
    return [
        AlertNote(
            id=row.id,
            term=row.term,
            day=row.day,
            student=row.student,
            entry=row.entry,
            kind=row.kind,
            step=AlertStep(row.step),
            outcome=AlertOutcome(row.outcome),
            made_at=row.made_at,
            made_by=row.made_by,
        )
        for row in rows
    ]

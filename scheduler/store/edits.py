"""Changes to a term's data: each kept with who made it, and with what came of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scheduler.domain.records import EditRecord
from scheduler.errors import NotFoundError
from scheduler.store import terms
from scheduler.store.columns import now
from scheduler.store.ids import new_id
from scheduler.store.tables import EditRow, ScenarioRow


def add(
    tx: Session,
    organisation: str,
    term: str,
    kind: str,
    body: dict[str, Any],
    *,
    made_by: str,
    scenario: str | None = None,
) -> EditRecord:
    """Keep an edit, as the last of its scenario or of those by themselves.

    Raises
    ------
    NotFoundError
        The organisation has no term of this id, or the term no such scenario.

    """
    terms.hold(tx, organisation, term)
    if scenario is not None:
        of = tx.get(ScenarioRow, scenario)
        if of is None or of.term != term:
            raise NotFoundError("The term has no such scenario.")
    last = select(func.max(EditRow.position)).where(
        EditRow.term == term,
        EditRow.scenario.is_(None) if scenario is None else EditRow.scenario == scenario,
    )
    row = EditRow(
        id=new_id("edt"),
        organisation=organisation,
        term=term,
        scenario=scenario,
        position=(tx.scalar(last) or 0) + 1,
        kind=kind,
        body=body,
        made_at=now(),
        made_by=made_by,
    )
    tx.add(row)
    tx.flush()
    return _to_domain(row)


def edits(
    tx: Session, organisation: str, term: str, scenario: str | None = None
) -> list[EditRecord]:
    """The edits of a scenario, or those by themselves, in order."""
    wanted = select(EditRow).where(
        EditRow.organisation == organisation,
        EditRow.term == term,
        EditRow.scenario.is_(None) if scenario is None else EditRow.scenario == scenario,
    )
    return [_to_domain(row) for row in tx.scalars(wanted.order_by(EditRow.position))]


def made(tx: Session, organisation: str, instance: str) -> list[EditRecord]:
    """The edits that a version of the data came of, in order; those erased are gone."""
    wanted = select(EditRow).where(
        EditRow.organisation == organisation, EditRow.instance == instance
    )
    return [_to_domain(row) for row in tx.scalars(wanted.order_by(EditRow.position))]


def applied(tx: Session, organisation: str, edit: str, instance: str) -> None:
    """Say which version of the data came of an edit.

    Raises
    ------
    NotFoundError
        The organisation has no edit of this id.

    """
    row = tx.get(EditRow, edit)
    if row is None or row.organisation != organisation:
        raise NotFoundError("There is no such edit.")
    row.instance = instance
    tx.flush()


def _to_domain(row: EditRow) -> EditRecord:
    return EditRecord(
        id=row.id,
        organisation=row.organisation,
        term=row.term,
        scenario=row.scenario,
        position=row.position,
        kind=row.kind,
        body=dict(row.body),
        instance=row.instance,
        made_at=row.made_at,
        made_by=row.made_by,
    )

"""Scenarios: named lists of edits to a version of a term's data."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.domain.records import ScenarioRecord
from scheduler.errors import ConflictError, NotFoundError
from scheduler.store import instances, terms
from scheduler.store.columns import now
from scheduler.store.ids import new_id
from scheduler.store.tables import ScenarioRow


def add(
    tx: Session, organisation: str, instance: str, name: str, *, made_by: str
) -> ScenarioRecord:
    """Begin a scenario on a version of a term's data, with no edit in it.

    Raises
    ------
    NotFoundError
        The organisation has no such version.
    ConflictError
        The term has a scenario of this name.

    """
    term = instances.version(tx, organisation, instance).term
    terms.hold(tx, organisation, term)
    same = select(ScenarioRow.id).where(ScenarioRow.term == term, ScenarioRow.name == name)
    if tx.scalar(same) is not None:
        raise ConflictError("The term has a scenario of this name. Take another name.")
    row = ScenarioRow(
        id=new_id("scn"),
        organisation=organisation,
        term=term,
        instance=instance,
        name=name,
        made_at=now(),
        made_by=made_by,
    )
    tx.add(row)
    tx.flush()
    return _to_domain(row)


def scenario(tx: Session, organisation: str, scenario_id: str) -> ScenarioRecord:
    """Find a scenario of an organisation.

    Raises
    ------
    NotFoundError
        It has none of this id.

    """
    return _to_domain(_row(tx, organisation, scenario_id))


def scenarios(tx: Session, organisation: str, term: str) -> list[ScenarioRecord]:
    """The scenarios of a term, by name."""
    wanted = select(ScenarioRow).where(
        ScenarioRow.organisation == organisation, ScenarioRow.term == term
    )
    return [_to_domain(row) for row in tx.scalars(wanted.order_by(ScenarioRow.name))]


def drop(tx: Session, organisation: str, scenario_id: str) -> None:
    """Take a scenario away, with its edits.

    Raises
    ------
    NotFoundError
        The organisation has none of this id.

    """
    tx.delete(_row(tx, organisation, scenario_id))
    tx.flush()


def _row(tx: Session, organisation: str, scenario_id: str) -> ScenarioRow:
    row = tx.get(ScenarioRow, scenario_id)
    if row is None or row.organisation != organisation:
        raise NotFoundError("There is no such scenario.")
    return row


def _to_domain(row: ScenarioRow) -> ScenarioRecord:
    return ScenarioRecord(
        id=row.id,
        organisation=row.organisation,
        term=row.term,
        instance=row.instance,
        name=row.name,
        made_at=row.made_at,
        made_by=row.made_by,
    )

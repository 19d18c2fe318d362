"""The schools of an organisation, as its data names them."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.domain.ids import SchoolId
from scheduler.domain.people import School
from scheduler.store.columns import now
from scheduler.store.tables import SchoolRow


def keep(tx: Session, organisation: str, named: Iterable[School]) -> None:
    """Keep these schools, each by the name it has now."""
    for school in named:
        row = tx.get(SchoolRow, (organisation, school.id))
        if row is None:
            tx.add(
                SchoolRow(organisation=organisation, id=school.id, name=school.name, made_at=now())
            )
        else:
            row.name = school.name
    tx.flush()


def schools(tx: Session, organisation: str) -> list[School]:
    """The schools of an organisation, by name."""
    rows = tx.scalars(
        select(SchoolRow)
        .where(SchoolRow.organisation == organisation)
        .order_by(SchoolRow.name, SchoolRow.id)
    )
    return [School(id=SchoolId(row.id), name=row.name) for row in rows]

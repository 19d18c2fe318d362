"""Codes of attendance as an organisation sets them; the rest are the defaults."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.domain.codes import Code, Counts, Direction, EdFi, Scope
from scheduler.store.tables import CodeRow


def own(tx: Session, organisation: str) -> tuple[Code, ...]:
    """The codes that an organisation set itself, in order of ids."""
    rows = tx.scalars(
        select(CodeRow).where(CodeRow.organisation == organisation).order_by(CodeRow.id)
    )
    return tuple(_code(row) for row in rows)


def keep(tx: Session, organisation: str, code: Code) -> None:
    """Set a code."""
    row = tx.get(CodeRow, (organisation, code.id)) or CodeRow(organisation=organisation, id=code.id)
    row.name = code.name
    row.direction = code.direction.value
    row.scope = code.scope.value
    row.counts = code.counts.value
    row.ed_fi = None if code.ed_fi is None else code.ed_fi.value
    row.reportable = code.reportable
    row.future = code.future
    row.active = code.active
    tx.add(row)
    tx.flush()


def _code(row: CodeRow) -> Code:
    return Code(
        id=row.id,
        name=row.name,
        direction=Direction(row.direction),
        scope=Scope(row.scope),
        counts=Counts(row.counts),
        ed_fi=None if row.ed_fi is None else EdFi(row.ed_fi),
        reportable=row.reportable,
        future=row.future,
        active=row.active,
    )

"""Releases: only ever added to, one number a term once."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from scheduler.domain.drafts import Release
from scheduler.store.tables import ReleaseRow


def add(tx: Session, organisation: str, release: Release) -> bool:
    """Keep a release, unless its number is taken already."""
    row = ReleaseRow(
        id=release.id,
        organisation=organisation,
        term=release.term,
        number=release.number,
        timetable=release.timetable,
        instance=release.instance,
        holds_from=release.holds_from,
        note=release.note,
        changes=release.changes,
        made_at=release.made_at,
        made_by=release.made_by,
    )
    try:
        with tx.begin_nested():
            tx.add(row)
    except IntegrityError:
        return False
    return True


def find(tx: Session, organisation: str, id: str) -> Release | None:
    """Give a release by its id."""
    row = tx.scalars(
        select(ReleaseRow).where(ReleaseRow.organisation == organisation, ReleaseRow.id == id)
    ).one_or_none()
    return None if row is None else _release(row)


def of_term(
    tx: Session, organisation: str, term: str, *, before: int | None = None, limit: int = 1000
) -> list[Release]:
    """Give the releases of a term, the last one first; ``before``: of lower numbers only."""
    asked = select(ReleaseRow).where(
        ReleaseRow.organisation == organisation, ReleaseRow.term == term
    )
    if before is not None:
        asked = asked.where(ReleaseRow.number < before)
    rows = tx.scalars(asked.order_by(ReleaseRow.number.desc()).limit(limit))
    return [_release(row) for row in rows]


def last(tx: Session, organisation: str, term: str) -> Release | None:
    """Give the last release of a term."""
    found = of_term(tx, organisation, term, limit=1)
    return found[0] if found else None


def holding(tx: Session, organisation: str, term: str, when: date) -> Release | None:
    """Give the release that holds on a date: of those begun by then, the last one made."""
    row = tx.scalars(
        select(ReleaseRow)
        .where(
            ReleaseRow.organisation == organisation,
            ReleaseRow.term == term,
            ReleaseRow.holds_from <= when,
        )
        .order_by(ReleaseRow.number.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else _release(row)


def _release(row: ReleaseRow) -> Release:
    return Release(
        id=row.id,
        term=row.term,
        number=row.number,
        timetable=row.timetable,
        instance=row.instance,
        holds_from=row.holds_from,
        note=row.note,
        changes=row.changes,
        made_at=row.made_at,
        made_by=row.made_by,
    )

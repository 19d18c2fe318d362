"""Marks: only ever added, each once, however often it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import Table, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from scheduler.domain.attendance import Band, How, Mark
from scheduler.store import at_once
from scheduler.store.tables import MarkRow

AT_ONCE = 500
"""Marks put into one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What became of a batch of marks, by id."""

    new: tuple[str, ...]
    repeated: tuple[str, ...]
    """Were there already."""
    refused: tuple[str, ...]
    """The id is that of another mark, which stays as it is."""


def record(tx: Session, organisation: str, marks: Sequence[Mark]) -> Recorded:
    """Add marks. One bad id in a batch keeps nobody else's mark out."""
    new: set[str] = set()
    wanted: dict[str, Mark] = {}
    refused = []
    for mark in marks:
        if wanted.setdefault(mark.id, mark).claim != mark.claim:
            refused.append(mark.id)
    every = list(wanted.values())
    for first in range(0, len(every), AT_ONCE):
        some = every[first : first + AT_ONCE]
        rows = [{"organisation": organisation, **asdict(mark)} for mark in some]
        new |= set(tx.scalars(_insert(tx).values(rows).returning(MarkRow.id)))
    there = [one for one in wanted if one not in new]
    repeated: list[str] = []
    for kept in _by_id(tx, organisation, there):
        same = kept.claim == wanted[kept.id].claim
        (repeated if same else refused).append(kept.id)
    return Recorded(
        new=tuple(one for one in wanted if one in new),
        repeated=tuple(sorted(repeated)),
        refused=tuple(sorted(set(refused))),
    )


def add_new(tx: Session, organisation: str, marks: Sequence[Mark]) -> bool:
    """Add marks none of which is there: quick, for many at once.

    False when one was there all the same; then the transaction has to be undone.
    """
    rows = [_as_row(organisation, mark) for mark in marks]
    table = cast(Table, MarkRow.__table__)
    if tx.get_bind().dialect.name == "sqlite":
        return at_once.insert(tx, table, rows) == len(rows)
    counted = {"preserve_rowcount": True}  # or PostgreSQL would not say
    done: Any = tx.connection().execute(_insert(tx, table), rows, execution_options=counted)
    return bool(done.rowcount == len(rows))


def _as_row(organisation: str, mark: Mark) -> dict[str, Any]:
    row = {_COLUMN_OF.get(name, name): getattr(mark, name) for name in _NAMES}
    row["organisation"] = organisation
    return row


def of_student(tx: Session, organisation: str, student: str) -> list[Mark]:
    """All marks of a student, in the order they were received."""
    wanted = select(MarkRow).where(MarkRow.organisation == organisation, MarkRow.student == student)
    return _in_order(tx, wanted)


def of_student_on(tx: Session, organisation: str, student: str, day: date) -> list[Mark]:
    """All marks of a student about a date."""
    wanted = select(MarkRow).where(
        MarkRow.organisation == organisation, MarkRow.student == student, MarkRow.day == day
    )
    return _in_order(tx, wanted)


def of_students(
    tx: Session, organisation: str, students: Sequence[str], first: date, last: date
) -> list[Mark]:
    """All marks of some students about the dates from one to another, both included."""
    found = []
    for start in range(0, len(students), AT_ONCE):
        some = students[start : start + AT_ONCE]
        wanted = select(MarkRow).where(
            MarkRow.organisation == organisation,
            MarkRow.student.in_(some),
            MarkRow.day.between(first, last),
        )
        found += _in_order(tx, wanted)
    return found


def received_since(tx: Session, organisation: str, moment: datetime) -> list[Mark]:
    """The marks received at a moment or later: what is new, for boards that are open."""
    wanted = select(MarkRow).where(
        MarkRow.organisation == organisation, MarkRow.received_at >= moment
    )
    return _in_order(tx, wanted)


def find(tx: Session, organisation: str, id: str) -> Mark | None:
    """The mark of an id."""
    found = _by_id(tx, organisation, [id])
    return found[0] if found else None


def find_all(tx: Session, organisation: str, ids: Sequence[str]) -> dict[str, Mark]:
    """The marks that there are of some ids."""
    return {one.id: one for one in _by_id(tx, organisation, ids)}


def of_period(
    tx: Session,
    organisation: str,
    first: datetime,
    last: datetime,
    how: How | None = None,
    site: str | None = None,
) -> list[Mark]:
    """The marks that came by some means, of a site or all, whose effect lies in a period."""
    wanted = select(MarkRow).where(
        MarkRow.organisation == organisation, MarkRow.effective_at.between(first, last)
    )
    if how is not None:
        wanted = wanted.where(MarkRow.how == how.value)
    if site is not None:
        wanted = wanted.where(MarkRow.site == site)
    return _in_order(tx, wanted)


def of_day(tx: Session, organisation: str, day: date, site: str | None = None) -> list[Mark]:
    """All marks of a date, at a site or everywhere, in the order they were received."""
    wanted = select(MarkRow).where(MarkRow.organisation == organisation, MarkRow.day == day)
    if site is not None:
        wanted = wanted.where(MarkRow.site == site)
    return _in_order(tx, wanted)


def _insert(tx: Session, into: Any = MarkRow) -> Any:
    """Both engines leave alone what is there; each has its own words for it."""
    unique = ["organisation", "id"]
    if tx.get_bind().dialect.name == "sqlite":
        return sqlite.insert(into).on_conflict_do_nothing(index_elements=unique)
    return postgresql.insert(into).on_conflict_do_nothing(index_elements=unique)


def _by_id(tx: Session, organisation: str, ids: Sequence[str]) -> list[Mark]:
    found = []
    for first in range(0, len(ids), AT_ONCE):
        some = ids[first : first + AT_ONCE]
        wanted = select(MarkRow).where(MarkRow.organisation == organisation, MarkRow.id.in_(some))
        found += _in_order(tx, wanted)
    return found


def _in_order(tx: Session, wanted: Any) -> list[Mark]:
    rows = tx.scalars(wanted.order_by(MarkRow.received_at, MarkRow.id))
    return [to_domain(row) for row in rows]


def to_domain(row: MarkRow) -> Mark:
    """Read a mark."""
    values = {name: getattr(row, name) for name in _NAMES}
    values["how"] = How(row.how)
    values["band"] = None if row.band is None else Band(row.band)
    return Mark(**values)


_NAMES = tuple(one.name for one in fields(Mark))
_COLUMN_OF = {"start": "start_minute", "end": "end_minute", "offset": "utc_offset"}

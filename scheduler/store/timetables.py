"""Timetables, never changed once made."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, String, and_, cast, exists, select, tuple_
from sqlalchemy.orm import Session

from scheduler.domain.records import TimetableOrigin, TimetableRecord
from scheduler.domain.rules import Score
from scheduler.domain.runs import Reason
from scheduler.domain.timetable import Timetable
from scheduler.errors import NotFoundError
from scheduler.files import timetable_bytes
from scheduler.files.shapes import timetable_adapter
from scheduler.store.columns import now
from scheduler.store.ids import new_id
from scheduler.store.packing import Recent, digest, packed, unpacked
from scheduler.store.tables import InstanceRow, ReasonsRow, ReshuffleRow, RunRow, TimetableRow

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_recent: Recent[Timetable] = Recent(16)


def add(
    tx: Session,
    organisation: str,
    timetable: Timetable,
    *,
    instance: str,
    score: Score,
    origin: TimetableOrigin,
    made_by: str,
    run: str | None = None,
    name: str = "",
) -> TimetableRecord:
    """Keep a timetable that the checker has passed, with its score.

    Raises
    ------
    NotFoundError
        The organisation has no version of a school's data of this id.

    """
    term = tx.scalar(
        select(InstanceRow.term).where(
            InstanceRow.organisation == organisation, InstanceRow.id == instance
        )
    )
    if term is None:
        raise NotFoundError("There is no such version of a school's data.")
    text = timetable_bytes(timetable)
    row = TimetableRow(
        id=new_id("tt"),
        organisation=organisation,
        term=term,
        instance=instance,
        origin=origin.value,
        run=run,
        name=name,
        content_hash=digest(text),
        body=packed(text),
        score=score_json(score),
        unplaced=sum(score.unplaced),
        penalty=score.penalty,
        made_at=now(),
        made_by=made_by,
    )
    tx.add(row)
    tx.flush()
    return _to_domain(row)


def record(tx: Session, organisation: str, timetable_id: str) -> TimetableRecord:
    """Say about a timetable what can be said without reading it.

    Raises
    ------
    NotFoundError
        The organisation has none of this id.

    """
    return _to_domain(_row(tx, organisation, timetable_id))


def records(
    tx: Session,
    organisation: str,
    *,
    term: str | None = None,
    before: tuple[datetime, str] | None = None,
    most: int = 50,
) -> list[TimetableRecord]:
    """Timetables, newest first, from before a moment and id on.

    What a run itself has found something better than since is left out.
    """
    wanted = select(TimetableRow).where(
        TimetableRow.organisation == organisation, ~_is_superseded()
    )
    if term is not None:
        wanted = wanted.where(TimetableRow.term == term)
    if before is not None:
        wanted = wanted.where(tuple_(TimetableRow.made_at, TimetableRow.id) < before)
    ordered = wanted.order_by(TimetableRow.made_at.desc(), TimetableRow.id.desc()).limit(most)
    return [_to_domain(row) for row in tx.scalars(ordered)]


def _is_superseded() -> ColumnElement[bool]:
    """Whether a timetable is neither the best of its run nor in the menu that it found."""
    answer = cast(ReshuffleRow.answer, String)  # ids are looked for in its text
    in_menu = (
        exists()
        .where(ReshuffleRow.run == TimetableRow.run, answer.contains(TimetableRow.id))
        .correlate(TimetableRow)
    )
    bettered = exists().where(RunRow.id == TimetableRow.run, RunRow.best != TimetableRow.id)
    return and_(bettered, ~in_menu)


def load(tx: Session, organisation: str, timetable_id: str) -> Timetable:
    """Read a timetable as it was kept. The last few are kept at hand.

    Raises
    ------
    NotFoundError
        The organisation has none of this id.

    """
    wanted = select(TimetableRow.id).where(
        TimetableRow.organisation == organisation, TimetableRow.id == timetable_id
    )
    if tx.scalar(wanted) is None:
        raise _no_such()

    def read() -> Timetable:
        body = tx.scalars(select(TimetableRow.body).where(TimetableRow.id == timetable_id)).one()
        return timetable_adapter().validate_json(unpacked(body), strict=True)

    return _recent.get(timetable_id, read)


def keep_reasons(
    tx: Session, organisation: str, timetable_id: str, reasons: tuple[Reason, ...]
) -> None:
    """Keep why things are unplaced in a timetable, in place of what was said before."""
    _row(tx, organisation, timetable_id)
    body = _reasons_adapter().dump_python(reasons, mode="json")
    row = tx.get(ReasonsRow, timetable_id)
    if row is None:
        row = ReasonsRow(timetable=timetable_id, organisation=organisation)
        tx.add(row)
    row.body, row.made_at = body, now()
    tx.flush()


def reasons(tx: Session, organisation: str, timetable_id: str) -> tuple[Reason, ...] | None:
    """Why things are unplaced in a timetable; None while nobody has found out."""
    row = tx.get(ReasonsRow, timetable_id)
    if row is None or row.organisation != organisation:
        return None
    return _reasons_adapter().validate_python(row.body)


def score_json(score: Score) -> dict[str, object]:
    """A score as it is kept."""
    found: dict[str, object] = _score_adapter().dump_python(score, mode="json")
    return found


def score_of(kept: dict[str, object]) -> Score:
    """A score from how it is kept."""
    return _score_adapter().validate_python(kept)


@cache
def _score_adapter() -> TypeAdapter[Score]:
    from pydantic import TypeAdapter

    return TypeAdapter(Score)


@cache
def _reasons_adapter() -> TypeAdapter[tuple[Reason, ...]]:
    from pydantic import TypeAdapter

    return TypeAdapter(tuple[Reason, ...])


def _row(tx: Session, organisation: str, timetable_id: str) -> TimetableRow:
    row = tx.scalars(
        select(TimetableRow).where(
            TimetableRow.organisation == organisation, TimetableRow.id == timetable_id
        )
    ).one_or_none()
    if row is None:
        raise _no_such()
    return row


def _no_such() -> NotFoundError:
    return NotFoundError("There is no such timetable.")


def _to_domain(row: TimetableRow) -> TimetableRecord:
    return TimetableRecord(
        id=row.id,
        organisation=row.organisation,
        term=row.term,
        instance=row.instance,
        origin=TimetableOrigin(row.origin),
        run=row.run,
        name=row.name,
        content_hash=row.content_hash,
        score=score_of(row.score),
        made_at=row.made_at,
        made_by=row.made_by,
    )

"""Marks of dates, many at once: read as plain columns, for boards and reports."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from scheduler.domain.attendance import Band, How, Mark
from scheduler.store.tables import MarkRow

AT_ONCE = 500
"""Students, or ids, asked about in one sentence."""
_OF = MarkRow.__table__.columns
_COLUMNS = (
    _OF.id,
    _OF.term,
    _OF.student,
    _OF.day,
    _OF.site,
    _OF.entry,
    _OF.code,
    _OF.how,
    _OF.start_minute,
    _OF.end_minute,
    _OF.about,
    _OF.band,
    _OF.accuracy,
    _OF.effective_at,
    _OF.received_at,
    _OF.claimed_at,
    _OF.utc_offset,
    _OF.authority,
    _OF.supersedes,
    _OF.made_by,
)
_HOW = {one.value: one for one in How}
_BAND = {one.value: one for one in Band}


def between(
    tx: Session, organisation: str, first: date, last: date, students: Collection[str] | None = None
) -> list[Mark]:
    """The marks of some dates, both included, of these students or of all; in no order."""
    wanted = select(*_COLUMNS).where(
        MarkRow.organisation == organisation, MarkRow.day >= first, MarkRow.day <= last
    )
    if students is None:
        return _read(tx, wanted)
    found: list[Mark] = []
    named = sorted(students)
    for begin in range(0, len(named), AT_ONCE):
        found += _read(tx, wanted.where(MarkRow.student.in_(named[begin : begin + AT_ONCE])))
    return found


def ids_between(
    tx: Session, organisation: str, first: date, last: date, students: Collection[str] | None = None
) -> list[tuple[str, str, date]]:
    """The ids of the marks of some dates, with student and date: quick, to see what is new."""
    of = MarkRow.__table__.columns
    wanted = select(of.id, of.student, of.day).where(
        of.organisation == organisation, of.day >= first, of.day <= last
    )
    connection = tx.connection()
    if students is None:
        return [(id, student, day) for id, student, day in connection.execute(wanted)]
    found: list[tuple[str, str, date]] = []
    named = sorted(students)
    for begin in range(0, len(named), AT_ONCE):
        some = wanted.where(of.student.in_(named[begin : begin + AT_ONCE]))
        found += [(id, student, day) for id, student, day in connection.execute(some)]
    return found


def count(tx: Session, organisation: str, day: date) -> int:
    """How many marks a date has."""
    of = MarkRow.__table__.columns
    wanted = select(func.count()).where(of.organisation == organisation, of.day == day)
    return int(tx.connection().scalar(wanted) or 0)


def received_since(
    tx: Session, organisation: str, day: date, moment: datetime
) -> list[tuple[str, str]]:
    """The ids and students of the marks about a date that were received at a moment or later."""
    of = MarkRow.__table__.columns
    wanted = select(of.id, of.student).where(
        of.organisation == organisation, of.received_at >= moment, of.day == day
    )
    return [(id, student) for id, student in tx.connection().execute(wanted)]


def with_answers(tx: Session, organisation: str, term: str, first: date, last: date) -> list[Mark]:
    """The marks of some dates of a term that answer the question of the week, in no order."""
    wanted = select(*_COLUMNS).where(
        MarkRow.organisation == organisation,
        MarkRow.term == term,
        MarkRow.day >= first,
        MarkRow.day <= last,
        MarkRow.about["answer"].as_string().is_not(None),
    )
    return _read(tx, wanted)


def of_ids(tx: Session, organisation: str, ids: Sequence[str]) -> list[Mark]:
    """The marks of these ids, in no order."""
    found: list[Mark] = []
    for begin in range(0, len(ids), AT_ONCE):
        some = ids[begin : begin + AT_ONCE]
        wanted = select(*_COLUMNS).where(MarkRow.organisation == organisation, MarkRow.id.in_(some))
        found += _read(tx, wanted)
    return found


def _read(tx: Session, wanted: Select[Any]) -> list[Mark]:
    return [
        Mark(
            id=id,
            term=term,
            student=student,
            day=day,
            site=site,
            entry=entry,
            code=code,
            how=_HOW[how],
            start=start,
            end=end,
            about=about,
            band=None if band is None else _BAND[band],
            accuracy=accuracy,
            effective_at=effective_at,
            received_at=received_at,
            claimed_at=claimed_at,
            offset=offset,
            authority=authority,
            supersedes=supersedes,
            made_by=made_by,
        )
        for (
            id,
            term,
            student,
            day,
            site,
            entry,
            code,
            how,
            start,
            end,
            about,
            band,
            accuracy,
            effective_at,
            received_at,
            claimed_at,
            offset,
            authority,
            supersedes,
            made_by,
        ) in tx.connection().execute(wanted).all()
    ]

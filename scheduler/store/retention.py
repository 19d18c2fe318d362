"""Letting go of what was kept long enough: days for each kind of data, from settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, false, func, or_, select
from sqlalchemy.orm import Session

from scheduler.config import Settings
from scheduler.store.columns import now
from scheduler.store.tables import (
    AlertStepRow,
    ApiKeyRow,
    AuditRow,
    DraftRow,
    IdempotencyRow,
    LinkRow,
    MarkNoteRow,
    MarkRow,
    MessageRow,
    OpeningRow,
    OrganisationRow,
    ReasonsRow,
    RefusedMarkRow,
    ReleaseRow,
    Row,
    RunRow,
    SignInRow,
    ThrottleRow,
    TimetableRow,
)

OVER = ("done", "failed", "stopped")
APPEND_ONLY = {"alert_steps", "audit", "marks", "refused_marks", "timetables"}
"""Tables that have to be opened for rows to go, see `tables.opening`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of data: which rows of which table have had their time."""

    table: type[Row]
    days: Callable[[Settings], int]
    old: Callable[[Session, datetime], ColumnElement[bool]]


def _is_named() -> ColumnElement[bool]:
    """Whether a release, a draft or a run names a timetable."""
    return or_(
        exists().where(ReleaseRow.timetable == TimetableRow.id),
        exists().where(DraftRow.taken == TimetableRow.id),
        exists().where(or_(RunRow.best == TimetableRow.id, RunRow.start == TimetableRow.id)),
    )


def _old_audit(tx: Session, before: datetime) -> ColumnElement[bool]:
    """Entries before the first new one of each organisation: without a hole, so that seals fit."""
    organisations = tx.scalars(select(OrganisationRow.id)).all()
    parts: list[ColumnElement[bool]] = []
    for one in organisations:
        first_new = tx.scalar(
            select(func.min(AuditRow.number)).where(
                AuditRow.organisation == one, AuditRow.made_at >= before
            )
        )
        of_one = AuditRow.organisation == one
        parts.append(of_one if first_new is None else and_(of_one, AuditRow.number < first_new))
    return or_(false(), *parts)


KINDS: tuple[Kind, ...] = (
    Kind(
        table=AuditRow,
        days=lambda settings: settings.keep_audit_days,
        old=_old_audit,
    ),
    Kind(
        table=MarkRow,
        days=lambda settings: settings.keep_marks_days,
        old=lambda _, before: MarkRow.received_at < before,
    ),
    Kind(
        table=AlertStepRow,
        days=lambda settings: settings.keep_marks_days,
        old=lambda _, before: AlertStepRow.made_at < before,
    ),
    Kind(
        table=MarkNoteRow,
        days=lambda settings: settings.keep_marks_days,
        old=lambda _, before: (
            ~exists().where(
                MarkRow.organisation == MarkNoteRow.organisation,
                MarkRow.id == MarkNoteRow.mark,
                MarkRow.received_at >= before,
            )
        ),
    ),
    Kind(
        table=RefusedMarkRow,
        days=lambda settings: settings.keep_marks_days,
        old=lambda _, before: RefusedMarkRow.received_at < before,
    ),
    Kind(
        table=RunRow,
        days=lambda settings: settings.keep_runs_days,
        old=lambda _, before: and_(RunRow.state.in_(OVER), RunRow.finished_at < before),
    ),
    Kind(
        table=TimetableRow,
        days=lambda settings: settings.keep_timetables_days,
        old=lambda _, before: and_(TimetableRow.made_at < before, ~_is_named()),
    ),
    Kind(
        table=MessageRow,
        days=lambda settings: settings.keep_messages_days,
        old=lambda _, before: and_(MessageRow.state != "waiting", MessageRow.made_at < before),
    ),
    Kind(
        table=SignInRow,
        days=lambda settings: settings.keep_sign_ins_days,
        old=lambda _, before: SignInRow.expires_at < before,
    ),
    Kind(
        table=LinkRow,
        days=lambda settings: settings.keep_sign_ins_days,
        old=lambda _, before: or_(LinkRow.expires_at < before, LinkRow.revoked_at < before),
    ),
    Kind(
        table=ApiKeyRow,
        days=lambda settings: settings.keep_sign_ins_days,
        old=lambda _, before: or_(ApiKeyRow.expires_at < before, ApiKeyRow.revoked_at < before),
    ),
    Kind(
        table=ThrottleRow,
        days=lambda settings: settings.keep_sign_ins_days,
        old=lambda _, before: ThrottleRow.last_at < before,
    ),
    Kind(
        table=IdempotencyRow,
        days=lambda settings: settings.keep_idempotency_days,
        old=lambda _, before: IdempotencyRow.made_at < before,
    ),
)


def let_go(
    tx: Session, settings: Settings, *, at: datetime | None = None, dry: bool = False
) -> dict[str, int]:
    """Delete what was kept long enough, and say how many rows of each table that is.

    With ``dry`` nothing is deleted.
    """
    at = at or now()
    counts = {}
    for kind in KINDS:
        days = kind.days(settings)
        name = kind.table.__tablename__
        counts[name] = 0
        if days == 0:
            continue
        old = kind.old(tx, at - timedelta(days=days))
        if dry:
            counts[name] = tx.scalar(select(func.count()).select_from(kind.table).where(old)) or 0
        else:
            counts[name] = _delete(tx, kind.table, old)
    return counts


def _delete(tx: Session, table: type[Row], old: ColumnElement[bool]) -> int:
    name = table.__tablename__
    if name in APPEND_ONLY:
        tx.add(OpeningRow(what=name))
        tx.flush()
    if table is TimetableRow:
        going = select(TimetableRow.id).where(old)
        tx.execute(delete(ReasonsRow).where(ReasonsRow.timetable.in_(going)))
    gone: Any = tx.execute(delete(table).where(old))
    if name in APPEND_ONLY:
        tx.execute(delete(OpeningRow).where(OpeningRow.what == name))
    return int(gone.rowcount)

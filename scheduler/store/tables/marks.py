"""What was observed: who was where, one observation a row, only ever added to."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.columns import Id, Tenant
from scheduler.store.tables.row import Row


class MarkRow(Row):
    """One recorded observation. Its id is made where it is recorded."""

    __tablename__ = "marks"
    __table_args__ = (
        Index(None, "organisation", "student", "day"),
        Index(None, "organisation", "day", "site"),
    )
    organisation: Mapped[Tenant] = mapped_column(primary_key=True)
    id: Mapped[Id]
    term: Mapped[str] = mapped_column(ForeignKey("terms.id"))
    student: Mapped[str]
    day: Mapped[date]
    """The date at the site."""
    site: Mapped[str]
    kind: Mapped[str]
    about: Mapped[dict[str, Any]]
    """What of the timetable it is about, in ids."""
    effective_at: Mapped[datetime]
    received_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    """What the device's clock said: a claim, no more."""
    authority: Mapped[int]
    supersedes: Mapped[str | None]
    made_by: Mapped[str]

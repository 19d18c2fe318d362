"""What people live by: numbered, dated and frozen."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.columns import Id, Tenant
from scheduler.store.tables.row import Row


class ReleaseRow(Row):
    """A release of a term. It holds from its date until a later one does."""

    __tablename__ = "releases"
    __table_args__ = (
        UniqueConstraint("term", "number"),
        CheckConstraint("number >= 1", name="number"),
    )
    id: Mapped[Id]
    organisation: Mapped[Tenant]
    term: Mapped[str] = mapped_column(ForeignKey("terms.id"))
    number: Mapped[int]
    timetable: Mapped[str] = mapped_column(ForeignKey("timetables.id"))
    instance: Mapped[str] = mapped_column(ForeignKey("instances.id"))
    holds_from: Mapped[date]
    note: Mapped[str]
    changes: Mapped[dict[str, Any]]
    """What differs from the release before, and the ids of whom it touches."""
    made_at: Mapped[datetime]
    made_by: Mapped[str]

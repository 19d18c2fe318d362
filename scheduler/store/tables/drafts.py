"""The one editable copy of each term, and how it came to be as it is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.columns import Tenant
from scheduler.store.tables.row import Row


class DraftRow(Row):
    """A term's draft. Its version goes up by one at every change."""

    __tablename__ = "drafts"
    __table_args__ = (CheckConstraint("version >= 1", name="version"),)
    term: Mapped[str] = mapped_column(ForeignKey("terms.id"), primary_key=True)
    organisation: Mapped[Tenant]
    version: Mapped[int]
    instance: Mapped[str] = mapped_column(ForeignKey("instances.id"))
    taken: Mapped[str] = mapped_column(ForeignKey("timetables.id"))
    """The timetable that was taken into it."""
    body: Mapped[bytes] = mapped_column(deferred=True)
    pins: Mapped[bytes] = mapped_column(deferred=True)
    score: Mapped[dict[str, Any]]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]


class DraftStepRow(Row):
    """One change of a draft: what it was before, so that it can be undone."""

    __tablename__ = "draft_steps"
    term: Mapped[str] = mapped_column(
        ForeignKey("drafts.term", ondelete="CASCADE"), primary_key=True
    )
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """The version that this change made."""
    organisation: Mapped[Tenant]
    what: Mapped[dict[str, Any]]
    before: Mapped[bytes] = mapped_column(deferred=True)
    pins_before: Mapped[bytes] = mapped_column(deferred=True)
    undone: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]
    made_by: Mapped[str]

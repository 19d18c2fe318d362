"""Timetables, never changed once made, and why something in one is unplaced."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.columns import Id, Tenant
from scheduler.store.tables.row import Row, one_of


class TimetableRow(Row):
    """A full decision for a version of the data, with its score."""

    __tablename__ = "timetables"
    __table_args__ = (
        one_of("origin", "run", "hand", "draft", "rolled"),
        Index(None, "organisation", "term", "made_at"),
    )
    id: Mapped[Id]
    organisation: Mapped[Tenant]
    term: Mapped[str] = mapped_column(ForeignKey("terms.id"))
    instance: Mapped[str] = mapped_column(ForeignKey("instances.id"), index=True)
    origin: Mapped[str]
    run: Mapped[str | None] = mapped_column(index=True)
    """The run that made it. No foreign key: the run names its best timetable by one."""
    name: Mapped[str]
    content_hash: Mapped[str]
    body: Mapped[bytes] = mapped_column(deferred=True)
    score: Mapped[dict[str, Any]]
    unplaced: Mapped[int]
    penalty: Mapped[int]
    made_at: Mapped[datetime]
    made_by: Mapped[str]


class ReasonsRow(Row):
    """Why what is unplaced in a timetable is unplaced: found after it was made."""

    __tablename__ = "reasons"
    timetable: Mapped[str] = mapped_column(ForeignKey("timetables.id"), primary_key=True)
    organisation: Mapped[Tenant]
    body: Mapped[list[Any]]
    made_at: Mapped[datetime]

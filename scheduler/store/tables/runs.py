"""Requests to the solver, and how each went."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.columns import Id, Tenant
from scheduler.store.tables.row import Row, one_of


class RunRow(Row):
    """A run: the truth about it in every mode. ``attempt`` fences off who was replaced."""

    __tablename__ = "runs"
    __table_args__ = (
        one_of("operation", "solve", "none", "reshuffle", "sweep"),
        one_of("state", "queued", "running", "done", "failed", "stopped"),
        CheckConstraint("attempt >= 0", name="attempt"),
        Index(None, "state", "priority", "created_at"),
        Index(None, "organisation", "created_at"),
    )
    id: Mapped[Id]
    organisation: Mapped[Tenant]
    term: Mapped[str] = mapped_column(ForeignKey("terms.id"), index=True)
    instance: Mapped[str] = mapped_column(ForeignKey("instances.id"))
    name: Mapped[str]
    operation: Mapped[str]
    limits: Mapped[dict[str, Any]]
    start: Mapped[str | None] = mapped_column(ForeignKey("timetables.id"))
    """The timetable it is to begin from."""
    priority: Mapped[int] = mapped_column(default=0)
    """Lower goes first."""
    state: Mapped[str]
    attempt: Mapped[int] = mapped_column(default=0)
    deaths: Mapped[int] = mapped_column(default=0)
    worker: Mapped[str | None]
    created_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    first_at: Mapped[datetime | None]
    """When its first complete timetable had passed the checker."""
    heartbeat_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    stop_asked_at: Mapped[datetime | None]
    best: Mapped[str | None] = mapped_column(ForeignKey("timetables.id"))
    progress: Mapped[dict[str, Any] | None]
    outcome: Mapped[dict[str, Any] | None]
    """Status, bounds, gap, conflict: all that is not the timetable."""
    reason: Mapped[str | None]
    made_by: Mapped[str]


class RunEventRow(Row):
    """One thing that happened in a run; numbers have no gaps, so a reader can go on."""

    __tablename__ = "run_events"
    run: Mapped[str] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    organisation: Mapped[Tenant]
    kind: Mapped[str]
    body: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]

"""What was done about whoever was missing: one step a row, only ever added to."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.columns import Id, Tenant
from scheduler.store.tables.row import Row, one_of


class AlertStepRow(Row):
    """Somebody acknowledged an alert, called, or resolved it."""

    __tablename__ = "alert_steps"
    __table_args__ = (
        one_of("step", "acknowledged", "called", "resolved"),
        Index(None, "organisation", "term", "day"),
    )
    id: Mapped[Id]
    organisation: Mapped[Tenant]
    term: Mapped[str] = mapped_column(ForeignKey("terms.id"))
    day: Mapped[date]
    student: Mapped[str]
    entry: Mapped[str]
    kind: Mapped[str]
    step: Mapped[str]
    outcome: Mapped[str]
    made_at: Mapped[datetime]
    made_by: Mapped[str]

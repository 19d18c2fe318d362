"""Who did or saw what: only ever added to, each row sealed with the one before."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.columns import Tenant
from scheduler.store.tables.row import Row


class AuditRow(Row):
    """One thing done or seen by somebody, in ids."""

    __tablename__ = "audit"
    __table_args__ = (
        Index(None, "organisation", "made_at"),
        Index("ix_audit_subjects", "subjects", postgresql_using="gin").ddl_if("postgresql"),
    )
    organisation: Mapped[Tenant] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """From 1, without a gap."""
    made_at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    subjects: Mapped[list[str]]
    details: Mapped[dict[str, Any]]
    request: Mapped[str]
    """The id of the request, as in the log."""
    previous: Mapped[str]
    seal: Mapped[str]
    """SHA-256 of the row and the seal of the one before."""

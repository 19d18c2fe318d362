"""Versions of a term's data."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.columns import Id, Tenant
from scheduler.store.tables.row import Row, one_of


class InstanceRow(Row):
    """One version of a term's data, never changed; names and homes are with `people`."""

    __tablename__ = "instances"
    __table_args__ = (
        UniqueConstraint("term", "number"),
        one_of("origin", "uploaded", "edited", "rolled", "draft"),
    )
    id: Mapped[Id]
    organisation: Mapped[Tenant]
    term: Mapped[str] = mapped_column(ForeignKey("terms.id"))
    number: Mapped[int]
    origin: Mapped[str]
    content_hash: Mapped[str] = mapped_column(index=True)
    """SHA-256 of the body, which holds no name: equal data, equal hash."""
    body: Mapped[bytes] = mapped_column(deferred=True)
    size: Mapped[int]
    counts: Mapped[dict[str, Any]]
    """How many there are of each kind of thing."""
    made_at: Mapped[datetime]
    made_by: Mapped[str]

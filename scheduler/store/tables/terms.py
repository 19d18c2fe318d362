"""Planning periods."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.columns import Id, Tenant
from scheduler.store.tables.row import Row


class TermRow(Row):
    """A term: its data in versions, its one draft, its releases."""

    __tablename__ = "terms"
    __table_args__ = (
        UniqueConstraint("organisation", "instance_key"),
        CheckConstraint("first <= last", name="dates"),
    )
    id: Mapped[Id]
    organisation: Mapped[Tenant]
    instance_key: Mapped[str]
    """The id that the data gives itself, the same in every version."""
    name: Mapped[str]
    first: Mapped[date]
    last: Mapped[date]
    zone: Mapped[str]
    schools: Mapped[list[str]]
    follows: Mapped[str | None] = mapped_column(ForeignKey("terms.id"))
    """The term it was rolled forward from."""
    made_at: Mapped[datetime]

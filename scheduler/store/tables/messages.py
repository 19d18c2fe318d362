"""The outbox: who has to be told what."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.columns import Id, Tenant
from scheduler.store.tables.row import Row, one_of


class MessageRow(Row):
    """A message to a person. It holds words about people and goes when they are erased."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("release", "person"),
        one_of("state", "waiting", "sent", "failed", "listed"),
        Index(None, "state", "due_at"),
        Index(None, "organisation", "made_at"),
    )
    id: Mapped[Id]
    organisation: Mapped[Tenant]
    term: Mapped[str | None] = mapped_column(ForeignKey("terms.id"))
    release: Mapped[str | None] = mapped_column(ForeignKey("releases.id"))
    person: Mapped[str] = mapped_column(index=True)
    address: Mapped[str | None]
    subject: Mapped[str]
    text: Mapped[str]
    state: Mapped[str]
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    made_at: Mapped[datetime]

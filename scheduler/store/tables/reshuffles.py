"""Changes to what people live by that were asked about, and the repairs found."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.columns import Id, Tenant
from scheduler.store.tables.row import Row


class ReshuffleRow(Row):
    """A reshuffle of a release. Its edits are those that made its version of the data."""

    __tablename__ = "reshuffles"
    __table_args__ = (Index(None, "term", "made_at"),)
    id: Mapped[Id]
    organisation: Mapped[Tenant]
    term: Mapped[str] = mapped_column(ForeignKey("terms.id"))
    run: Mapped[str | None] = mapped_column(ForeignKey("runs.id", ondelete="SET NULL"), unique=True)
    """The run that answers it, as long as that is kept."""
    release: Mapped[str] = mapped_column(ForeignKey("releases.id"))
    """The release that is repaired."""
    instance: Mapped[str] = mapped_column(ForeignKey("instances.id"), index=True)
    """The data with the edits made; a version like others only once a repair is accepted."""
    first: Mapped[date]
    """From when on the change holds."""
    until: Mapped[date | None]
    """The last date on which it does."""
    weight: Mapped[int]
    named: Mapped[list[str]]
    """Ids of people whom the edits themselves name."""
    answer: Mapped[dict[str, Any] | None]
    """Who is stranded, what is proven, and the menu, once found."""
    accepted: Mapped[str | None] = mapped_column(ForeignKey("releases.id"))
    """The release that came of it."""
    made_at: Mapped[datetime]
    made_by: Mapped[str]

"""Changes to a term's data, single and gathered in scenarios."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.columns import Id, Tenant
from scheduler.store.tables.row import Row


class ScenarioRow(Row):
    """A named list of edits to a version of the data."""

    __tablename__ = "scenarios"
    __table_args__ = (UniqueConstraint("term", "name"),)
    id: Mapped[Id]
    organisation: Mapped[Tenant]
    term: Mapped[str] = mapped_column(ForeignKey("terms.id"))
    instance: Mapped[str] = mapped_column(ForeignKey("instances.id"))
    name: Mapped[str]
    made_at: Mapped[datetime]
    made_by: Mapped[str]


class EditRow(Row):
    """One change to the data, of a scenario or by itself, and the version it made."""

    __tablename__ = "edits"
    __table_args__ = (Index(None, "scenario", "position"),)
    id: Mapped[Id]
    organisation: Mapped[Tenant]
    term: Mapped[str] = mapped_column(ForeignKey("terms.id"), index=True)
    scenario: Mapped[str | None] = mapped_column(ForeignKey("scenarios.id", ondelete="CASCADE"))
    position: Mapped[int]
    kind: Mapped[str]
    body: Mapped[dict[str, Any]]
    instance: Mapped[str | None] = mapped_column(ForeignKey("instances.id"))
    """The version of the data that came of it, once applied."""
    made_at: Mapped[datetime]
    made_by: Mapped[str]

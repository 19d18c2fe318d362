"""What is tried on releases, and what came of each line."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.columns import Tenant
from scheduler.store.tables.row import Row


class SweepRow(Row):
    """Scenarios x seeds that a run tries on a release; it goes with its run."""

    __tablename__ = "sweeps"
    __table_args__ = (Index(None, "term", "made_at"),)
    run: Mapped[str] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True)
    organisation: Mapped[Tenant]
    term: Mapped[str] = mapped_column(ForeignKey("terms.id"))
    release: Mapped[str] = mapped_column(ForeignKey("releases.id"))
    grid: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]


class SweepLineRow(Row):
    """What came of one line: kept as soon as it is done, so that nobody does it again."""

    __tablename__ = "sweep_lines"
    run: Mapped[str] = mapped_column(ForeignKey("sweeps.run", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """From 1 on as in the grid; 0 is the release as it is."""
    organisation: Mapped[Tenant]
    body: Mapped[dict[str, Any]]

"""How old rows of an append-only table may go when their time is over."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.tables.row import Row


class OpeningRow(Row):
    """While a table is named here, rows of it may be deleted.

    Retention names it and takes the name away in one transaction, so that nobody else
    ever sees it open. See `refusals`.
    """

    __tablename__ = "openings"
    what: Mapped[str] = mapped_column(primary_key=True)

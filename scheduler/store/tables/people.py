"""Names, homes and addresses: the one table that can be erased, and the receipts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.columns import Id, Tenant
from scheduler.store.tables.row import Row, one_of


class PersonRow(Row):
    """What was said about a person at some time.

    A new name or home is a new edition, so that an older version of a term's data is
    read back as it was; erasing takes all editions away. Everything else in the store
    knows people by id alone.
    """

    __tablename__ = "people"
    __table_args__ = (
        one_of("kind", "student", "staff", "mentor", "guardian"),
        CheckConstraint("(lat IS NULL) = (lon IS NULL)", name="position"),
    )
    organisation: Mapped[Tenant] = mapped_column(primary_key=True)
    id: Mapped[Id]
    edition: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str]
    name: Mapped[str]
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    email: Mapped[str | None]
    tried: Mapped[str | None]
    """The version of the data that only asks what if: not what is known of the person yet."""
    made_at: Mapped[datetime]


class ErasureRow(Row):
    """The receipt for an erasure: who, when, and how much, without a name."""

    __tablename__ = "erasures"
    __table_args__ = (Index(None, "organisation", "person"),)
    id: Mapped[Id]
    organisation: Mapped[Tenant]
    person: Mapped[str]
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    counts: Mapped[dict[str, Any]]

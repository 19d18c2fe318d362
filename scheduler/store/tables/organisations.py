"""Who the data belongs to: organisations, and the schools of each."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.columns import Id, Tenant
from scheduler.store.tables.row import Row


class OrganisationRow(Row):
    """An organisation: a school or a network of schools; nobody sees into another."""

    __tablename__ = "organisations"
    id: Mapped[Id]
    name: Mapped[str]
    made_at: Mapped[datetime]


class SchoolRow(Row):
    """A school of an organisation, by its id in the data."""

    __tablename__ = "schools"
    organisation: Mapped[Tenant] = mapped_column(primary_key=True)
    id: Mapped[Id]
    name: Mapped[str]
    made_at: Mapped[datetime]

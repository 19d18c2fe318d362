"""What was observed: who was where, one observation a row, only ever added to.

Words that people wrote (why, answers) stand apart, in `MarkNoteRow`: they are erased with a
person, and the marks stay.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.columns import Id, Tenant
from scheduler.store.tables.row import Row


class MarkRow(Row):
    """One recorded observation. Its id is made where it is recorded."""

    __tablename__ = "marks"
    __table_args__ = (
        Index(None, "organisation", "student", "day"),
        Index(None, "organisation", "day", "site"),
        Index(None, "organisation", "received_at"),
    )
    organisation: Mapped[Tenant] = mapped_column(primary_key=True)
    id: Mapped[Id]
    term: Mapped[str] = mapped_column(ForeignKey("terms.id"))
    student: Mapped[str]
    day: Mapped[date]
    """The date at the site."""
    site: Mapped[str]
    """Empty for a whole day."""
    entry: Mapped[str]
    """What of the register; empty: the day at the site."""
    code: Mapped[str]
    how: Mapped[str]
    start: Mapped[int | None] = mapped_column("start_minute")
    end: Mapped[int | None] = mapped_column("end_minute")
    about: Mapped[dict[str, Any]]
    """What of the timetable it is about, in ids."""
    effective_at: Mapped[datetime]
    received_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    """What the device's clock said: a claim, no more."""
    offset: Mapped[int | None] = mapped_column("utc_offset")
    """Minutes from UTC that the device thought it was at."""
    band: Mapped[str | None]
    """Inside the site, or how far outside; never where."""
    accuracy: Mapped[int | None]
    authority: Mapped[int]
    supersedes: Mapped[str | None]
    made_by: Mapped[str]


class MarkNoteRow(Row):
    """Words that came with a mark. They are of a person, and erased with them."""

    __tablename__ = "mark_notes"
    __table_args__ = (Index(None, "organisation", "student"),)
    organisation: Mapped[Tenant] = mapped_column(primary_key=True)
    mark: Mapped[str] = mapped_column(primary_key=True)
    student: Mapped[str]
    text: Mapped[str]


class RefusedMarkRow(Row):
    """A mark that was not taken, and what its sender was told."""

    __tablename__ = "refused_marks"
    __table_args__ = (Index(None, "organisation", "received_at"),)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    organisation: Mapped[Tenant]
    mark: Mapped[str]
    """The id it was sent under; others may have been refused, or taken, under the same."""
    code: Mapped[str]
    sentence: Mapped[str]
    student: Mapped[str]
    made_by: Mapped[str]
    received_at: Mapped[datetime]


class CodeRow(Row):
    """A code of attendance as an organisation sets it, over the default of the same id."""

    __tablename__ = "codes"
    organisation: Mapped[Tenant] = mapped_column(primary_key=True)
    id: Mapped[Id]
    name: Mapped[str]
    direction: Mapped[str]
    scope: Mapped[str]
    counts: Mapped[str]
    ed_fi: Mapped[str | None]
    reportable: Mapped[bool]
    future: Mapped[bool]
    active: Mapped[bool]

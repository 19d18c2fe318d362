"""Who may come in: accounts, sign-ins, API keys, links, and how guessing is slowed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.columns import Id, Tenant
from scheduler.store.tables.row import Row, one_of


class AccountRow(Row):
    """Somebody who signs in."""

    __tablename__ = "accounts"
    __table_args__ = (
        UniqueConstraint("oidc_issuer", "oidc_subject"),
        Index(None, "organisation", "name"),
    )
    id: Mapped[Id]
    organisation: Mapped[Tenant]
    email: Mapped[str] = mapped_column(unique=True)
    """In lower case."""
    name: Mapped[str]
    roles: Mapped[list[str]]
    person: Mapped[str | None] = mapped_column(index=True)
    """Who it is in the data: a student, member of staff or mentor."""
    wards: Mapped[list[str]]
    """The students of a guardian."""
    schools: Mapped[list[str]]
    """The schools it is for; empty: all of the organisation."""
    password_hash: Mapped[str | None]
    oidc_issuer: Mapped[str | None]
    oidc_subject: Mapped[str | None]
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]


class SignInRow(Row):
    """A browser that is signed in; only the hash of its token is kept."""

    __tablename__ = "sign_ins"
    id: Mapped[Id]
    organisation: Mapped[Tenant]
    account: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    device: Mapped[str]
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class ApiKeyRow(Row):
    """A key for a program; shown once, kept as a hash."""

    __tablename__ = "api_keys"
    id: Mapped[Id]
    organisation: Mapped[Tenant]
    account: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    key_hash: Mapped[str] = mapped_column(unique=True)
    scopes: Mapped[list[str]]
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class LinkRow(Row):
    """A link that lets in for one purpose: to sign in once, to confirm, to subscribe."""

    __tablename__ = "links"
    __table_args__ = (
        one_of("kind", "sign-in", "mentor", "calendar", "enrol", "device", "kiosk", "van"),
    )
    id: Mapped[Id]
    organisation: Mapped[Tenant]
    kind: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    account: Mapped[str | None] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), index=True
    )
    person: Mapped[str | None] = mapped_column(index=True)
    purpose: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    expires_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class ThrottleRow(Row):
    """How often somebody guessed wrong; ``what`` is a hash of an account or address."""

    __tablename__ = "throttles"
    what: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime]

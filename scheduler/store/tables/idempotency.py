"""Answers already given, so that asking again does nothing twice."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.columns import Tenant
from scheduler.store.tables.row import Row


class IdempotencyRow(Row):
    """A request by its key, and the answer once there is one."""

    __tablename__ = "idempotency"
    organisation: Mapped[Tenant] = mapped_column(primary_key=True)
    actor: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
    status: Mapped[int | None]
    headers: Mapped[dict[str, Any] | None]
    body: Mapped[bytes | None]
    made_at: Mapped[datetime] = mapped_column(index=True)

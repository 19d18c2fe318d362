"""The kinds of column: moments in UTC, JSON, and the organisation a row belongs to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any

from sqlalchemy import JSON, DateTime, Dialect, ForeignKey
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import mapped_column
from sqlalchemy.types import TypeDecorator


class Utc(TypeDecorator[datetime]):
    """A moment. Without a zone it is refused, since nobody could say when it was."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite keeps no zone, so all moments go in as UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def result_processor(
        self, dialect: Dialect, coltype: object
    ) -> Callable[[Any], datetime | None] | None:
        """Read what SQLite keeps at once: half the time of both steps, for a month of marks."""
        return (
            _from_text if dialect.name == "sqlite" else super().result_processor(dialect, coltype)
        )

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Out they come as UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _from_text(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text + "+00:00")


def json_type() -> Any:
    """JSON: as text on SQLite, as a searchable value on PostgreSQL."""
    return JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


Id = Annotated[str, mapped_column(primary_key=True)]
"""An opaque id, see `ids.new_id`."""

Tenant = Annotated[str, mapped_column(ForeignKey("organisations.id"))]
"""The organisation a row belongs to: every query filters by it."""


def now() -> datetime:
    """Say what moment it is, in UTC."""
    return datetime.now(UTC)

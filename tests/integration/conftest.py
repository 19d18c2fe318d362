"""Every test here that takes `store` runs on SQLite and on PostgreSQL."""

from __future__ import annotations

from tests.databases import (
    database_url,
    empty_url,
    engine_name,
    postgresql_programs,
    postgresql_server,
    postgresql_template,
    sqlite_template,
    store,
)

__all__ = [
    "database_url",
    "empty_url",
    "engine_name",
    "postgresql_programs",
    "postgresql_server",
    "postgresql_template",
    "sqlite_template",
    "store",
]

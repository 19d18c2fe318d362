"""Bringing a store up to date, one numbered step after the other."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from scheduler.store.engine import Store, open_store

HERE = Path(__file__).parent
_LOCK = 3_405_691_582
"""The number under which PostgreSQL lets one process at a time migrate."""


def migrate(url: str, to: str = "head") -> None:
    """Bring the store at this address up to date, or to a revision; nothing is lost.

    Several processes may do so at once: one does it, the others wait.
    """
    store = open_store(url)
    try:
        with store.write() as tx:
            connection = tx.connection()
            if not store.is_sqlite:
                tx.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK})
            if to == "base" or (to != "head" and _is_behind(connection, to)):
                command.downgrade(_config(connection), to)
            else:
                command.upgrade(_config(connection), to)
    finally:
        store.close()


def revision(store: Store) -> str | None:
    """The revision a store is at; None when it is empty."""
    with store.read() as tx:
        return MigrationContext.configure(tx.connection()).get_current_revision()


def newest() -> str:
    """The revision this program works with."""
    return ScriptDirectory(str(HERE)).get_current_head() or ""


def _is_behind(connection: Connection, to: str) -> bool:
    """Whether the revision asked for comes before where the store is."""
    at = MigrationContext.configure(connection).get_current_revision()
    script = ScriptDirectory(str(HERE))
    before = [one.revision for one in script.walk_revisions("base", at)] if at else []
    return to in before[1:]


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config

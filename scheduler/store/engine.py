"""Opening the store: SQLite by default, PostgreSQL where a district needs it.

On SQLite every write begins with BEGIN IMMEDIATE, so that two writers wait for each
other instead of failing half-way, and every commit is on the disk when it returns.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    InterfaceError,
    OperationalError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session

from scheduler.errors import InvalidInputError, StoreUnavailableError

BUSY_SECONDS = 10
"""How long a writer waits for its turn."""
STILL_SECONDS = 60
"""How long PostgreSQL lets a transaction stand still before it takes its locks away: a worker
that is stopped or cut off in the middle of one would keep its run from every other."""
PRAGMAS = {
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "busy_timeout": BUSY_SECONDS * 1000,
    "foreign_keys": "ON",
    "recursive_triggers": "ON",
    "journal_size_limit": 64 * 1024 * 1024,
}
"""Said on every connection. Recursive triggers, or REPLACE would slip past a refusal."""


Tx = Session
"""A transaction under way, as the rooms above call it."""


class Store:
    """The store of a server; its transactions are all there is to it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writing = engine.execution_options(fieldweek_write=True)
        # One process's threads queue here: SQLite itself would have them poll.
        self._turn = threading.Lock() if self.is_sqlite else None

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a single file."""
        return self.engine.dialect.name == "sqlite"

    @property
    def path(self) -> str | None:
        """The file, if it is one."""
        return self.engine.url.database if self.is_sqlite else None

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A transaction that is committed at the end, or undone by an exception.

        Raises
        ------
        StoreUnavailableError
            Nothing was changed: no space, no permission, no connection, or no turn.
        InvalidInputError
            Nothing was changed: no database could keep what was written.

        """
        if self._turn is not None and not self._turn.acquire(timeout=BUSY_SECONDS):
            raise StoreUnavailableError("Somebody else has been writing for long. Try again.")
        try:
            with (
                _plainly(self.engine),
                Session(self._writing, expire_on_commit=False) as tx,
                tx.begin(),
            ):
                yield tx
        finally:
            if self._turn is not None:
                self._turn.release()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A transaction that sees one state of the store and changes nothing."""
        with _plainly(self.engine), Session(self.engine, expire_on_commit=False) as tx:
            yield tx
            tx.rollback()

    def within(self, tx: Session) -> Store:
        """See the store from inside a transaction: what is done with it is part of that."""
        return _Within(self, tx)

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()


class _Within(Store):
    """A store whose transactions are all one that is under way, committed by its owner."""

    def __init__(self, store: Store, tx: Session) -> None:
        super().__init__(store.engine)
        self._tx = tx

    @contextmanager
    def write(self) -> Iterator[Session]:
        """The transaction under way."""
        yield self._tx
        self._tx.flush()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """The transaction under way, with what it has written."""
        yield self._tx


def open_store(url: str) -> Store:
    """Open the store at an address such as ``sqlite:///fieldweek.db``.

    It is not brought up to date; `migrations.migrate` does that.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
        engine = create_engine(
            parsed, pool_pre_ping=True, pool_size=10, max_overflow=10, hide_parameters=True
        )
        event.listen(engine, "connect", _bound)
        return Store(engine)
    if parsed.get_backend_name() != "sqlite":
        raise InvalidInputError(
            f"A store is SQLite or PostgreSQL, not {parsed.get_backend_name()}."
            " Mend FIELDWEEK_DATABASE."
        )
    if parsed.database in (None, "", ":memory:"):
        raise InvalidInputError("A store needs a file. Mend FIELDWEEK_DATABASE.")
    engine = create_engine(
        parsed,
        connect_args={"check_same_thread": False, "timeout": BUSY_SECONDS},
        pool_size=10,
        max_overflow=10,
        hide_parameters=True,  # they are people's names, and errors are logged
        json_deserializer=_json,
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return Store(engine)


def _json(text: str) -> Any:
    """Read JSON; most of it says nothing, and a report reads it of every mark."""
    return {} if text == "{}" else json.loads(text)


def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # transactions begin where `_begin` says, nowhere else
    for name, value in PRAGMAS.items():
        connection.execute(f"PRAGMA {name} = {value}")


def _bound(connection: Any, _record: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET idle_in_transaction_session_timeout = '{STILL_SECONDS}s'")
    connection.commit()


def _begin(connection: Connection) -> None:
    write = connection.get_execution_options().get("fieldweek_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


_NOT_KEPT = (
    "Something in it cannot be kept: a character that stands for none, or a number out of range."
    " Take it out."
)
_NO_SPACE = "There is no space left for the database. Free some and try again."
_NOT_WRITABLE = "The database cannot be written. Check the rights of its file and folder."
_OLD = "The database is not up to date. Run `fieldweek migrate`."
_WORDS = {
    "disk is full": _NO_SPACE,
    "no space left": _NO_SPACE,
    "readonly": _NOT_WRITABLE,
    "read-only": _NOT_WRITABLE,
    "unable to open": "The database cannot be opened. Check that its folder is there, or mend"
    " FIELDWEEK_DATABASE.",
    "not a database": "The database file is not a database. Restore it from a backup.",
    "malformed": "The database file is damaged. Restore it from a backup.",
    "disk i/o error": "The disk of the database reports an error.",
    "locked": "Somebody else has been writing for long. Try again.",
    "no such table": _OLD,
    "undefinedtable": _OLD,
}


@contextmanager
def _plainly(engine: Engine) -> Iterator[None]:
    """Say in words why the database cannot be used; leave other errors as they are."""
    try:
        yield
    except PoolTimeoutError as error:
        raise StoreUnavailableError("All connections are in use. Try again.") from error
    except (DataError, UnicodeEncodeError, OverflowError) as error:
        raise InvalidInputError(_NOT_KEPT) from error
    except (OperationalError, InterfaceError) as error:
        raise StoreUnavailableError(_why(error), _place(engine)) from error
    except DBAPIError as error:
        if error.connection_invalidated or _why(error) != _NO_CONNECTION:
            raise StoreUnavailableError(_why(error), _place(engine)) from error
        raise


def _place(engine: Engine) -> str:
    """Say which database it is: the path of a file, or an address without its password."""
    if engine.dialect.name == "sqlite":
        return os.path.abspath(engine.url.database or "")
    return engine.url.set(query={}).render_as_string(hide_password=True)


_NO_CONNECTION = "The database does not answer. Try again in a moment."


def _why(error: SQLAlchemyError) -> str:
    cause = getattr(error, "orig", error)
    said = f"{type(cause).__name__} {cause}".lower()
    return next((words for sign, words in _WORDS.items() if sign in said), _NO_CONNECTION)

"""Waiting for something to do: PostgreSQL wakes the workers, on SQLite they look."""

from __future__ import annotations

import logging
import threading
import time
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from scheduler.store.engine import Store

log = logging.getLogger(__name__)

CHANNEL = "fieldweek_runs"
LOOK_SECONDS = 0.5
"""Between two looks into a file, and between two looks at whether to leave."""


def wake(tx: Session) -> None:
    """Wake the waiting workers when this transaction is committed."""
    if tx.get_bind().dialect.name == "postgresql":
        tx.execute(select(func.pg_notify(CHANNEL, "")))


class Waiting:
    """One worker's waiting; its connection is opened anew when it was lost."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._connection: Any = None

    def __enter__(self) -> Waiting:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def wait(self, seconds: float, leaving: threading.Event) -> None:
        """Until there may be something to do: a word came, or the time is over."""
        if self._store.is_sqlite:
            leaving.wait(min(seconds, LOOK_SECONDS))
            return
        try:
            self._listen(seconds, leaving)
        except (SQLAlchemyError, _lost()) as error:
            log.warning("no word from the database: %s", type(error).__name__)
            self._close()
            leaving.wait(LOOK_SECONDS)

    def _listen(self, seconds: float, leaving: threading.Event) -> None:
        if self._connection is None:
            self._connection = self._store.engine.raw_connection()
            self._driver.autocommit = True
            self._driver.execute(f"LISTEN {CHANNEL}")
            return  # what came before is not told: look once more
        until = time.monotonic() + seconds
        while time.monotonic() < until and not leaving.is_set():
            left = max(0.0, min(LOOK_SECONDS, until - time.monotonic()))
            if list(self._driver.notifies(timeout=left, stop_after=1)):
                return

    @property
    def _driver(self) -> Any:
        return self._connection.driver_connection

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.invalidate()  # it listens: nobody else should get it
            self._connection = None


def _lost() -> type[Exception]:
    import psycopg

    return psycopg.Error

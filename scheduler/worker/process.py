"""The worker's process: settings, store, signals, and the solver made ready."""

from __future__ import annotations

import fcntl
import logging
import multiprocessing
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import FrameType

from scheduler import lifeline
from scheduler.config import Settings
from scheduler.log import configure
from scheduler.store.engine import Store, open_store
from scheduler.worker.loop import Worker
from scheduler.worker.solving import prepare

log = logging.getLogger(__name__)

REFUSED = 3
"""Exit status: this database has its one worker already."""


def main() -> int:
    """Be a worker until asked to leave by SIGTERM or Ctrl-C."""
    settings = Settings()
    configure(settings)
    store = open_store(settings.database_url)
    with _the_only_one(store) as may_work:
        if not may_work:
            log.error(
                "another worker has this SQLite database, which takes one; use PostgreSQL for more"
            )
            return REFUSED
        worker = Worker(
            store,
            lease=timedelta(seconds=settings.lease_seconds),
            memory_mib=settings.run_memory_mib,
            alone=store.is_sqlite,
        )

        def leave(number: int, frame: FrameType | None) -> None:
            worker.leaving.set()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, leave)
        lifeline.hold()
        _make_ready()
        log.info("ready to plan", extra={"worker": worker.name})
        worker.work()
        log.info("left", extra={"worker": worker.name})
    store.close()
    return 0


@contextmanager
def _the_only_one(store: Store) -> Iterator[bool]:
    """Hold a lock beside an SQLite file: the system lets go of it even at kill -9."""
    if store.path is None:
        yield True
        return
    with open(f"{store.path}.worker", "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True


def _make_ready() -> None:
    """Have the solver loaded (at first: compiled) before any run waits for it."""
    prepare()
    first = multiprocessing.get_context("forkserver").Process(target=_nothing)
    first.start()
    first.join()


def _nothing() -> None:
    """The least child: once it has lived, the next ones start in milliseconds."""

"""The worker's process: settings, store, signals, and the solver made ready."""

from __future__ import annotations

import logging
import signal
import threading
from contextlib import ExitStack
from datetime import timedelta
from types import FrameType

from scheduler import children, lifeline
from scheduler.config import read_settings
from scheduler.errors import ConflictError
from scheduler.log import configure
from scheduler.store.alone import only_one
from scheduler.store.engine import open_store
from scheduler.worker.chores import keeping
from scheduler.worker.loop import Worker

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.1
REFUSED = 3
"""Exit status: this database has its one worker already."""


def main() -> int:
    """Be a worker until asked to leave by SIGTERM or Ctrl-C."""
    settings = read_settings()
    configure(settings)
    store = open_store(settings.database_url)
    with ExitStack() as held:
        try:
            held.enter_context(only_one(store, "worker"))
        except ConflictError as error:
            log.error(error.message)
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
        if _make_ready(worker.leaving):
            log.info("ready to plan", extra={"worker": worker.name})
            with keeping(store, settings):
                worker.work()
        log.info("left", extra={"worker": worker.name})
    store.close()
    return 0


def _make_ready(leaving: threading.Event) -> bool:
    """Have the solver loaded (at first: compiled) before any run waits for it.

    False: asked to leave before it was, which does not wait for minutes of compiling.
    """
    children.prepare(everything=True)
    getting = threading.Thread(target=_first_child, daemon=True)
    getting.start()
    while getting.is_alive() and not leaving.is_set():
        getting.join(LOOK_SECONDS)
    return not leaving.is_set()


def _first_child() -> None:
    children.start(_nothing, (), daemon=False).join()


def _nothing() -> None:
    """The least child: once it has lived, the next ones start in milliseconds."""

"""What a worker does now and then beside planning: send what waits, let go of what is old."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from scheduler.errors import StoreUnavailableError
from scheduler.service.attend.morning_links import Mornings
from scheduler.service.telling import send_waiting
from scheduler.service.who import moment
from scheduler.store.retention import let_go

if TYPE_CHECKING:
    from scheduler.config import Settings
    from scheduler.store.engine import Store

log = logging.getLogger(__name__)

SEND_SECONDS = 15.0
LET_GO_SECONDS = 24 * 3600.0


@contextmanager
def keeping(store: Store, settings: Settings) -> Iterator[None]:
    """Do the chores in a thread of their own as long as this lasts."""
    over = threading.Event()
    thread = threading.Thread(target=_keep, args=(store, settings, over), name="chores")
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _keep(store: Store, settings: Settings, over: threading.Event) -> None:
    let_go_at = 0.0
    mornings = Mornings(store, settings)
    while not over.is_set():
        try:
            mornings.prepare(moment())
            while send_waiting(store, settings) and not over.is_set():
                pass
            if time.monotonic() >= let_go_at:
                with store.write() as tx:
                    counts = {table: n for table, n in let_go(tx, settings).items() if n}
                if counts:
                    log.info("kept long enough", extra={"deleted": counts})
                let_go_at = time.monotonic() + LET_GO_SECONDS
        except StoreUnavailableError as error:
            log.warning("the store cannot be reached: %s", error.message)
        except Exception:
            log.exception("a defect in the chores")
        over.wait(SEND_SECONDS)

"""The heartbeat of a run: says that its worker lives, and hears what is asked of it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

from scheduler.domain.service_runs import RunRecord
from scheduler.errors import StoreUnavailableError
from scheduler.store import claims
from scheduler.store.engine import Store

log = logging.getLogger(__name__)

BEAT_SECONDS = 1.0


class Pulse:
    """Beats in a thread of its own, so that no long piece of work looks like a death."""

    def __init__(self, store: Store, mine: RunRecord) -> None:
        self._store = store
        self._mine = mine
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)
        self.lost = False
        """Whether another worker has the run now, or it was ended: nothing more to do."""

    def __enter__(self) -> Pulse:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    @property
    def stop_asked(self) -> bool:
        """Whether somebody asked the run to stop."""
        return self._mine.stop_asked_at is not None

    def say(self, write: Callable[[Any], RunRecord | None]) -> bool:
        """Write something about the run; False where the store cannot be reached now."""
        try:
            with self._store.write() as tx:
                known = write(tx)
        except StoreUnavailableError as error:
            log.warning("the store cannot be reached: %s", error.message)
            return False
        if known is None:
            self.lost = True
        else:
            self._mine = known
        return True

    def _beat(self) -> None:
        while not self._ended.wait(BEAT_SECONDS) and not self.lost:
            self.say(lambda tx: claims.advance(tx, self._mine))

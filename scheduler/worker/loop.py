"""A worker's life: take the run that waited longest, plan it, take the next."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
from datetime import timedelta

from scheduler.domain.service_runs import Operation, RunRecord
from scheduler.errors import StoreUnavailableError
from scheduler.log import about
from scheduler.store import claims
from scheduler.store.engine import Store
from scheduler.store.waiting import Waiting
from scheduler.worker.planning import Planning
from scheduler.worker.reshuffling import Reshuffling
from scheduler.worker.sweeping import Sweeping

log = logging.getLogger(__name__)

LOOK_SECONDS = 5.0
"""Between two looks for runs whose worker is gone."""
TRY_AGAIN_SECONDS = 1.0
KINDS = {Operation.RESHUFFLE: Reshuffling, Operation.SWEEP: Sweeping}
"""What a worker does about what is asked for; about anything else it plans."""


def name_of_this_process() -> str:
    """What a worker is called: its machine, process and a word of its own."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(3)}"


class Worker:
    """Plans one run at a time; for more at once, start more workers."""

    def __init__(
        self, store: Store, *, lease: timedelta, memory_mib: int, alone: bool = False
    ) -> None:
        self.store, self.lease, self.memory_mib = store, lease, memory_mib
        self.alone = alone
        """Whether no other worker can be at work: then every run being planned is an orphan."""
        self.name = name_of_this_process()
        self.leaving = threading.Event()

    def work(self) -> None:
        """Until asked to leave; the store may come and go meanwhile."""
        with Waiting(self.store) as waiting:
            while not self.leaving.is_set():
                try:
                    mine = self._take()
                    if mine is None:
                        waiting.wait(LOOK_SECONDS, self.leaving)
                    else:
                        self._plan(mine)
                except StoreUnavailableError as error:
                    log.warning("the store cannot be reached: %s", error.message)
                    self.leaving.wait(TRY_AGAIN_SECONDS)

    def _take(self) -> RunRecord | None:
        """Rescue what others lost, and claim a run; nothing is written where there is nothing."""
        with self.store.read() as tx:
            if not claims.is_anything_to_do(tx, self.lease, orphans=self.alone):
                return None
        with self.store.write() as tx:
            for record in claims.rescue(tx, self.lease, orphans=self.alone):
                log.warning("run %s was lost by its worker", record.id)
            return claims.claim(tx, self.name)

    def _plan(self, mine: RunRecord) -> None:
        with about(run=mine.id, term=mine.term):
            log.info("claimed", extra={"attempt": mine.attempt})
            try:
                kind = KINDS.get(mine.operation, Planning)
                kind(self.store, mine, self.memory_mib, self.leaving).go()
            except StoreUnavailableError:
                raise  # the run is left to whoever comes next
            except Exception:
                log.exception("a defect while planning")
                with self.store.write() as tx:
                    claims.died(tx, mine, "A defect of Fieldweek; the log says more.")
            log.info("left")

"""Where marks are taken one a request, a thousand a second: they are written in groups.

A mark that comes while a group is being written waits for the next one, so that marks share
the cost of a commit that is on the disk when they are answered. Only what is ordinary is taken
here: a mark by a good link, new, about somebody of theirs. All else is given back, to be asked
again of `recording.record`, which knows how to refuse.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scheduler.domain.accounts import Actor
from scheduler.domain.attendance import Asked, Mark
from scheduler.errors import NotFoundError, StoreUnavailableError
from scheduler.service.attend.news import tell
from scheduler.service.attend.registers import registers_of
from scheduler.service.attend.taking import MarkRefusedError, take
from scheduler.service.tokens import hash_of
from scheduler.service.who import actor_of_link, moment
from scheduler.store import links, marks
from scheduler.store.engine import Store, Tx

log = logging.getLogger(__name__)

MOST_AT_ONCE = 400
"""Marks in one group."""
MOST_WAITING = 5_000
IDLE_SECONDS = 2.0
GATHERS = 0.015
"""Seconds to wait for more to come, once more than one came at a time."""

Result = Mark | StoreUnavailableError | None
"""The mark as it was taken; why it cannot be kept just now; None: it is not an ordinary one."""


@dataclass(frozen=True, slots=True, eq=False)
class Sent:
    """A mark that waits to be taken."""

    token: str
    asked: Asked
    received_at: datetime
    over: Any
    """What waits for the result; it is handed back with it."""


Told = Callable[[Sequence[tuple[Sent, Result]]], None]
"""Called once a group, on the thread that wrote it."""


class Counter:
    """Takes marks from many at once, for one store."""

    def __init__(self, store: Store, told: Told) -> None:
        self.store = store
        self.told = told
        self._queue: queue.SimpleQueue[Sent] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._is_writing = False
        self._unmade: set[tuple[str, str]] = set()
        """Organisations and terms whose registers have to be made before a group is taken."""
        self._none: set[tuple[str, str]] = set()
        """Those of the group that there are not."""

    @property
    def is_full(self) -> bool:
        """Whether so many wait that more would wait too long."""
        return self._queue.qsize() >= MOST_WAITING

    def hand_in(self, sent: Sent) -> None:
        """Let a mark wait for the next group."""
        self._queue.put(sent)
        with self._lock:
            if not self._is_writing:
                self._is_writing = True
                threading.Thread(target=self._write, name="marks", daemon=True).start()

    def _write(self) -> None:
        is_busy = False
        while True:
            try:
                group = [self._queue.get(timeout=IDLE_SECONDS)]
            except queue.Empty:
                with self._lock:
                    if self._queue.empty():
                        self._is_writing = False
                        return
                continue
            if is_busy:
                time.sleep(GATHERS)
            while len(group) < MOST_AT_ONCE:
                try:
                    group.append(self._queue.get_nowait())
                except queue.Empty:
                    break
            is_busy = len(group) > 1
            self._none.clear()
            self.told(list(zip(group, self._results(group), strict=True)))

    def _results(self, group: Sequence[Sent]) -> list[Result]:
        try:
            written = self._written(group)
            while written is None:
                self._make_registers()
                written = self._written(group)
        except _ThereAlreadyError:
            return [None] * len(group)
        except StoreUnavailableError as error:
            return [error] * len(group)
        except Exception:  # the one path that can refuse has to find out which of them it is
            log.exception("a group of marks could not be written")
            return [None] * len(group)
        results, by_organisation = written
        for organisation, some in by_organisation.items():
            tell(self.store, organisation, some)
        return results

    def _written(self, group: Sequence[Sent]) -> tuple[list[Result], dict[str, list[Mark]]] | None:
        """Write a group; None: registers have to be made first, and nothing was written."""
        with self.store.write() as tx:
            taken = self._take_all(tx, group)
            if self._unmade:
                return None
            results = _each_once(taken)
            by_organisation = _by_organisation(taken, results)
            for organisation, some in by_organisation.items():
                if not marks.add_new(tx, organisation, some):
                    raise _ThereAlreadyError
        return results, by_organisation

    def _make_registers(self) -> None:
        """Make the registers that a group needs; all marks wait for that, outside of any write.

        After a start a thousand phones ask at once: each of them going on to the route would cost
        more than all of them waiting here.
        """
        unmade, self._unmade = self._unmade, set()
        with self.store.read() as tx:
            for organisation, term in unmade:
                try:
                    registers_of(self.store).of_term(tx, organisation, term)
                except NotFoundError:
                    self._none.add((organisation, term))

    def _take_all(self, tx: Tx, group: Sequence[Sent]) -> list[Taken]:
        now = moment()
        hashes = [hash_of(one.token) for one in group]
        found = links.find_all(tx, hashes)
        taken: list[Taken] = []
        for sent, token_hash in zip(group, hashes, strict=True):
            link = found.get(token_hash)
            actor = None if link is None else actor_of_link(link, now)
            mark = None if actor is None else self._take(tx, actor, sent)
            taken.append(None if mark is None or actor is None else (actor.organisation, mark))
        return taken

    def _take(self, tx: Tx, actor: Actor, sent: Sent) -> Mark | None:
        term = sent.asked.term
        if term is None:
            return None
        try:
            known = registers_of(self.store).soon(tx, actor.organisation, term)
            if known is None and (actor.organisation, term) not in self._none:
                self._unmade.add((actor.organisation, term))
            if known is None or (actor.schools and not actor.schools & {*known.term.schools}):
                return None
            return take(actor, sent.asked, known, sent.received_at)
        except (MarkRefusedError, NotFoundError):
            return None


Taken = tuple[str, Mark] | None
"""The organisation and the mark; None: it is not an ordinary one."""


def _each_once(taken: Sequence[Taken]) -> list[Result]:
    """The marks of a group; of one that is in it twice, the second is asked again."""
    seen: set[tuple[str, str]] = set()
    results: list[Result] = []
    for both in taken:
        key = None if both is None else (both[0], both[1].id)
        is_new = key is not None and key not in seen
        results.append(both[1] if both is not None and is_new else None)
        if key is not None:
            seen.add(key)
    return results


def _by_organisation(taken: Sequence[Taken], results: Sequence[Result]) -> dict[str, list[Mark]]:
    found: dict[str, list[Mark]] = {}
    for both, result in zip(taken, results, strict=True):
        if both is not None and result is not None:
            found.setdefault(both[0], []).append(both[1])
    return found


class _ThereAlreadyError(Exception):
    """One of a group was sent before: the transaction is undone."""

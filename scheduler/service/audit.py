"""Who saw and did what: one row a request, written in groups and sealed in a chain.

What is done is noted in its own transaction. What is only read is noted before it is
answered: requests that come while a group is being written make up the next group.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from scheduler.domain.accounts import Actor, AuditEntry, AuditRecord
from scheduler.log import request_id
from scheduler.service.rights import Action, allow_whole
from scheduler.store import audit as log

if TYPE_CHECKING:
    from scheduler.store.engine import Store, Tx


def done(tx: Tx, actor: Actor, action: str, subjects: Sequence[str] = (), **details: Any) -> None:
    """Note in a transaction what is done in it."""
    log.append(tx, [entry(actor, action, subjects, **details)])


def entry(actor: Actor, action: str, subjects: Sequence[str] = (), **details: Any) -> AuditEntry:
    """Say in ids who does what, on which request."""
    return AuditEntry(
        organisation=actor.organisation,
        actor=actor.account,
        action=action,
        subjects=tuple(subjects),
        details=details | ({"credential": actor.credential} if actor.credential else {}),
        request=request_id.get(),
    )


def seen(store: Store, actor: Actor, action: Action, subjects: Sequence[str]) -> None:
    """Note that somebody reads these people's records; returns once that is kept.

    Raises
    ------
    StoreUnavailableError
        It cannot be noted, and so must not be read.

    """
    with _GROUPS_LOCK:
        group = _GROUPS.setdefault(store, _Group())
    group.add(store, entry(actor, action.value, subjects))


@dataclass(eq=False)
class _Waiting:
    entry: AuditEntry
    over: threading.Event = field(default_factory=threading.Event)
    error: BaseException | None = None


class _Group:
    """Entries that wait to be written, and whether somebody is writing."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[_Waiting] = []
        self._writing = False

    def add(self, store: Store, entry: AuditEntry) -> None:
        """Wait until an entry is written; who comes first writes for all who wait."""
        mine = _Waiting(entry)
        with self._lock:
            self._waiting.append(mine)
            lead, self._writing = not self._writing, True
        if lead:
            self._write_all(store)
        mine.over.wait()
        if mine.error is not None:
            raise mine.error

    def _write_all(self, store: Store) -> None:
        while True:
            with self._lock:
                group, self._waiting = self._waiting, []
                if not group:
                    self._writing = False
                    return
            error: BaseException | None = None
            try:
                with store.write() as tx:
                    log.append(tx, [one.entry for one in group])
            except BaseException as raised:
                error = raised
            for one in group:
                one.error = error
                one.over.set()


_GROUPS: WeakKeyDictionary[Store, _Group] = WeakKeyDictionary()
_GROUPS_LOCK = threading.Lock()


def page(
    store: Store, actor: Actor, *, before: int | None, limit: int, subject: str | None = None
) -> list[AuditRecord]:
    """Read the audit log of an organisation, latest first; itself an entry."""
    allow_whole(actor, Action.AUDIT_READ)
    with store.read() as tx:
        found = log.page(tx, actor.organisation, before=before, limit=limit, subject=subject)
    seen(store, actor, Action.AUDIT_READ, [subject] if subject else [])
    return found


def first_broken(store: Store, actor: Actor) -> int | None:
    """Check the seals; the number of the first entry that is not as it was written."""
    allow_whole(actor, Action.AUDIT_READ)
    with store.read() as tx:
        return log.first_broken(tx, actor.organisation)

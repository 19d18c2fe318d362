"""Whom something new was recorded about, for boards that are open in this process."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from weakref import WeakSet


class Ear:
    """Collects the students of a date whom something was recorded about."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._heard: set[str] = set()

    def tell(self, students: Iterable[str]) -> None:
        """Something was recorded about these; it may be told more than once."""
        with self._lock:
            self._heard.update(students)

    def take(self) -> set[str]:
        """Give whom something was recorded about since this was asked last."""
        with self._lock:
            heard, self._heard = self._heard, set()
        return heard

    @property
    def has_heard(self) -> bool:
        """Whether there is anything to take."""
        return bool(self._heard)


_EARS: dict[tuple[str, date], WeakSet[Ear]] = defaultdict(WeakSet)
_LOCK = threading.Lock()


def listen(organisation: str, day: date, ear: Ear) -> None:
    """Let an ear hear of all that is recorded about a date, as long as somebody holds it."""
    with _LOCK:
        _EARS[organisation, day].add(ear)


def tell(organisation: str, day: date, students: Iterable[str]) -> None:
    """Say that marks of these students were committed."""
    with _LOCK:
        ears = list(_EARS.get((organisation, day), ()))
    if ears:
        named = tuple(students)
        for ear in ears:
            ear.tell(named)

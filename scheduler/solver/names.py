"""Names of people and things as a person says them, with the id only in doubt."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from scheduler.domain.calendar import DAY_NAMES, clock
from scheduler.domain.instance import Instance


class Names:
    """Turns ids into names."""

    def __init__(self, instance: Instance) -> None:
        self._names = instance.names
        self._used = Counter(self._names.values())

    def __call__(self, id: str) -> str:
        """Name somebody or something; the id goes with a name that several have."""
        name = self._names.get(id, id)
        return name if self._used[name] < 2 or name == id else f"{name} ({id})"

    def all(self, ids: Iterable[str]) -> str:
        """Name several, after one another."""
        return listed([self(id) for id in ids])

    def said(self, text: str) -> str:
        """Put names for the ids in a sentence of the checker."""
        return re.sub(r"[\w.:-]*\w", lambda found: self._named(found.group()), text)

    def _named(self, word: str) -> str:
        return self(word) if word in self._names else word


def listed(words: Sequence[str]) -> str:
    """Join words as a sentence does."""
    if len(words) < 3:
        return " and ".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def days_named(days: Iterable[int]) -> str:
    """Name weekdays in order."""
    return listed([DAY_NAMES[day] for day in sorted(set(days))])


def when(day: int, minutes: int) -> str:
    """Say a moment of the week, such as ``Wed 10:05``."""
    return f"{DAY_NAMES[day]} {clock(minutes):%H:%M}"

"""What was found out about some things, for whenever the very same things are asked about."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Found = TypeVar("Found")
MOST = 200_000
"""So much is remembered at once; then all of it is forgotten."""


class Alike(Generic[Found]):
    """Remembers by identity: data after a change shares what the change is not about.

    To compare things by what they are would take longer than to find it out again. The
    things are held, so that no other can come to have the identity of one that is gone.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[Hashable, ...], tuple[tuple[object, ...], Found]] = {}

    def found(
        self, things: tuple[object, ...], said: tuple[Hashable, ...], find: Callable[[], Found]
    ) -> Found:
        """What was found for the same things with the same said of them, now or before."""
        key = (*map(id, things), *said)
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= MOST:
                self._known.clear()
            known = self._known[key] = (things, find())
        return known[1]

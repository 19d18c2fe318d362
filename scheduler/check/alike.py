"""What was found out about some things, for whenever the very same things are asked about."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Found = TypeVar("Found")
Known = dict[tuple[Hashable, ...], tuple[tuple[object, ...], Found]]
MOST_COMMON = 3
"""So many things in common are told apart: changes are answered beside the data before."""
MOST = 50_000
"""So much is remembered of each; then all of it is forgotten."""


class Alike(Generic[Found]):
    """Remembers by identity: data after a change shares what the change is not about.

    To compare things by what they are would take longer than to find it out again. The
    things are held, so that no other can come to have the identity of one that is gone.
    """

    def __init__(self) -> None:
        self._of: list[tuple[object, Known[Found]]] = []

    def found(
        self,
        common: object,
        things: tuple[object, ...],
        said: tuple[Hashable, ...],
        find: Callable[[], Found],
    ) -> Found:
        """What was found for the same things with the same said of them, now or before.

        ``common``: a thing that all who ask have in common, such as the travel table.
        """
        known = self._known_with(common)
        key = (*map(id, things), *said)
        had = known.get(key)
        if had is None:
            if len(known) >= MOST:
                known.clear()
            had = known[key] = (things, find())
        return had[1]

    def _known_with(self, common: object) -> Known[Found]:
        if self._of and self._of[0][0] is common:
            return self._of[0][1]
        found = next((one for one in self._of if one[0] is common), (common, {}))
        others = [one for one in self._of if one is not found]
        self._of = [found, *others][:MOST_COMMON]
        return found[1]

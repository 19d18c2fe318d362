"""Names put to ids: files and messages carry ids, people read names."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from scheduler.domain.instance import Instance
from scheduler.errors import NotFoundError

_WORD = re.compile(r"[^\s,;:()\"'“”]+")
MOST_LISTED = 12


class Names:
    """The names of everything in an instance."""

    def __init__(self, instance: Instance) -> None:
        self._names = instance.names

    def of(self, one: str) -> str:
        """Give the name of an id, or the id where nothing has it."""
        return self._names.get(one, one)

    def both(self, one: str) -> str:
        """Give the name and the id: ``Ada Quill (S12)``."""
        name = self._names.get(one, one)
        return one if name == one else f"{name} ({one})"

    def put(self, text: str, only: Iterable[str] | None = None) -> str:
        """Put names beside the ids in a sentence; ``only`` limits it to these ids."""
        wanted = self._names.keys() if only is None else set(only)

        def named(match: re.Match[str]) -> str:
            word = match.group()
            end = len(word.rstrip("."))
            bare, rest = word[:end], word[end:]
            # A bare number in a sentence is a number, even where an id looks like it.
            if bare.isdigit() or bare not in wanted or bare not in self._names:
                return word
            if text[: match.start()].endswith(f"{self._names[bare]} ("):
                return word  # the name is there already, with the id to tell it from others
            return self.both(bare) + rest

        return _WORD.sub(named, text)

    def find(self, wanted: str) -> str:
        """Give the id that is meant by an id or a name, in capitals or not.

        Raises
        ------
        NotFoundError
            With close matches where nothing is meant, or with all that are meant.
        """
        if wanted in self._names:
            return wanted
        folded = wanted.casefold()
        meant = [
            one for one, name in self._names.items() if folded in (one.casefold(), name.casefold())
        ]
        if len(meant) == 1:
            return meant[0]
        if meant:
            raise NotFoundError(
                f"{wanted!r} names several things; say which by id: {self._listed(meant)}.", meant
            )
        near = self._near(folded)
        hint = (
            f" Did you mean {self._listed(near)}?"
            if near
            else " Ids and names are those of the school's data."
        )
        raise NotFoundError(f"Nothing has the id or name {wanted!r}.{hint}", near)

    def _near(self, folded: str) -> list[str]:
        known: dict[str, str] = {}
        for one, name in self._names.items():
            known.setdefault(name.casefold(), one)
            known.setdefault(one.casefold(), one)
        close = difflib.get_close_matches(folded, known, n=5, cutoff=0.6)
        inside = [text for text in known if len(folded) > 2 and folded in text][:5]
        return list(dict.fromkeys(known[text] for text in (*close, *inside)))

    def _listed(self, ids: list[str]) -> str:
        listed = ", ".join(self.both(one) for one in ids[:MOST_LISTED])
        more = len(ids) - MOST_LISTED
        return f"{listed} and {more} more" if more > 0 else listed

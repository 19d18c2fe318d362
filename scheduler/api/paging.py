"""Lists in pages: each answer holds some items and the cursor of the next page."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Generic, TypeVar

from fastapi import Depends, Query
from pydantic import Field

from scheduler.api.shapes import BodyOut
from scheduler.errors import Fault, InvalidInputError

T = TypeVar("T")
MOST = 200
USUAL = 50


class Page(BodyOut, Generic[T]):
    """Some items of a list."""

    items: list[T]
    next: str | None = Field(
        None, description="Send it as `cursor` for the items after these; null at the end."
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of a list is asked for."""

    limit: int
    after: str | None
    """The key of the last item seen, as `paged` was told it."""

    @property
    def number(self) -> int | None:
        """The key of the last item seen, in lists whose items are numbered."""
        if self.after is None:
            return None
        if not (self.after.isascii() and self.after.isdigit() and len(self.after) < 16):
            raise _none_of_ours()
        return int(self.after)

    @property
    def moment(self) -> tuple[datetime, str] | None:
        """When the last item seen was made, and its id, in lists with the newest first."""
        if self.after is None:
            return None
        text, _, last = self.after.partition(" ")
        try:
            when = datetime.fromisoformat(text)
        except ValueError:
            raise _none_of_ours() from None
        if when.tzinfo is None or not last:
            raise _none_of_ours()
        return when, last


def _wanted(
    limit: Annotated[int, Query(ge=1, le=MOST, description="As many items at most.")] = USUAL,
    cursor: Annotated[
        str | None, Query(max_length=500, description="`next` of the page before.")
    ] = None,
) -> Wanted:
    return Wanted(limit, None if cursor is None else _opened(cursor))


Paging = Annotated[Wanted, Depends(_wanted)]
"""The parameters `limit` and `cursor` of a list."""


def paged(
    found: Sequence[T], wanted: Wanted, key: Callable[[T], str]
) -> tuple[list[T], str | None]:
    """Cut a list of up to limit + 1 items into a page, and say the cursor of the next."""
    page = list(found[: wanted.limit])
    more = len(found) > wanted.limit
    return page, _closed(key(page[-1])) if more else None


def moment_key(made_at: datetime, last: str) -> str:
    """Say the key of an item of a list with the newest first."""
    return f"{made_at.isoformat()} {last}"


def _closed(key: str) -> str:
    text = json.dumps([key]).encode()
    return base64.urlsafe_b64encode(text).decode().rstrip("=")


def _opened(cursor: str) -> str:
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        (key,) = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        if isinstance(key, str) and key.isprintable():
            return key
    except (binascii.Error, ValueError, TypeError, RecursionError):
        pass
    raise _none_of_ours()


def _none_of_ours() -> InvalidInputError:
    return InvalidInputError(
        "The cursor is none of ours.",
        [
            Fault(
                thing="query",
                field="cursor",
                message="It is none that this list gave.",
                next_step="Send `next` of the page before, or nothing to begin anew.",
                position="/cursor",
            )
        ],
    )

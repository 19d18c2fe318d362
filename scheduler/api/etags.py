"""ETag and If-Match: nobody writes over what somebody else has changed meanwhile."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Header

ETAG = r'^"[\x21\x23-\x7e]{1,198}"$'
"""What an ETag of ours looks like."""


def etag(state: str | int) -> str:
    """Say a state as an ETag."""
    return f'"{state}"'


def _as_read(
    if_match: Annotated[
        str,
        Header(
            alias="If-Match",
            pattern=ETAG,
            description="The ETag of what was read.",
            examples=['"3"'],
        ),
    ],
) -> str:
    return if_match[1:-1]


AsRead = Annotated[str, Depends(_as_read)]
"""The state that was read, as its ETag said it."""

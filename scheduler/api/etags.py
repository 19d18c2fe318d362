"""ETag and If-Match: nobody writes over what somebody else has changed meanwhile."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Header

from scheduler.api.problems import RefusedError


def etag(state: str | int) -> str:
    """Say a state as an ETag."""
    return f'"{state}"'


def _as_read(
    if_match: Annotated[
        str,
        Header(
            alias="If-Match",
            max_length=200,
            description="The ETag of what was read.",
            examples=['"3"'],
        ),
    ],
) -> str:
    text = if_match.strip()
    if len(text) < 3 or not (text.startswith('"') and text.endswith('"')):
        raise RefusedError(
            "state-missing", "Send the header If-Match with the ETag of what you read, as it was."
        )
    return text[1:-1]


AsRead = Annotated[str, Depends(_as_read)]
"""The state that was read, as its ETag said it."""

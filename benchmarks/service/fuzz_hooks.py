"""What the fuzzing does otherwise than schemathesis by itself.

A new Idempotency-Key for most requests, or all but the first would be repeats. And what was
deleted is gone, but for runs: DELETE stops a run and keeps what it found, as documented.
"""

from __future__ import annotations

import re
import uuid
from random import Random
from typing import Any

import schemathesis
from schemathesis.specs.openapi.checks import use_after_free

_GOOD = re.compile(r"[\x21-\x7e]{1,255}")
_DRAW = Random(1)


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any) -> None:
    """Nine times in ten; the tenth repeats what was sent before."""
    headers = case.headers
    if headers is None:
        return
    key = headers.get("Idempotency-Key")
    if key is not None and _GOOD.fullmatch(str(key)) and _DRAW.random() < 0.9:
        headers["Idempotency-Key"] = str(uuid.UUID(int=_DRAW.getrandbits(128)))


@schemathesis.check
def gone_after_delete(ctx: Any, response: Any, case: Any) -> bool | None:
    """The check of that name, which is left out."""
    if case.path.startswith("/v1/runs/"):
        return None
    return use_after_free(ctx, response, case)

"""A new Idempotency-Key for most requests of the fuzzing, or all but the first would be repeats."""

from __future__ import annotations

import re
import uuid
from random import Random
from typing import Any

import schemathesis

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

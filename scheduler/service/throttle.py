"""Guessing is slow: after some failures each further one has to wait longer."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from scheduler.errors import TooManyError
from scheduler.store import throttles

if TYPE_CHECKING:
    from scheduler.store.engine import Store

FREE = {"account": 5, "address": 20}
"""Failures before anybody has to wait: several people share the address of a school."""
SHORTEST, LONGEST = 4.0, 900.0
"""Seconds to wait after the first failure too many; each further one doubles them."""
FORGOTTEN = timedelta(hours=1)


def named(kind: str, what: str) -> str:
    """What is throttled, without saying it: addresses and e-mails are people's."""
    return f"{kind}:{hashlib.sha256(what.lower().encode('utf-8', 'replace')).hexdigest()}"


def check(store: Store, keys: list[str], now: datetime) -> None:
    """Refuse who has to wait still, without looking at what they send.

    Raises
    ------
    TooManyError
        With the seconds to wait.

    """
    with store.read() as tx:
        waits = [_wait(key, throttles.failures(tx, key), now) for key in keys]
    if max(waits) > 0:
        raise TooManyError(
            "Too many attempts went wrong. Wait for the seconds of Retry-After, then try again.",
            max(waits),
        )


def _wait(key: str, found: tuple[int, datetime] | None, now: datetime) -> float:
    if found is None or found[1] < now - FORGOTTEN:
        return 0.0
    over = found[0] - FREE[key.partition(":")[0]]
    return (
        0.0
        if over < 0
        else min(LONGEST, SHORTEST * 2.0 ** min(over, 10)) - (now - found[1]).total_seconds()
    )


def failed(store: Store, keys: list[str], now: datetime) -> None:
    """Count a failure."""
    with store.write() as tx:
        for key in keys:
            throttles.failed(tx, key, now, now - FORGOTTEN)

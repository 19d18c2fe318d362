"""Counting wrong guesses: two at once are two."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

from scheduler.service import throttle
from scheduler.store import throttles
from scheduler.store.engine import Store

NOON = datetime(2026, 9, 8, 12, tzinfo=UTC)
LATE = 0.3
"""Seconds by which one is surely waiting for the other."""


def test_guesses_at_the_same_time_are_all_counted(store: Store) -> None:
    """The first of all, which makes the row, and those after it."""
    for expected in (2, 4):
        second = threading.Thread(target=throttle.failed, args=(store, ["address:x"], NOON))
        with store.write() as tx:
            throttles.failed(tx, "address:x", NOON, NOON - throttle.FORGOTTEN)
            second.start()
            second.join(LATE)
        second.join()
        with store.read() as tx:
            assert throttles.failures(tx, "address:x") == (expected, NOON)


def test_guesses_of_long_ago_are_forgotten(store: Store) -> None:
    throttle.failed(store, ["address:x", "account:y"], NOON)
    throttle.failed(store, ["address:x"], NOON + timedelta(minutes=59))
    later = NOON + timedelta(hours=3)
    with store.read() as tx:
        assert throttles.failures(tx, "address:x") == (2, NOON + timedelta(minutes=59))
    throttle.failed(store, ["address:x"], later)
    with store.read() as tx:
        assert throttles.failures(tx, "address:x") == (1, later)
        assert throttles.failures(tx, "account:y") == (1, NOON)
        assert throttles.failures(tx, "nobody") is None

"""Marks that a page without script makes."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date

ANOTHER_DAY = (
    "The page was of another day, so nothing was recorded."
    " This one is of today: look at it and send it again."
)


def day_shown(days: Iterable[date]) -> str:
    """Say what dates a page is of, for its form to send back; by two clocks it may be two."""
    return " ".join(sorted({one.isoformat() for one in days}))


def new_mark_id() -> str:
    """Make an id for a mark that has none from the device."""
    return f"web_{secrets.token_hex(16)}"

"""Marks that a page without script makes."""

from __future__ import annotations

import secrets


def new_mark_id() -> str:
    """Make an id for a mark that has none from the device."""
    return f"web_{secrets.token_hex(16)}"

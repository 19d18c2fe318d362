"""Where people reach the service, for links that commands print."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scheduler.config import Settings


def public_address(settings: Settings, host: str, port: int) -> str:
    """Give the address that people type: the one that is set, or host and port."""
    return settings.public_url.rstrip("/") or f"http://{here(host)}:{port}"


def here(host: str) -> str:
    """Give a host as it stands in an address on this machine."""
    shown = "127.0.0.1" if host in ("0.0.0.0", "::", "") else host
    return f"[{shown}]" if ":" in shown else shown

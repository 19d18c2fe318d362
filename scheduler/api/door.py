"""The door of the web process: what holds for every request, whatever it asks for.

A request id, the security headers, a line in the log, the figures, and an answer even where
we have a bug.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable
from random import Random

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from scheduler.api.problems import answer_broken
from scheduler.log import request_id

log = logging.getLogger(__name__)

_SAFE = ("GET", "HEAD", "OPTIONS")
_MARKS = "/v1/marks"
"""The route that comes most by far, and changes nobody's rights."""

Told = Callable[[str, str, int, float], None]
"""Told of each answer: method, route, status and seconds."""

_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self';"
    " connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}


class Door:
    """Lets every request in and out."""

    def __init__(
        self,
        app: ASGIApp,
        https: bool,
        told: Told | None = None,
        changed: Callable[[], None] | None = None,
    ) -> None:
        """Keep what to tell; ``changed`` is told after whatever may have changed something."""
        self.app = app
        self.told = told
        self.changed = changed
        self.headers = headers_of_all(https)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, and say afterwards how it went."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        this = new_request_id()
        status = 0

        async def dressed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                set_already = {name for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *(both for both in self.headers if both[0] not in set_already),
                    (b"x-request-id", this.encode()),
                ]
            await send(message)

        begun = time.perf_counter()
        try:
            await self.app(scope, receive, dressed)
        except Exception:
            log.exception("bug", extra={"route": route_of(scope)})
            if not status:
                await answer_broken(Request(scope))(scope, receive, dressed)
        finally:
            if self.changed and scope["method"] not in _SAFE and route_of(scope) != _MARKS:
                self.changed()
            took = time.perf_counter() - begun
            note_answer(scope["method"], route_of(scope), status, took)
            if self.told:
                self.told(scope["method"], route_of(scope), status, took)


_IDS = Random(secrets.randbits(256))
"""Nothing hangs on whether they can be guessed: the system need not be asked for each."""


def new_request_id() -> str:
    """Give a request an id, for its lines in the log and for who asks about it."""
    this = f"{_IDS.getrandbits(64):016x}"
    request_id.set(this)
    return this


def headers_of_all(https: bool) -> list[tuple[bytes, bytes]]:
    """The headers of every answer."""
    headers = dict(_HEADERS)
    if https:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


def note_answer(method: str, route: str, status: int, took: float) -> None:
    """Put an answer into the log."""
    if log.isEnabledFor(logging.INFO):
        said = {"method": method, "route": route, "status": status, "seconds": round(took, 4)}
        log.info("answered", extra=said)


def route_of(scope: Scope) -> str:
    """The route that answers, with its parameters as names: no id gets into a figure."""
    path = getattr(scope.get("route"), "path", None)
    if path is None:
        return "none"
    return f"/v1{path}" if scope["path"].startswith("/v1/") else str(path)

"""HTTP as it comes over the wire: read by httptools, with an end to what a head may be.

The reader has no bound of its own: without one, a head that never ends would fill the memory.
A mark that has nothing odd about it is handed to `scheduler.api.short_way` from here: what an
application costs a request, before it has looked at any, is most of what a mark costs.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any, cast

from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware
from uvicorn.protocols.http.httptools_impl import (
    STATUS_LINE,
    HttpToolsProtocol,
    RequestResponseCycle,
)

from scheduler.api.rates import address_of
from scheduler.api.short_way import PATH, ShortWay, Waiting

MOST_HEAD = 64 * 1024
"""Bytes of a request's address and headers, beyond what comes at once."""
_CREATED = STATUS_LINE[201]


class _Nobody:
    """Is told of a body that has come; nobody waits for it."""

    def set(self) -> None:
        """Tell nobody."""


class Short:
    """A request that goes the short way; the reader takes it for a cycle of its own."""

    def __init__(self, scope: Any) -> None:
        self.scope = scope
        self.body = bytearray()
        self.more_body = True
        self.message_event = _Nobody()
        self.keep_alive = True
        self.response_complete = False
        self.waiting: Waiting | None = None
        self._is_gone = False

    @property
    def disconnected(self) -> bool:
        """Whether nobody waits for the answer any more."""
        return self._is_gone

    @disconnected.setter
    def disconnected(self, is_gone: bool) -> None:
        self._is_gone = is_gone
        if self.waiting is not None:
            self.waiting.is_gone = is_gone


class Wire(HttpToolsProtocol):
    """One connection. A quarter of what a mark costs is saved by it (measured)."""

    _is_in_head = False
    _head = 0

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        app = getattr(self.config.app, "state", None)
        self._short_way: ShortWay | None = getattr(app, "short_way", None)

    def data_received(self, data: bytes) -> None:
        """Read on, unless the head of a request does not end."""
        super().data_received(data)
        if self._is_in_head:
            self._head += len(data)
            if self._head > MOST_HEAD:
                self.transport.close()

    def on_message_begin(self) -> None:
        """Begin to count."""
        self._is_in_head, self._head = True, 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Leave off: bodies have bounds of their own."""
        self._is_in_head = False
        if self._goes_short():
            path = PATH.decode()
            self.scope |= {
                "method": "POST",
                "path": path,
                "raw_path": PATH,
                "query_string": b"",
            }
            self.cycle = cast(Any, Short(self.scope))
        else:
            super().on_headers_complete()

    def _goes_short(self) -> bool:
        return (
            self.url == PATH
            and self._short_way is not None
            and (self.cycle is None or self.cycle.response_complete)
            and not self.root_path
            and self.parser.get_method() == b"POST"
            and self.parser.get_http_version() == "1.1"
            and self._short_way.fits(self.headers)
        )

    def on_message_complete(self) -> None:
        """The whole request is there."""
        super().on_message_complete()
        cycle = cast(Any, self.cycle)
        if isinstance(cycle, Short) and cycle.waiting is None and not cycle.response_complete:
            self._take(cycle)

    def _take(self, short: Short) -> None:
        def answer(rest: bytes) -> None:
            self._answer(short, rest)

        def long_way() -> None:
            self._go_long(short)

        if self._short_way is not None:
            short.waiting = self._short_way.take(
                short.scope, bytes(short.body), self._address(short.scope), answer, long_way
            )
        if short.waiting is None:
            long_way()

    def _address(self, scope: Any) -> str:
        """Where a request comes from, also where a proxy stands before the service."""
        names = [name for name, _ in scope["headers"]]
        if b"x-forwarded-for" in names and isinstance(self.app, ProxyHeadersMiddleware):
            told = ProxyHeadersMiddleware(_hear, self.config.forwarded_allow_ips or "")
            with suppress(StopIteration):
                told(scope, cast(Any, None), cast(Any, None)).send(None)
        return address_of(scope)

    def _answer(self, short: Short, rest: bytes) -> None:
        default = b"".join(b"%s: %s\r\n" % both for both in self.server_state.default_headers)
        ending = b"" if short.keep_alive else b"connection: close\r\n"
        short.response_complete = True
        if not self.transport.is_closing():
            self.transport.write(_CREATED + default + ending + rest)
            if not short.keep_alive:
                self.transport.close()
        self.on_response_complete()

    def _go_long(self, short: Short) -> None:
        """Ask the application, with the request as it came."""
        short.waiting = None
        if short.disconnected:
            return
        cycle = RequestResponseCycle(
            scope=short.scope,
            transport=self.transport,
            flow=self.flow,
            logger=self.logger,
            access_logger=self.access_logger,
            access_log=self.access_log,
            default_headers=self.server_state.default_headers,
            message_event=asyncio.Event(),
            expect_100_continue=False,
            keep_alive=short.keep_alive,
            on_response=self.on_response_complete,
        )
        cycle.body = short.body
        cycle.more_body = False
        cycle.message_event.set()
        if cast(Any, self.cycle) is short:
            self.cycle = cycle
        self._start_asgi_task(cycle, self.app)


async def _hear(_scope: Any, _receive: Any, _send: Any) -> None:
    """An application that answers nothing: what stands before it has done its part."""

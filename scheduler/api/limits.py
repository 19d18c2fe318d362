"""What a request may be: how large, how deeply nested, of which content type.

Stands before everything that reads a body, so that nothing later has to be afraid of one.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Collection
from contextlib import suppress

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from scheduler.api.problems import RefusedError, answer, problem_of

USUAL_BYTES = 1_000_000
STREAMED_BYTES = 256_000_000
DEEPEST = 64
"""Levels of brackets; a school's data has seven."""
LET_COME_BYTES = 32_000_000
LET_COME_SECONDS = 5.0
"""Of a body that is refused, so much is taken in, and for so long, before it is answered."""
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_WITHOUT_BODY = ("GET", "HEAD", "DELETE", "OPTIONS")
"""Methods whose routes look at no body, whatever is sent with them."""
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")

_TOO_LARGE = "The body is larger than {} MB. Send less at once."
_TOO_DEEP = "The body is nested more than {} levels deep. Send it as the API reference shows."
_WRONG_TYPE = "The content type is none that is read here. Send the body as application/json."


class Limits:
    """Refuses bodies that are too large, too deep or of an unknown type.

    Parameters
    ----------
    streamed
        Method and path of the routes that read their body in parts, such as
        ``("POST", "/v1/instances")``.

    """

    def __init__(self, app: ASGIApp, streamed: Collection[tuple[str, str]] = ()) -> None:
        self.app = app
        self.streamed = frozenset(streamed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a good request on, with its body read where it is a usual one."""
        if scope["type"] != "http" or scope["method"] in _WITHOUT_BODY:
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        coming = _Coming(receive, headers.get("expect", "").lower() == "100-continue")
        receive, send = coming.receive, coming.before(send)
        streamed = (scope["method"], scope["path"]) in self.streamed
        most = STREAMED_BYTES if streamed else USUAL_BYTES
        try:
            has_body = _check_headers(headers, scope["path"], most)
            if streamed:
                receive = _counted(receive, most)
            elif has_body:
                receive = _again(await _whole(receive, most), receive)
        except RefusedError as refused:
            await answer(problem_of(refused))(scope, receive, send)
            return
        await self.app(scope, receive, send)


class _Coming:
    """A body on its way: an answer waits for what is still being sent of it.

    Otherwise the connection would end with bytes of it unread, and who sends it would be told
    that it was reset, and never hear the answer.
    """

    def __init__(self, receive: Receive, waits: bool) -> None:
        self._receive = receive
        self._is_there = waits  # who waits to be asked for the body hears the answer instead

    async def receive(self) -> Message:
        """Hand on the next part."""
        message = await self._receive()
        self._is_there = not message.get("more_body", False)
        return message

    def before(self, send: Send) -> Send:
        """Let the body come before the answer begins."""

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start" and not self._is_there:
                await self._let_come()
            await send(message)

        return answer

    async def _let_come(self) -> None:
        size = 0
        with suppress(TimeoutError):
            async with asyncio.timeout(LET_COME_SECONDS):
                while not self._is_there and size < LET_COME_BYTES:
                    size += len((await self.receive()).get("body", b""))
        self._is_there = True


def _check_headers(headers: Headers, path: str, most: int) -> bool:
    """Refuse by the headers alone what can be; say whether there is a body."""
    length = headers.get("content-length", "")
    if length and not (length.isascii() and length.isdigit()):
        raise RefusedError("bad-request", "The header Content-Length is no number. Mend it.")
    if int(length or 0) > most:
        raise _too_large(most)
    has_body = int(length or 0) > 0 or "transfer-encoding" in headers
    if has_body:
        kind, _, parameters = headers.get("content-type", "").partition(";")
        known = ("application/json",) if path.startswith("/v1/") else ("application/json", *_FORMS)
        charset = parameters.strip().lower().replace('"', "")
        if kind.strip().lower() not in known or (
            charset.startswith("charset=") and charset != "charset=utf-8"
        ):
            raise RefusedError("wrong-type", _WRONG_TYPE)
    return has_body


def _too_large(most: int) -> RefusedError:
    return RefusedError("too-large", _TOO_LARGE.format(most // 1_000_000))


async def _whole(receive: Receive, most: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise RefusedError("bad-request", "The body ended too early. Send it again.")
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > most:
            raise _too_large(most)
        more = message.get("more_body", False)
    body = b"".join(parts)
    if too_deep(body):
        raise RefusedError("invalid-input", _TOO_DEEP.format(DEEPEST))
    return body


def too_deep(body: bytes) -> bool:
    """Whether brackets outside of strings are nested more deeply than any data is."""
    if body.count(b"[") + body.count(b"{") <= DEEPEST:
        return False
    depth = 0
    for bracket in _STRING.sub(b"", body).translate(None, _NOT_BRACKETS):
        depth += 1 if bracket in b"[{" else -1
        if depth > DEEPEST:
            return True
    return False


def _again(body: bytes, receive: Receive) -> Receive:
    """Give a body that was read already, then whatever comes after it."""
    given = False

    async def give() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return give


def _counted(receive: Receive, most: int) -> Receive:
    size = 0

    async def count() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > most:
            raise _too_large(most)
        return message

    return count

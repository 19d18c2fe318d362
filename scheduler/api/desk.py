"""The short way for what comes most: one mark by a phone's or a mentor's link.

It stands behind the door, the rates and the limits, and before the routes. What is ordinary is
taken in groups (`scheduler.service.attend.counter`) and answered as `scheduler.api.marks` would
answer it; whatever is not goes on to the route, body and all, to be refused there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Protocol

from pydantic import ValidationError
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from scheduler.api.mark_shapes import MarkIn, TakenOut
from scheduler.api.problems import answer, headers_of, problem_of
from scheduler.domain.attendance import Mark
from scheduler.errors import StoreUnavailableError
from scheduler.service.attend.counter import Counter, Result, Sent
from scheduler.service.attend.recording import Became
from scheduler.service.tokens import Kind
from scheduler.service.who import moment

PATH = "/v1/marks"
_BEARER = f"bearer {Kind.LINK}".encode()
FULL = "Too many marks wait to be kept. Send it again in some seconds: its id makes that harmless."


class _Route:
    """What the figures call this way: the same as the route."""

    path = PATH.removeprefix("/v1")


class Desk:
    """Takes marks that come one a request."""

    def __init__(self, app: ASGIApp, counter: Counter) -> None:
        self.app = app
        self.counter = counter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take a mark, or hand the request on."""
        token = _token(scope)
        if token is None:
            await self.app(scope, receive, send)
            return
        message = await receive()
        sent = None if message.get("more_body") else read(message.get("body", b""))
        if sent is not None:
            result = await self._take(token, sent)
            if result is not None:
                scope["route"] = _Route
                await _answer(result, scope, receive, send)
                return
        await self.app(scope, _again(message, receive), send)

    async def _take(self, token: str, sent: MarkIn) -> Result:
        if self.counter.is_full:
            return StoreUnavailableError(FULL)
        over: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self.counter.hand_in(Sent(token=token, asked=sent.asked(), received_at=moment(), over=over))
        return await over


def _token(scope: Scope) -> str | None:
    """The link of a request to record one mark; None: it is some other request."""
    if scope["type"] != "http" or scope["path"] != PATH or scope["method"] != "POST":
        return None
    for name, value in scope["headers"]:
        if name == b"authorization":
            return link_of(value)
    return None


def link_of(shown: bytes) -> str | None:
    """The link that a request shows; None: it shows something else."""
    if shown[: len(_BEARER)].lower() != _BEARER:
        return None
    return shown[7:].decode("latin-1").strip()


def read(body: bytes) -> MarkIn | None:
    """The mark of a body; None where the route has to look at it."""
    try:
        found = MarkIn.model_validate_json(body)
    except ValidationError:
        return None
    return None if found.supersedes is not None or found.reason else found


def _again(message: Message, receive: Receive) -> Receive:
    given = False

    async def give() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return message

    return give


async def _answer(
    result: Mark | StoreUnavailableError, scope: Scope, receive: Receive, send: Send
) -> None:
    if isinstance(result, StoreUnavailableError):
        await answer(problem_of(result), headers_of(result))(scope, receive, send)
        return
    body = written(result)
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 201, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def written(mark: Mark) -> bytes:
    """The answer to a mark that was taken."""
    return TakenOut.of(mark, Became.RECORDED).model_dump_json().encode()


def tell_loops(group: Sequence[tuple[Sent, Result]]) -> None:
    """Hand a group's results over to the loop that waits for them, all at once."""
    by_loop: dict[asyncio.AbstractEventLoop, list[tuple[Waits, Result]]] = {}
    for sent, result in group:
        by_loop.setdefault(sent.over.get_loop(), []).append((sent.over, result))
    for loop, results in by_loop.items():
        try:
            loop.call_soon_threadsafe(_settle, results)
        except RuntimeError:  # it was closed: nobody waits any more
            continue


def _settle(results: Sequence[tuple[Waits, Result]]) -> None:
    for over, result in results:
        if not over.done():  # somebody went away before the answer
            over.set_result(result)


class Waits(Protocol):
    """What waits in a loop for what became of a mark: a future, or `short_way.Waiting`."""

    def get_loop(self) -> asyncio.AbstractEventLoop:
        """The loop it waits in."""

    def done(self) -> bool:
        """Whether nobody waits any more."""

    def set_result(self, result: Result, /) -> None:
        """Say what became of it, in that loop."""

"""The short way of a mark: from the wire to the counter and back, all doors passed at once.

A phone's mark is a thousandth part of what comes at a quarter past nine, and what stands before
a route costs more than the mark itself. What `Door`, `Rates`, `Limits` and `Desk` do one after
the other is done here in one go for a mark that has nothing odd about it. Whatever has, be it a
header that is looked at nowhere here or a student who is not theirs, is asked again the long way,
which knows how to refuse it. Who asks cannot tell the two apart, but by the time they take.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from scheduler.api.desk import PATH as MARKS
from scheduler.api.desk import link_of, read, written
from scheduler.api.door import Told, headers_of_all, new_request_id, note_answer
from scheduler.api.rates import Callers, credential_of
from scheduler.domain.attendance import Mark
from scheduler.service.attend.counter import Counter, Result, Sent
from scheduler.service.who import moment

if TYPE_CHECKING:
    from starlette.types import Scope

PATH = MARKS.encode()
MOST_BYTES = 4_000
"""Of a body; a mark has some two hundred."""
_ODD = frozenset({b"transfer-encoding", b"expect", b"upgrade"})
"""Headers that only the long way knows about."""

Headers = Sequence[tuple[bytes, bytes]]
Answer = Callable[[bytes], None]
"""Sends an answer: its head but for the status line, and its body."""


class Waiting:
    """A request that waits for what becomes of its mark."""

    def __init__(
        self,
        way: ShortWay,
        credential: str,
        begun: float,
        answer: Answer,
        long_way: Callable[[], None],
    ) -> None:
        self.way, self.credential, self.begun = way, credential, begun
        self.answer, self.long_way = answer, long_way
        self.is_gone = False
        """Whether nobody waits any more."""
        self._loop = asyncio.get_running_loop()

    def get_loop(self) -> asyncio.AbstractEventLoop:
        """The loop it waits in."""
        return self._loop

    def done(self) -> bool:
        """Whether nobody waits any more."""
        return self.is_gone

    def set_result(self, result: Result, /) -> None:
        """Answer, or ask again the long way."""
        if isinstance(result, Mark):
            self.way.say(self, result)
        else:
            self.way.callers.known.give_back(self.credential)
            self.long_way()


class ShortWay:
    """Takes the marks of links that have nothing odd about them."""

    def __init__(self, counter: Counter, callers: Callers, told: Told, *, https: bool) -> None:
        self.counter, self.callers, self.told = counter, callers, told
        self._head = b"content-type: application/json\r\n" + b"".join(
            b"%s: %s\r\n" % both for both in headers_of_all(https)
        )

    def fits(self, headers: Headers) -> bool:
        """Whether the head of a request to record a mark has nothing odd about it."""
        length = authorization = kind = b""
        for name, value in headers:
            if name == b"content-length":
                length = value
            elif name == b"authorization":
                authorization = value if not authorization else b"two"
            elif name == b"content-type":
                kind = value
            elif name in _ODD or (name == b"connection" and value.lower() != b"keep-alive"):
                return False
        return (
            len(length) <= 5
            and length.isdigit()
            and 0 < int(length) <= MOST_BYTES
            and kind == b"application/json"
            and link_of(authorization) is not None
        )

    def take(
        self, scope: Scope, body: bytes, address: str, answer: Answer, long_way: Callable[[], None]
    ) -> Waiting | None:
        """Let a mark wait to be taken; None: it has to go the long way."""
        begun = time.perf_counter()
        token = next(
            (link_of(value) for name, value in scope["headers"] if name == b"authorization"), None
        )
        sent = read(body)
        if sent is None or token is None or self.counter.is_full:
            return None
        credential = credential_of(scope, "")  # it shows a link
        if self.callers.wait(credential, address) > 0:
            return None
        waiting = Waiting(self, credential, begun, answer, long_way)
        self.counter.hand_in(
            Sent(token=token, asked=sent.asked(), received_at=moment(), over=waiting)
        )
        return waiting

    def say(self, waiting: Waiting, mark: Mark) -> None:
        """Answer that a mark was taken."""
        this = new_request_id()
        body = written(mark)
        head = b"%sx-request-id: %s\r\ncontent-length: %d\r\n" % (
            self._head,
            this.encode(),
            len(body),
        )
        waiting.answer(head + b"\r\n" + body)
        took = time.perf_counter() - waiting.begun
        note_answer("POST", MARKS, 201, took)
        self.told("POST", MARKS, 201, took)

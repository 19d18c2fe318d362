"""Phones that check in: one request each, sent when they are due whoever is answered or not.

Written to take little of the machine, which the service shares: a request is put together from
pieces that were made before, and an answer is looked at no further than its status and length.
Every phone that waits for an answer has a connection to itself, as phones have.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

MOST_CONNECTIONS = 2_000
HEARD_OF_EACH = 10
"""Of so many marks one is kept with when it was received, to be looked for on open boards."""
AGAIN_SECONDS = 0.1
TICK_SECONDS = 0.002
"""Marks that are due within it are sent together, late: it counts as part of their latency."""


@dataclass
class Tally:
    """What was sent and what was answered."""

    latencies: list[float] = field(default_factory=list)
    """Seconds from when a mark was due to its acknowledgement."""
    acknowledged: list[str] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    repeats: int = 0
    seconds: float = 0.0
    """From when the first could be sent until all were answered."""
    heard: list[tuple[float, str, str]] = field(default_factory=list)
    """Of some marks: when it was acknowledged, when the service received it, and the student."""


@dataclass(slots=True)
class _Sent:
    due: float
    id: str
    student: str
    request: bytes


class _Line(asyncio.Protocol):
    """A connection, with one request under way at most."""

    def __init__(self, phones: Phones) -> None:
        self.phones = phones
        self.transport: asyncio.Transport | None = None
        self.sent: _Sent | None = None
        self._answer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def ask(self, sent: _Sent) -> None:
        """Send a request."""
        assert self.transport is not None
        self.sent = sent
        self.transport.write(sent.request)

    def data_received(self, data: bytes) -> None:
        answer = self._answer + data if self._answer else data
        head = answer.find(b"\r\n\r\n")
        at = answer.find(b"content-length: ", 0, head)
        if head < 0 or len(answer) < head + 4 + int(answer[at + 16 : answer.index(b"\r", at)]):
            self._answer = answer
            return
        self._answer = b""
        sent, self.sent = self.sent, None
        if sent is not None:
            self.phones.answered(sent, int(answer[9:12]), answer)
        self.phones.free(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self.transport = None
        sent, self.sent = self.sent, None
        self.phones.lost(self)
        if sent is not None:
            self.phones.answered(sent, 0, b"")


class Phones:
    """Sends marks at a rate, each again until it is acknowledged."""

    def __init__(self, port: int, term: str, phones: Sequence[tuple[str, str]], seed: int) -> None:
        self.port, self.phones = port, phones
        self.draw = Random(seed)
        self._ids = Random()
        self.tally = Tally()
        self._heads = [
            f"POST /v1/marks HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
            "Content-Type: application/json\r\nContent-Length: "
            for _, token in phones
        ]
        self._rest = (
            f'"term": "{term}", "band": "inside", "accuracy": 20, "seconds_ago": 0.4, "code": '
        )
        self._free: list[_Line] = []
        self._lines = 0
        self._waiting: deque[_Sent] = deque()
        self._under_way = 0
        self._opening: set[asyncio.Task[None]] = set()

    async def send(
        self, rate: float, seconds: float, is_over: Callable[[], bool] = lambda: False
    ) -> Tally:
        """Let marks come at random moments, so many a second on average, until the time is over."""
        begun = time.perf_counter()
        due = begun + self.draw.expovariate(rate)
        while due < begun + seconds and not is_over():
            wait = due - time.perf_counter()
            if wait > 0:
                await asyncio.sleep(max(wait, TICK_SECONDS))
            now = time.perf_counter()
            while due <= now:
                self._under_way += 1
                self._ask(self._made(due))
                due += self.draw.expovariate(rate)
            await asyncio.sleep(0)
        while self._under_way:
            await asyncio.sleep(0.02)
        self.tally.seconds = time.perf_counter() - begun
        for line in self._free:
            if line.transport is not None:
                line.transport.close()
        return self.tally

    def answered(self, sent: _Sent, status: int, answer: bytes) -> None:
        """A request was answered, or its connection was lost."""
        self.tally.statuses[status] += 1
        if status in (200, 201):
            self.tally.latencies.append(time.perf_counter() - sent.due)
            self.tally.acknowledged.append(sent.id)
            if len(self.tally.acknowledged) % HEARD_OF_EACH == 0:
                at = answer.index(b'"received_at":"') + 15
                received = answer[at : answer.index(b'"', at)].decode()
                self.tally.heard.append((time.monotonic(), received, sent.student))
        elif status in (0, 429, 503):
            self.tally.repeats += 1
            asyncio.get_running_loop().call_later(AGAIN_SECONDS, self._ask, sent)
            return
        self._under_way -= 1

    def free(self, line: _Line) -> None:
        """A connection has nothing to do."""
        if self._waiting:
            line.ask(self._waiting.popleft())
        else:
            self._free.append(line)

    def lost(self, line: _Line) -> None:
        """A connection is over."""
        self._lines -= 1
        if line in self._free:
            self._free.remove(line)

    def _ask(self, sent: _Sent) -> None:
        while self._free:
            line = self._free.pop()
            if line.transport is not None and not line.transport.is_closing():
                line.ask(sent)
                return
        self._waiting.append(sent)
        if self._lines < MOST_CONNECTIONS:
            self._lines += 1
            task = asyncio.get_running_loop().create_task(self._open())
            self._opening.add(task)
            task.add_done_callback(self._opening.discard)

    async def _open(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            try:
                _, line = await loop.create_connection(lambda: _Line(self), "127.0.0.1", self.port)
            except OSError:  # it is being started again
                await asyncio.sleep(AGAIN_SECONDS)
                continue
            self.free(line)
            return
        self._lines -= 1

    def _made(self, due: float) -> _Sent:
        number = int(self.draw.random() * len(self.phones))
        student = self.phones[number][0]
        id = f"{self._ids.getrandbits(128):032x}"
        code = "P" if self.draw.random() < 0.5 else "OUT"
        body = f'{{"id": "{id}", "student": "{student}", {self._rest}"{code}"}}'
        request = f"{self._heads[number]}{len(body)}\r\n\r\n{body}"
        return _Sent(due, id, student, request.encode())

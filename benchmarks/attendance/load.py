"""Phones that check in: one request each, sent when they are due whoever is answered or not."""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random


@dataclass
class Tally:
    """What was sent and what was answered."""

    latencies: list[float] = field(default_factory=list)
    """Seconds from when a mark was due to its acknowledgement."""
    acknowledged: list[str] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    repeats: int = 0


class Phones:
    """Sends marks at a rate over some connections, each again until it is acknowledged."""

    def __init__(self, port: int, term: str, phones: Sequence[tuple[str, str]], seed: int) -> None:
        self.port, self.term, self.phones = port, term, phones
        self.draw = Random(seed)
        self.tally = Tally()
        self._due: asyncio.Queue[tuple[float, str, bytes]] = asyncio.Queue()

    async def send(self, rate: float, seconds: float, connections: int) -> Tally:
        """Let marks come at random moments, so many a second on average."""
        lines = [asyncio.create_task(self._line()) for _ in range(connections)]
        begun = time.perf_counter()
        due = begun
        while due < begun + seconds:
            due += self.draw.expovariate(rate)
            wait = due - time.perf_counter()
            if wait > 0:
                await asyncio.sleep(wait)
            id = str(uuid.uuid4())
            self._due.put_nowait((due, id, self._request(id)))
        await self._due.join()
        for line in lines:
            line.cancel()
        await asyncio.gather(*lines, return_exceptions=True)
        return self.tally

    def _request(self, id: str) -> bytes:
        student, token = self.draw.choice(self.phones)
        body = json.dumps(
            {
                "id": id,
                "term": self.term,
                "student": student,
                "code": self.draw.choice(("P", "OUT")),
                "band": "inside",
                "accuracy": 20,
                "seconds_ago": 0.4,
            }
        ).encode()
        head = (
            f"POST /v1/marks HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    async def _line(self) -> None:
        reader: asyncio.StreamReader | None = None
        writer: asyncio.StreamWriter | None = None
        while True:
            due, id, request = await self._due.get()
            while True:
                try:
                    if reader is None or writer is None:
                        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
                    writer.write(request)
                    status = await _status(reader)
                except (OSError, asyncio.IncompleteReadError, ValueError):
                    status = 0
                    if writer is not None:
                        writer.close()
                    reader = writer = None
                self.tally.statuses[status] += 1
                if status in (200, 201):
                    self.tally.latencies.append(time.perf_counter() - due)
                    self.tally.acknowledged.append(id)
                    break
                if status not in (0, 429, 503):
                    break
                self.tally.repeats += 1
                await asyncio.sleep(0.1)
            self._due.task_done()


async def _status(reader: asyncio.StreamReader) -> int:
    head = await reader.readuntil(b"\r\n\r\n")
    lowered = head.lower()
    at = lowered.find(b"content-length:")
    if at >= 0:
        await reader.readexactly(int(lowered[at + 15 : lowered.index(b"\r\n", at)]))
    return int(head[9:12])

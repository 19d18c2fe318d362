"""Boards that are open while marks are written: how soon a mark is on them."""

from __future__ import annotations

import asyncio
import multiprocessing
import time
from bisect import bisect_left
from collections import defaultdict
from datetime import datetime
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event
from pathlib import Path

from benchmarks.attendance.asking import asker
from benchmarks.attendance.load import Tally
from benchmarks.attendance.seeding import Seeded
from scheduler.service.attend.registers import registers_of
from scheduler.store.engine import open_store

NETWORK = ""
HEARD = b'"heard": '
ONE_OF_THE_NETWORK_IN = 10
PATIENCE = 5.0
"""Seconds that boards stay open after the last mark."""

Heard = list[tuple[float, float]]
"""Of a board: when it was told, and up to when marks were on it then."""


class OpenBoards:
    """Boards in a process of their own, open until they are asked what they saw."""

    def __init__(self, path: Path, seeded: Seeded, port: int, count: int) -> None:
        store = open_store(f"sqlite:///{path}")
        with store.read() as tx:
            known = registers_of(store).of_term(tx, seeded.organisation, seeded.term)
        _, token = asker(store, seeded.organisation)
        store.close()
        holding = known.register.first
        assert holding is not None
        instance = holding.instance
        self.school_of = {
            str(one.id): str(instance.school_site_of_student(one).school)
            for one in instance.students
        }
        schools = [str(one.id) for one in instance.schools]
        wanted = [
            NETWORK if n % ONE_OF_THE_NETWORK_IN == 0 else schools[n % len(schools)]
            for n in range(count)
        ]
        spawn = multiprocessing.get_context("spawn")
        self._out: Queue[dict[str, list[Heard]]] = spawn.Queue()
        self._over = spawn.Event()
        ready = spawn.Event()
        self._process = spawn.Process(
            target=_watch,
            args=(self._out, self._over, ready, port, seeded.term, token, wanted),
        )
        self._process.start()
        if not ready.wait(120):
            raise RuntimeError("the boards are not open")

    def latencies(self, sent: Tally) -> list[float]:
        """Close them; give the seconds from acknowledgement to board, for each mark and board."""
        time.sleep(PATIENCE)
        self._over.set()
        boards = self._out.get()
        self._process.join()
        found = []
        for acknowledged, received, student in sent.heard:
            at = datetime.fromisoformat(received).timestamp()
            for told in (*boards.get(self.school_of[student], ()), *boards[NETWORK]):
                first = bisect_left(told, at, key=lambda one: one[1])
                if first == len(told):
                    raise RuntimeError("a mark never came to a board")
                found.append(max(0.0, told[first][0] - acknowledged))
        return found


def _until(line: bytes) -> float:
    """Up to when marks are on a board, by what it was told; no more of it is read than that."""
    at = line.rindex(HEARD) + len(HEARD)
    if not line.startswith(b'"', at):
        return 0.0
    told = line[at + 1 : line.index(b'"', at + 1)]
    return datetime.fromisoformat(told.decode()).timestamp()


def _watch(
    out: Queue[dict[str, list[Heard]]],
    over: Event,
    ready: Event,
    port: int,
    term: str,
    token: str,
    wanted: list[str],
) -> None:
    out.put(asyncio.run(_all(over, ready, port, term, token, wanted)))


async def _all(
    over: Event, ready: Event, port: int, term: str, token: str, wanted: list[str]
) -> dict[str, list[Heard]]:
    boards: dict[str, list[Heard]] = defaultdict(list)
    open_yet: asyncio.Queue[None] = asyncio.Queue()
    tasks = []
    for school in wanted:
        heard: Heard = []
        boards[school].append(heard)
        path = f"/terms/{term}/board/events?" + (
            f"by=site&school={school}" if school else "by=school"
        )
        tasks.append(asyncio.create_task(_board(port, path, token, heard, open_yet)))
    for _ in wanted:
        await open_yet.get()
    ready.set()
    while not over.is_set():
        await asyncio.sleep(0.2)
    for task in tasks:
        task.cancel()
    for ended in await asyncio.gather(*tasks, return_exceptions=True):
        if not isinstance(ended, asyncio.CancelledError):
            raise RuntimeError(f"a board was closed: {ended!r}")
    return dict(boards) | {key: boards.get(key, []) for key in (NETWORK,)}


async def _board(
    port: int, path: str, token: str, heard: Heard, open_yet: asyncio.Queue[None]
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=16_000_000)
    head = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n"
    writer.write(head.encode())
    status = await reader.readline()
    assert b" 200 " in status, status
    is_open = False
    while line := await reader.readline():
        if line.startswith(b"data: "):
            now = time.monotonic()
            heard.append((now, _until(line)))
            if not is_open:
                is_open = True
                open_yet.put_nowait(None)
    raise RuntimeError(f"the board {path} is over")

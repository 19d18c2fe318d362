"""Open boards: what has changed is worked out once for all who look at the same, and sent to each.

One look a date serves every board of it, however many are open; boards that show the same lines
counted by the same share what is sent. Each is sent what changed since it was last sent something,
or the whole where it has missed a look.
"""

from __future__ import annotations

import asyncio
import json
import logging
import random
import time
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
from fastapi.concurrency import run_in_threadpool

from scheduler.attendance.board import BoardBy
from scheduler.errors import SchedulerError
from scheduler.service.attend.boards import BoardOf
from scheduler.service.attend.live import LiveDay
from scheduler.service.attend.shown import Figures
from scheduler.service.lived import today
from scheduler.store.engine import Store
from scheduler.web.views.board import summary, time_of

log = logging.getLogger(__name__)

EACH_SECONDS = 0.4
"""Between two looks whether anything has changed."""
PIECE = 16
"""Students whose marks are folded at a time."""
GIVES_WAY = 0.0005
"""Seconds that a look leaves to others after each piece."""
ASK_AGAIN_SECONDS = 10.0
"""After which an open board asks again whether it may be seen; also its heartbeat."""


class Feed:
    """What is sent to all who look at the same lines, counted by the same."""

    def __init__(self, board: BoardOf, by: BoardBy) -> None:
        self.board, self.by = board, by
        self.number = 0
        """Of the last look at which something had changed; 0 before the first."""
        self.seats = 0
        self.changed = asyncio.Event()
        self._state: object = None
        self._figures: Figures | None = None
        self._change = ""

    def look(self) -> tuple[Figures, str] | None:
        """Count anew; None where all is as it was."""
        state = self.board.live.state
        if state == self._state:
            return None
        found, last = self.board.figures(self.by), self._figures
        self._state = state
        if last is not None and found.is_as(last):
            return None
        return found, _event(self.board, found, last)

    def take(self, found: Figures, change: str) -> None:
        """Let all know of what has changed."""
        self._figures, self._change = found, change
        self.number += 1
        self.changed.set()
        self.changed = asyncio.Event()

    def since(self, seen: int) -> str:
        """What is to be sent to one who was last sent the look of a number."""
        if self._figures is None or seen == self.number - 1:
            return self._change
        return _event(self.board, self._figures, None)


class Looking:
    """Looks at a date for all who have a board of it open."""

    def __init__(self, store: Store, live: LiveDay) -> None:
        self.store, self.live = store, live
        self._feeds: dict[tuple[BoardBy, bytes | None], Feed] = {}
        self._task: asyncio.Task[None] | None = None

    def join(self, board: BoardOf, by: BoardBy) -> Feed:
        """Take a seat; looking begins with the first."""
        feed = self._feeds.setdefault((by, board.key), Feed(board, by))
        feed.seats += 1
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._look_on())
        return feed

    def leave(self, feed: Feed) -> None:
        """Give a seat up; looking ends with the last."""
        feed.seats -= 1
        if not feed.seats:
            self._feeds.pop((feed.by, feed.board.key), None)
        if not self._feeds:
            _OF.pop(self.live, None)
            if self._task is not None:
                self._task.cancel()
                self._task = None

    async def _look_on(self) -> None:
        while True:
            feeds = tuple(self._feeds.values())
            try:
                for feed, (figures, change) in await run_in_threadpool(self._look, feeds):
                    feed.take(figures, change)
            except Exception:  # whoever looks at a board waits for the next look
                log.exception("a board could not be brought up to date")
            await asyncio.sleep(EACH_SECONDS)

    def _look(self, feeds: Sequence[Feed]) -> list[tuple[Feed, tuple[Figures, str]]]:
        """Look in small pieces: who records a mark meanwhile waits for none of them."""
        while self.live.fold_some(PIECE):
            time.sleep(GIVES_WAY)
        self.live.refresh(self.store)
        looked = []
        for feed in feeds:
            found = feed.look()
            if found is not None:
                looked.append((feed, found))
                time.sleep(GIVES_WAY)
        return looked


_OF: dict[LiveDay, Looking] = {}
"""Of the dates that somebody has a board open of."""


async def follow(
    store: Store, board: BoardOf, by: BoardBy, open_again: Callable[[], BoardOf]
) -> AsyncIterator[str]:
    """Send what changes on a board of today, until the day is over or it may be seen no more."""
    looking, feed = _seat(store, board, by)
    # Boards that are opened together, as after a start, do not ask again together.
    seen, asked = 0, time.monotonic() - random.random() * ASK_AGAIN_SECONDS
    try:
        while board.live.day == today(board.live.term):
            if feed.number != seen:
                text, seen = feed.since(seen), feed.number
                yield text
                continue
            try:
                async with asyncio.timeout(max(0.0, asked + ASK_AGAIN_SECONDS - time.monotonic())):
                    await feed.changed.wait()
            except TimeoutError:
                asked = time.monotonic()
                try:
                    board = await run_in_threadpool(open_again)
                except SchedulerError:
                    return
                if (board.live, board.key) != (feed.board.live, feed.board.key):
                    looking.leave(feed)  # there is a new release, or other students are theirs
                    looking, feed = _seat(store, board, by)
                    seen = 0
                yield ": here\n\n"
        yield "event: over\ndata: {}\n\n"
    finally:
        looking.leave(feed)


def _seat(store: Store, board: BoardOf, by: BoardBy) -> tuple[Looking, Feed]:
    looking = _OF.get(board.live)
    if looking is None:
        looking = _OF[board.live] = Looking(store, board.live)
    return looking, looking.join(board, by)


def _event(board: BoardOf, found: Figures, last: Figures | None) -> str:
    """Say what is shown; of rows and alerts what differs from the last."""
    if last is None:
        numbers = np.flatnonzero(found.table.any(axis=1))
    else:
        numbers = np.flatnonzero((found.table != last.table).any(axis=1))
    rows: list[list[int]] = found.table[numbers].tolist()
    ids = [found.ids[number] for number in numbers.tolist()]
    heard = datetime.fromtimestamp(found.heard, UTC).isoformat() if found.heard else None
    document: dict[str, Any] = {
        "at": time_of(found.at),
        "totals": found.totals,
        "said": summary(found.totals),
        "rows": {id: row for id, row in zip(ids, rows, strict=True) if id},
        "alerts": found.alerts,
        "listed": len(found.calls),
        "calling": found.calling,
        **_calls(board, found, last),
        "registers_not_taken": found.untaken,
        "heard": heard,
    }
    return f"event: board\ndata: {json.dumps(document)}\n\n"


def _calls(board: BoardOf, found: Figures, last: Figures | None) -> dict[str, Any]:
    """Name all alerts, or those that ended and whether the others are as they were."""
    if last is None:
        return {"calls": board.keys(found.calls)}
    ended = np.setdiff1d(last.calls, found.calls)
    is_new = found.steps != last.steps or bool(np.setdiff1d(found.calls, last.calls).size)
    return {"ended": board.keys(ended), "news": is_new}

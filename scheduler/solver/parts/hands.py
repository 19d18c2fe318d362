"""The processes that plan parts side by side, as whoever started them sees them."""

from __future__ import annotations

import contextlib
import multiprocessing
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Self

from scheduler import children
from scheduler.solver.parts.child import LAST, STOP, Ended, Task, Told, serve


@dataclass(frozen=True, slots=True, eq=False)
class Hand:
    """One process and the part it plans."""

    task: Task
    ends_at: float
    """When the part has had its share (``time.monotonic``)."""
    pipe: Connection
    process: BaseProcess


@dataclass(frozen=True, slots=True)
class Lost:
    """Said of a process that ended without a word about its part."""


class Hands:
    """So many processes at a time, a new one for each part."""

    def __init__(self, count: int) -> None:
        children.prepare()
        self._count = count
        self.busy: list[Hand] = []
        self._peaks: list[float] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        for hand in self.busy:
            hand.process.kill()
            hand.process.join()
            hand.pipe.close()

    @property
    def idle(self) -> int:
        """How many more parts could be planned now."""
        return self._count - len(self.busy)

    def ask(self, task: Task, ends_at: float) -> None:
        """Let a process plan a part."""
        ours, theirs = multiprocessing.Pipe()
        process = children.start(serve, (theirs,), daemon=False)  # a large part has helpers
        theirs.close()
        self.busy.append(Hand(task, ends_at, ours, process))
        with contextlib.suppress(OSError):  # it is gone already: told() will say so
            ours.send(task)

    def stop(self) -> None:
        """Ask all to end their parts with the best so far."""
        for hand in self.busy:
            with contextlib.suppress(OSError):
                hand.pipe.send(STOP)

    def told(self, seconds: float) -> Iterator[tuple[Task, Told | Lost]]:
        """What they tell within some seconds."""
        ready = wait([hand.pipe for hand in self.busy], timeout=seconds)
        for hand in [one for one in self.busy if one.pipe in ready]:
            words: list[Told | Lost] = []
            try:
                while hand.pipe.poll():
                    words.append(hand.pipe.recv())
            except (EOFError, OSError):
                if not words or not isinstance(words[-1], LAST):
                    words.append(Lost())
            if words and isinstance(words[-1], (*LAST, Lost)):
                self._let_go(hand, words[-1])
            yield from ((hand.task, word) for word in words)

    def _let_go(self, hand: Hand, word: Told | Lost) -> None:
        self.busy.remove(hand)
        if isinstance(word, Ended):
            self._peaks.append(word.peak_mib)
            hand.process.join(5.0)
        hand.process.kill()
        hand.process.join()
        hand.pipe.close()

    def peak(self) -> float:
        """The most memory that all at a time can have held, in MiB."""
        return sum(sorted(self._peaks)[-self._count :])

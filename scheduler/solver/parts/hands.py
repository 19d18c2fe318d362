"""The processes that plan parts side by side, as whoever started them sees them."""

from __future__ import annotations

import contextlib
import multiprocessing
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Self

from scheduler.solver.crew import prepare
from scheduler.solver.parts.child import STOP, Ended, Failed, Task, Told, serve


@dataclass(slots=True, eq=False)
class Hand:
    """One process, and the part it is planning."""

    pipe: Connection
    process: BaseProcess
    task: Task | None = None
    ends_at: float = 0.0
    """When its part has had its share (``time.monotonic``)."""
    peak_mib: float = field(default=0.0)


@dataclass(frozen=True, slots=True)
class Lost:
    """A process that ended in the middle of a part."""

    task: Task


class Hands:
    """So many processes, of which each plans a part at a time."""

    def __init__(self, count: int) -> None:
        prepare()
        kind = "spawn" if sys.platform == "win32" else "forkserver"
        self._context = multiprocessing.get_context(kind)
        self.peak_mib = 0.0
        """Of processes that are gone."""
        self.all = [self._new() for _ in range(count)]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        for hand in self.all:
            hand.pipe.close()
        for hand in self.all:
            if hand.task is not None:
                hand.process.kill()
            hand.process.join(5.0)
            hand.process.kill()
            hand.process.join()

    def _new(self) -> Hand:
        ours, theirs = self._context.Pipe()
        # Not a daemon: those may not start processes, which a large part needs.
        process = self._context.Process(  # type: ignore[attr-defined]
            target=serve, args=(theirs,), daemon=False
        )
        process.start()
        theirs.close()
        return Hand(ours, process)

    @property
    def idle(self) -> list[Hand]:
        """Those that plan nothing now."""
        return [hand for hand in self.all if hand.task is None]

    def ask(self, hand: Hand, task: Task) -> None:
        """Let a process plan a part."""
        hand.task = task
        with contextlib.suppress(OSError):  # it is gone already: told() will say so
            hand.pipe.send(task)

    def stop(self) -> None:
        """Ask all to end their parts with the best so far."""
        for hand in self.all:
            if hand.task is not None:
                with contextlib.suppress(OSError):
                    hand.pipe.send(STOP)

    def told(self, seconds: float) -> Iterator[tuple[Task, Told | Lost]]:
        """What they tell within some seconds; one that is lost is replaced by another."""
        for pipe in wait([hand.pipe for hand in self.all], timeout=seconds):
            place = next(i for i, hand in enumerate(self.all) if hand.pipe is pipe)
            hand = self.all[place]
            try:
                while hand.pipe.poll():
                    word: Told = hand.pipe.recv()
                    task = hand.task
                    assert task is not None, "who has nothing to do says nothing"
                    if isinstance(word, Ended):
                        hand.peak_mib = max(hand.peak_mib, word.figures.peak_mib)
                    if isinstance(word, Ended | Failed):
                        hand.task = None
                    yield task, word
            except (EOFError, OSError):
                hand.pipe.close()
                hand.process.kill()
                hand.process.join()
                self.peak_mib = max(self.peak_mib, hand.peak_mib)
                self.all[place] = self._new()
                if hand.task is not None:
                    yield hand.task, Lost(hand.task)

    def peak(self) -> float:
        """The most memory that all together have held, in MiB."""
        return max(self.peak_mib, sum(hand.peak_mib for hand in self.all))

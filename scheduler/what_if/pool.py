"""Processes that try scenarios beside each other, each with the release made ready once."""

from __future__ import annotations

import multiprocessing
import pickle
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Any, Self

from scheduler import children
from scheduler.domain.instance import Instance
from scheduler.domain.timetable import Timetable
from scheduler.what_if.grid import Task
from scheduler.what_if.rows import Answer, Row
from scheduler.what_if.trying import PATIENT, Tried, attempt

LOOK = 0.2
"""Seconds between two looks whether to stop."""
PATIENCE = 120.0
"""Seconds beyond its own that a line may take before its process is ended."""
Lines = Iterator[tuple[int, Tried]]


class Pool:
    """So many processes, which end when this does.

    A child that dies, or takes far longer than it may, costs the line it was at.
    """

    def __init__(self, instance: Instance, release: Timetable, against: Row, size: int) -> None:
        self._data = pickle.dumps((instance, release, against))
        self._size = size
        self._children: dict[Connection, Any] = {}

    def __enter__(self) -> Self:
        children.prepare(everything=True)
        for _ in range(self._size):
            self._hire()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for pipe in list(self._children):
            self._dismiss(pipe)

    def lines(self, tasks: Iterable[tuple[int, Task]], should_stop: Callable[[], bool]) -> Lines:
        """Try tasks, and give what came of each with its number, as it comes."""
        waiting = iter(tasks)
        at: dict[Connection, tuple[int, Task, float]] = {}
        idle = list(self._children)
        more = True
        while more or at:
            if should_stop():
                return
            while idle and more:
                number, task = next(waiting, (-1, None))
                if task is None:
                    more = False
                    break
                pipe = idle.pop()
                try:
                    pipe.send(task)
                except (BrokenPipeError, OSError):
                    self._dismiss(pipe)
                    pipe = self._hire()
                    pipe.send(task)
                at[pipe] = (number, task, time.monotonic() + 2 * PATIENT * task.seconds + PATIENCE)
            for pipe in self._told(at):
                number, task, _ = at.pop(pipe)
                try:
                    tried = pipe.recv()
                    idle.append(pipe)
                except (EOFError, ConnectionResetError):
                    self._dismiss(pipe)
                    idle.append(self._hire())
                    tried = failed(task, "Its process was lost, or took far too long.")
                yield number, tried

    def _told(self, at: dict[Connection, tuple[int, Task, float]]) -> list[Connection]:
        """Children that have something to tell; those that are too late are ended."""
        for pipe, (_, _, until) in at.items():
            if time.monotonic() > until:
                self._children[pipe].kill()
        return [one for one in wait(list(at), timeout=LOOK) if isinstance(one, Connection)]

    def _hire(self) -> Connection:
        ours, theirs = multiprocessing.Pipe()
        child = children.start(serve, (theirs, self._data), daemon=True)
        theirs.close()
        self._children[ours] = child
        return ours

    def _dismiss(self, pipe: Connection) -> None:
        child = self._children.pop(pipe)
        pipe.close()
        child.join(0.1)
        if child.is_alive():
            child.kill()
            child.join()


def serve(pipe: Connection, data: bytes) -> None:
    """What a child does all its life; it ends with its parent's end of the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from scheduler.check import score
    from scheduler.solver.reshuffle import Base

    try:
        instance, release, against = pickle.loads(data)  # our own parent's bytes
        base = Base(instance, release)
        score(instance, release)  # what every student could have is then known
        while True:
            task = pipe.recv()
            try:
                tried = attempt(base, against, task, pipe_is_closed(pipe))
            except Exception as error:  # a defect costs its line, and is told in it
                tried = failed(task, f"A defect: {type(error).__name__}: {error}")
            pipe.send(tried)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


def pipe_is_closed(pipe: Connection) -> Callable[[], bool]:
    """Whether the parent is gone: it sends nothing while a line is being tried."""
    return pipe.poll


def failed(task: Task, said: str) -> Tried:
    """Say that there is no row through a fault of ours, or of the machine."""
    row = Row(scenario=task.scenario, seed=task.seed, status=Answer.FAILED, said=said)
    return Tried(row=row)

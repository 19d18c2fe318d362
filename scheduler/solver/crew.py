"""Processes that search and prove beside each other, and what they tell.

A child serves one pipe: it anneals, places or proves as it is asked, tells what came of
it, and ends when the pipe does, so that none outlives its parent.
"""

from __future__ import annotations

import multiprocessing
import pickle
import resource
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING

from scheduler import children
from scheduler.domain.ids import StudentId
from scheduler.domain.instance import Instance
from scheduler.domain.runs import Bounds
from scheduler.solver.resting import collector_at_rest
from scheduler.solver.search.pack import Arrays, Ints

if TYPE_CHECKING:  # a child loads what it needs when it is asked for it
    from scheduler.solver.bounds import Bounder, Slope
    from scheduler.solver.problem import Problem
    from scheduler.solver.search.annealer import Annealer

PIECE = 4_000
"""Moves between two looks at the pipe: some tens of milliseconds."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """When annealing began, for how long it goes on, and between which temperatures."""

    began: float
    seconds: float
    hot: float
    cold: float

    @property
    def end(self) -> float:
        """When it is cold (``time.time``)."""
        return self.began + self.seconds

    def share(self, now: float | None = None) -> float:
        """How much of it has passed at a time (``time.time``), 0 to 1."""
        passed = ((time.time() if now is None else now) - self.began) / self.seconds
        return min(1.0, max(0.0, passed))

    def temperature(self, now: float | None = None) -> float:
        """Points at a time, falling geometrically."""
        return float(self.hot * (self.cold / self.hot) ** self.share(now))


@dataclass(frozen=True, slots=True)
class Anneal:
    """Asked of a child: search from these decisions until a time, then say how it went."""

    decisions: Ints | None
    """None: from nothing, with so many moves for days out alone at first."""
    schedule: Schedule
    until: float
    """``time.time`` at which to tell and wait."""
    ticket: int = 0
    """Comes back with the answer, so that a late one is known as such."""
    settling: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """Asked of a child: a placement of days out that is good by itself."""

    seconds: float | None = None
    """What rounding it may take."""


@dataclass(frozen=True, slots=True)
class Prove:
    """Asked of a child: bounds for timetables with no more unplaced than this."""

    held: tuple[int, int, int]
    seconds: float


@dataclass(frozen=True, slots=True)
class Annealed:
    """Told by a child: its state, and the best it saw."""

    current: Ints
    best_rank: int
    best: Ints
    ticket: int


@dataclass(frozen=True, slots=True)
class Placed:
    """Told by a child: by student, the index of an option."""

    options: dict[StudentId, int]


@dataclass(frozen=True, slots=True)
class Proven:
    """Told by a child: bounds for a number held; ``last`` when it has done all it can."""

    held: tuple[int, int, int]
    bounds: Bounds
    slope: Slope
    last: bool


Told = Annealed | Placed | Proven
Asked = Anneal | Place | Prove


@dataclass(frozen=True, slots=True)
class Moved:
    """Told by a child now and then: moves tried in all, most memory so far in MiB."""

    moves: int
    peak_mib: float


def peak_mib() -> float:
    """The most memory this process has held, in MiB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1 << 20) if sys.platform == "darwin" else most / 1024


def serve(pipe: Connection, arrays: Arrays, data: bytes, seed: int) -> None:
    """What a child does all its life."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        _serve(pipe, arrays, data, seed)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


def _serve(pipe: Connection, arrays: Arrays, data: bytes, seed: int) -> None:
    from scheduler.solver.search.annealer import Annealer
    from scheduler.solver.warm import search_ready

    search_ready()
    annealer = Annealer(arrays, seed)
    problem: Problem | None = None
    bounder: Bounder | None = None
    while True:
        asked = pipe.recv()
        if asked is None:
            pipe.send(Moved(annealer.moves, peak_mib()))
            return
        if isinstance(asked, Anneal):
            _anneal(pipe, annealer, asked)
        else:
            if problem is None:
                from scheduler.solver.problem import Problem

                instance: Instance = pickle.loads(data)  # our own parent's bytes
                problem = Problem(instance)
            if isinstance(asked, Place):
                from scheduler.solver.bounds import guided_placement

                with collector_at_rest():  # all options are listed for it
                    placement = guided_placement(problem, seed, asked.seconds)
                pipe.send(Placed(dict(placement)))
            else:
                from scheduler.solver.bounds import Bounder

                bounder = bounder or Bounder(problem)
                _prove(pipe, problem, bounder, asked)
        pipe.send(Moved(annealer.moves, peak_mib()))


def _anneal(pipe: Connection, annealer: Annealer, task: Anneal) -> None:
    """Search until the time, or until something else is asked."""
    annealer.clear()
    if task.decisions is None:
        annealer.construct(settling=task.settling)
    else:
        annealer.load(task.decisions)
    while time.time() < task.until and not pipe.poll():
        annealer.run(PIECE, task.schedule.temperature())
    pipe.send(Annealed(annealer.current, annealer.best_total, annealer.best, task.ticket))


def _prove(pipe: Connection, problem: Problem, bounder: Bounder, asked: Prove) -> None:
    from scheduler.solver.bounds import bounds

    found = bounds(
        problem,
        asked.held,
        seconds=asked.seconds,
        on_better=lambda better: pipe.send(Proven(asked.held, better, bounder.slope, False)),
        should_stop=pipe.poll,
        bounder=bounder,
    )
    pipe.send(Proven(asked.held, found, bounder.slope, True))


class Crew:
    """The children of one solve."""

    def __init__(self, instance: Instance, arrays: Arrays, seed: int, size: int) -> None:
        data = pickle.dumps(instance)
        self._children = []
        self.pipes: list[Connection] = []
        self.moves = [0] * size
        self.peaks = [0.0] * size
        for number in range(size):
            ours, theirs = multiprocessing.Pipe()
            own_seed = seed * 64 + number + 1
            child = children.start(serve, (theirs, arrays, data, own_seed), daemon=True)
            theirs.close()
            self._children.append(child)
            self.pipes.append(ours)

    def ask(self, number: int, task: Asked) -> None:
        """Ask something of a child, which leaves what it did before; one that is gone hears not."""
        pipe = self.pipes[number]
        if not pipe.closed:
            try:
                pipe.send(task)
            except (BrokenPipeError, ConnectionResetError):
                pipe.close()

    def told(self, seconds: float) -> Iterator[tuple[int, Told]]:
        """What children tell within some seconds; their counts are kept aside."""
        ready = wait([pipe for pipe in self.pipes if not pipe.closed], timeout=seconds)
        for number, pipe in enumerate(self.pipes):
            if pipe not in ready:
                continue
            try:
                while not pipe.closed and pipe.poll():
                    message = pipe.recv()
                    if isinstance(message, Moved):
                        self.moves[number] = message.moves
                        self.peaks[number] = message.peak_mib
                    else:
                        yield number, message
            except (EOFError, ConnectionResetError):
                pipe.close()  # it died: the others go on

    @property
    def alive(self) -> bool:
        """Whether any child is left."""
        return any(not pipe.closed for pipe in self.pipes)

    def dismiss(self) -> None:
        """Let every child end; the slow ones are ended."""
        for pipe in self.pipes:
            if not pipe.closed:
                try:
                    pipe.send(None)
                except (BrokenPipeError, OSError):
                    continue
        until = time.monotonic() + 1.0
        for number, pipe in enumerate(self.pipes):
            while not pipe.closed and pipe.poll(max(0.0, until - time.monotonic())):
                try:
                    message = pipe.recv()
                except (EOFError, ConnectionResetError):
                    break
                if isinstance(message, Moved):
                    self.moves[number] = message.moves
                    self.peaks[number] = max(self.peaks[number], message.peak_mib)
        for child in self._children:
            child.join(max(0.0, until - time.monotonic()))
            if child.is_alive():
                child.kill()
                child.join()
        for pipe in self.pipes:
            pipe.close()

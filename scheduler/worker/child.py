"""The process that plans one run, and the words it exchanges with its worker.

It leads a process group of its own, to which the helpers it starts belong. When the
pipe to the worker ends, however the worker died, it ends its whole group.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
import threading
import time
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from typing import NoReturn

from scheduler.domain.instance import Instance
from scheduler.domain.repairs import Repair, Repairs
from scheduler.domain.runs import Bounds, Limits, Outcome, Progress, Reason, Status
from scheduler.domain.timetable import Timetable
from scheduler.errors import SchedulerError
from scheduler.what_if.grid import Task as LineTask
from scheduler.what_if.rows import Row

MIB = 1 << 20
STOP = "stop"
"""Said to a child: end with the best so far."""


@dataclass(frozen=True, slots=True)
class Change:
    """The data after edits, and whom they name."""

    instance: Instance
    named: frozenset[str]
    weight: int
    """Of each person touched."""


@dataclass(frozen=True, slots=True)
class Task:
    """Said to a child at first: what to plan."""

    instance: Instance
    limits: Limits
    start: Timetable | None
    memory_mib: int
    """Most memory a process of the run may hold."""
    change: Change | None = None
    """What changes: then ``start`` is the release to repair, and ``instance`` its data."""
    lines: tuple[tuple[int, LineTask], ...] | None = None
    """What is tried on the release ``start``, each with its number."""


@dataclass(frozen=True, slots=True)
class Better:
    """Told by a child: a better timetable, which has passed the checker."""

    timetable: Timetable


@dataclass(frozen=True, slots=True)
class Ended:
    """Told by a child at last: what came of it, and why items are unplaced."""

    outcome: Outcome
    reasons: tuple[Reason, ...]
    repairs: Repairs | None = None
    """What a change was answered with."""


@dataclass(frozen=True, slots=True)
class Gone:
    """The child ended without an outcome: why, in a sentence."""

    reason: str
    hopeless: bool = False
    """Whether trying again would end the same way."""


@dataclass(frozen=True, slots=True)
class Line:
    """Told by a child: what came of one line of a sweep; 0 is the release as it is."""

    number: int
    row: Row


@dataclass(frozen=True, slots=True)
class Swept:
    """Told by a child at last: no line is left, or it was stopped."""

    stopped: bool
    peak_mib: float


Last = Ended | Swept | Gone
Told = Progress | Better | Line | Last


def live(pipe: Connection) -> None:
    """What a child does all its life: one task."""
    os.setsid()
    # The worker hears the signals of a service or a terminal and says what to do.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    try:
        task = pipe.recv()
    except (EOFError, OSError):
        return
    assert isinstance(task, Task)
    stop = threading.Event()
    threading.Thread(target=_listen, args=(pipe, stop), daemon=True).start()
    _limit(task.memory_mib)
    try:
        pipe.send(_told(pipe, task, stop))
    except (BrokenPipeError, ConnectionResetError):
        _end_group()
    except MemoryError:
        os._exit(NO_MEMORY)  # there is none left to say it in words


NO_MEMORY = 77
"""Exit status of a child that could not even say that it has no memory."""


def _listen(pipe: Connection, stop: threading.Event) -> None:
    """Hear the worker; when it is gone, end everything."""
    while True:
        try:
            if pipe.recv() == STOP:
                stop.set()
        except (EOFError, OSError):
            _end_group()


def _end_group() -> NoReturn:
    os.killpg(0, signal.SIGKILL)
    raise AssertionError("a process outlived its own end")


def _limit(memory_mib: int) -> None:
    """Let the system refuse more memory; the helpers inherit it."""
    if sys.platform != "linux":
        return
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = memory_mib * MIB
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (most, hard))


def _told(pipe: Connection, task: Task, stop: threading.Event) -> Last:
    from scheduler.solver import solve
    from scheduler.solver.explain import reasons

    try:
        if task.lines is not None:
            return _swept(pipe, task, task.lines, stop)
        if task.change is not None:
            return _repaired(pipe, task, task.change, stop)
        outcome = solve(
            task.instance,
            task.limits,
            start=task.start,
            on_progress=pipe.send,
            on_better=lambda timetable: pipe.send(Better(timetable)),
            should_stop=stop.is_set,
        )
        why: tuple[Reason, ...] = ()
        if outcome.timetable is not None and outcome.timetable.unplaced:
            why = tuple(reasons(task.instance, outcome.timetable))
        return Ended(replace(outcome, history=()), why)
    except MemoryError:
        return Gone(f"The solver needed more than the {task.memory_mib:,} MiB of memory allowed.")
    except SchedulerError as error:
        return Gone(error.message, hopeless=True)
    except Exception as error:
        # The sentence of an unknown error may hold anything, so only its kind is told.
        return Gone(f"The solver failed with {type(error).__name__}, a defect of Fieldweek.")


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _repaired(pipe: Connection, task: Task, change: Change, stop: threading.Event) -> Ended:
    """Repair a release: the first repair is told at once, the menu at the end."""
    from scheduler.solver.reshuffle import Base, reshuffle

    began = time.monotonic()
    assert task.start is not None and task.limits.seconds is not None
    first: list[Repair] = []

    def tell(repair: Repair) -> None:
        if not first:
            first.append(repair)
            pipe.send(Better(repair.timetable))

    found = reshuffle(
        Base(task.instance, task.start),
        change,
        weight=change.weight,
        seconds=task.limits.seconds,
        seed=task.limits.seed,
        on_repair=tell,
        should_stop=stop.is_set,
    )
    fewest = None if found is None else found.fewest
    outcome = Outcome(
        status=Status.UNDECIDED if found is None else Status.FEASIBLE,
        timetable=None if fewest is None else fewest.timetable,
        score=None if fewest is None else fewest.score,
        bounds=Bounds(unplaced=0 if found is None else sum(found.proof.unplaced)),
        seconds=time.monotonic() - began,
        first_seconds=None if found is None else found.first_seconds,
        work=0.0,
        workers=1,
        seed=task.limits.seed,
        peak_mib=_peak_mib(),
        stopped=stop.is_set(),
    )
    return Ended(outcome, (), found)


def _swept(
    pipe: Connection, task: Task, wanted: tuple[tuple[int, LineTask], ...], stop: threading.Event
) -> Swept:
    """Try lines on a release; each is told as soon as it is done."""
    from scheduler.what_if.sweep import lines
    from scheduler.what_if.trying import base_row

    assert task.start is not None
    against = base_row(task.instance, task.start)
    pipe.send(Line(0, against))
    done = 0
    processes = task.limits.workers
    for number, tried in lines(task.instance, task.start, against, wanted, processes, stop.is_set):
        pipe.send(Line(number, tried.row))
        done += 1
    return Swept(
        stopped=done < len(wanted),
        peak_mib=_peak_mib(),
    )

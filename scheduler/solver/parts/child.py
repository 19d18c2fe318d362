"""The process that plans one part into a file; all that it held goes when it ends."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path

from scheduler.domain.instance import Instance
from scheduler.domain.runs import Bounds, Limits, Outcome, Progress
from scheduler.domain.timetable import Timetable
from scheduler.solver.parts.keeping import PROVEN, Figures, Kept, read_kept, write_kept

TELL_SECONDS = 0.5
"""Between two words about how a part stands."""
STOP = "stop"
"""Said to a child: end this part with the best so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Said to a child: plan a part."""

    number: int
    part: Instance
    limits: Limits
    whole: Limits
    """Of the run over all parts."""
    digest: str
    path: Path
    first: bool = False
    """End with the first timetable."""
    start: Timetable | None = None


@dataclass(frozen=True, slots=True)
class Stands:
    """Told by a child: how its part stands."""

    progress: Progress


@dataclass(frozen=True, slots=True)
class Ended:
    """Told by a child: what came of its part; the timetable is in the file."""

    kept: Kept
    """Without the timetable."""
    peak_mib: float
    """The most memory that its process and those it started held."""


@dataclass(frozen=True, slots=True)
class Failed:
    """Told by a child: a defect, in a sentence; ``disagrees``: the checker's word against it."""

    message: str
    disagrees: bool


@dataclass(frozen=True, slots=True)
class Unwritten:
    """Told by a child: the file of its part could not be written, and why."""

    number: int
    message: str


Told = Stands | Ended | Failed | Unwritten
LAST = (Ended, Failed, Unwritten)
"""After one of these a child has nothing more to tell."""


def serve(pipe: Connection) -> None:
    """What a child does all its life: one part; it ends early when the pipe does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        task = pipe.recv()
        assert isinstance(task, Task)
        pipe.send(_planned(pipe, task))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


def _planned(pipe: Connection, task: Task) -> Ended | Failed | Unwritten:
    from scheduler.errors import SolverDisagreementError
    from scheduler.solver.solve import solve_whole

    better: list[bool] = []
    try:
        outcome = solve_whole(
            task.part,
            task.limits,
            on_progress=_teller(pipe),
            should_stop=lambda: bool(task.first and better) or pipe.poll(),
            start=task.start,
            on_better=lambda timetable: better.append(True),
        )
    except SolverDisagreementError as error:
        return Failed(error.message, True)
    except Exception as error:
        return Failed(f"planning a part failed with {type(error).__name__}: {error}", False)
    try:
        kept = _best(outcome, task, stopped=pipe.poll())
        write_kept(task.path, kept)
    except OSError as error:
        return Unwritten(error.errno or 0, error.strerror or str(error))
    return Ended(replace(kept, timetable=None), outcome.peak_mib)


def _teller(pipe: Connection) -> Callable[[Progress], None]:
    told_at = float("-inf")

    def tell(progress: Progress) -> None:
        nonlocal told_at
        if progress.unplaced is not None and time.monotonic() - told_at >= TELL_SECONDS:
            told_at = time.monotonic()
            pipe.send(Stands(progress))

    return tell


def _best(outcome: Outcome, task: Task, *, stopped: bool) -> Kept:
    """What is kept: the outcome, or what was there before where that is better."""
    figures = Figures(
        digest=task.digest,
        done=outcome.status in PROVEN or not (task.first or stopped),
        status=outcome.status,
        score=outcome.score,
        bounds=outcome.bounds,
        seconds=round(outcome.seconds, 3),
        first_seconds=outcome.first_seconds,
        work=outcome.work,
        limits=task.whole,
    )
    before = read_kept(task.path, task.digest)
    known = figures if before is None else before.figures
    if before is None or known.score is None:
        return Kept(figures=figures, timetable=outcome.timetable, conflict=outcome.conflict)
    if outcome.score is not None and outcome.score.rank <= known.score.rank:
        answer, conflict = outcome.timetable, outcome.conflict
        first_seconds = known.first_seconds or outcome.first_seconds
        best = replace(figures, first_seconds=first_seconds)
    else:
        answer, conflict = before.timetable, before.conflict
        best = replace(known, done=figures.done, limits=task.whole)
    proven = together(best, figures, known)
    return Kept(figures=replace(best, bounds=proven), timetable=answer, conflict=conflict)


def together(best: Figures, *several: Figures) -> Bounds:
    """All that is proven and holds for the best answer.

    Points are proven for timetables with no more unplaced than the answer they were proven
    beside, and for all where there was none.
    """
    assert best.score is not None
    held = best.score.unplaced
    valid = [
        one.bounds
        for one in several
        if one.score is None
        or all(mine <= its for mine, its in zip(held, one.score.unplaced, strict=True))
    ]
    goals = {
        goal: max(bounds.goals.get(goal, 0) for bounds in valid)
        for goal in sorted({goal for bounds in valid for goal in bounds.goals})
    }
    return Bounds(
        unplaced=max(one.bounds.unplaced for one in several),
        goals=goals,
        penalty=max(sum(goals.values()), *(bounds.penalty for bounds in valid)),
    )

"""The week planned, and why it came out so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from scheduler.domain.instance import Instance
from scheduler.domain.runs import Conflict, Limits, Outcome, Progress, Reason
from scheduler.domain.timetable import Timetable


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why things are as they are: reasons for what is unplaced, or a contradiction."""

    reasons: tuple[Reason, ...] = ()
    conflict: Conflict | None = None


def solve(
    instance: Instance,
    *,
    seconds: float | None = None,
    work: float | None = None,
    workers: int = 1,
    seed: int = 0,
    gap: float = 0.0,
    patience: float | None = None,
    start: Timetable | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    parts: str | Path | None = None,
) -> Outcome:
    """Plan the week: the best timetable found within the limits, and what is proven.

    Without any limit it takes 60 seconds. With ``work`` alone and one worker a run
    repeats to the byte. The timetable has passed `check`; it is never worse than
    ``start``. A contradiction is an outcome, not an exception.

    Parameters
    ----------
    work
        A limit in deterministic units, see `Limits`.
    workers
        Processes that solve.
    gap
        Stop when the gap of the goals is proven to be at most this.
    patience
        Stop after so many seconds in which no better timetable was found.
    on_progress
        Called with how the run stands, now and then and at each better timetable.
    should_stop
        Asked several times a second; true ends the run with the best found so far.
    parts
        A folder for what came of each independent part of a network, so that a run that
        is interrupted goes on from there. A large network is planned in parts also without.
    """
    from scheduler.solver import solve as run

    if seconds is None and work is None:
        seconds = 60.0
    limits = Limits(
        seconds=seconds, work=work, workers=workers, seed=seed, gap=gap, patience=patience
    )
    return run(
        instance,
        limits,
        on_progress=on_progress,
        should_stop=should_stop,
        start=start,
        parts=None if parts is None else Path(parts),
    )


def explain(
    instance: Instance, timetable: Timetable | None = None, *, seconds: float = 30.0
) -> Explanation:
    """Say why: each unplaced item of a timetable, or what contradicts itself.

    With a timetable, every unplaced item with the options it had and the first thing
    that blocks each. Without one, the fewest statements that cannot hold together
    and the cheapest ways out, searched for at most so many seconds.
    """
    from scheduler.solver.explain import conflict, reasons

    if timetable is not None:
        return Explanation(reasons=reasons(instance, timetable))
    return Explanation(conflict=conflict(instance, seconds))

"""Planning an instance: as one problem, or in the parts that have nothing to do with each other."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from scheduler.domain.instance import Instance
from scheduler.domain.runs import LARGE, Limits, Outcome, Progress
from scheduler.domain.timetable import Timetable
from scheduler.solver.run import Run
from scheduler.solver.warm import search_ready


def solve(
    instance: Instance,
    limits: Limits,
    *,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    start: Timetable | None = None,
    on_better: Callable[[Timetable], None] | None = None,
    parts: Path | None = None,
) -> Outcome:
    """Plan the weeks of an instance as well as the limits allow.

    What has nothing to do with each other is planned side by side, each part in a process
    of its own, where the instance is large or a folder for the parts is named.

    Parameters
    ----------
    instance
        Data without faults (`scheduler.domain.faults`).
    limits
        Seconds, work, workers, seed, gap to stop at, patience.
    on_progress
        Called with every better timetable and bound, in the calling thread.
    should_stop
        Asked some ten times a second; True ends the run with the best so far.
    start
        A timetable to begin from; if it breaks no rule, the answer is never worse.
    on_better
        Called with every better timetable, which has passed the checker.
    parts
        A folder in which what came of each part is kept; a later run goes on from there.

    Raises
    ------
    SolverDisagreementError
        Solver and checker differ: a bug of ours.

    """
    if parts is not None or len(instance.students) >= LARGE:
        from scheduler.solver.parts import solve_parts, take_apart

        began = time.monotonic()
        apart = take_apart(instance)
        if len(apart.parts) > 1:
            return solve_parts(
                apart,
                limits,
                began=began,
                folder=parts,
                on_progress=on_progress,
                should_stop=should_stop,
                start=start,
                on_better=on_better,
            )
    return solve_whole(
        instance,
        limits,
        on_progress=on_progress,
        should_stop=should_stop,
        start=start,
        on_better=on_better,
    )


def solve_whole(
    instance: Instance,
    limits: Limits,
    *,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    start: Timetable | None = None,
    on_better: Callable[[Timetable], None] | None = None,
) -> Outcome:
    """Plan an instance as one problem, whether or not it could be taken apart."""
    search_ready()  # loading the compiled search is start-up, before the clock begins
    run = Run(instance, limits, on_progress, should_stop or (lambda: False))
    run.found.on_better = on_better
    return run.outcome(start)

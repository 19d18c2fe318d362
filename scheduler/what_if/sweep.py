"""A sweep: every scenario of a grid tried on one release, in one table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from scheduler.domain.instance import Instance
from scheduler.domain.timetable import Timetable
from scheduler.solver.reshuffle import Base
from scheduler.what_if.grid import Grid, Task
from scheduler.what_if.kept import Kept
from scheduler.what_if.pool import Lines, Pool
from scheduler.what_if.rows import Answer, Row, Table
from scheduler.what_if.trying import Tried, attempt, base_row

OnRow = Callable[[int, int, Tried], None]
"""Told of each row: how many are done, of how many, and what came of it."""


def sweep(
    instance: Instance,
    release: Timetable,
    grid: Grid,
    *,
    workers: int = 1,
    kept: Path | None = None,
    on_row: OnRow | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Table:
    """Try every scenario with every seed.

    Parameters
    ----------
    workers
        Processes; with 1 everything runs in the calling process.
    kept
        A file to which each row is written when it is done; rows in it are not made
        again, so that a sweep that was stopped goes on.
    on_row
        Told of each row that is new.
    should_stop
        Asked several times a second; true ends the sweep with the rows there are.
    """
    stop = should_stop or (lambda: False)
    against = base_row(instance, release)
    tasks = list(grid.tasks())
    rows: dict[int, Row] = {}
    memory = Kept(kept, instance, release)
    try:
        for number, task in enumerate(tasks):
            known = memory.row(task)
            if known is not None:
                rows[number] = known
        open_ones = [(number, task) for number, task in enumerate(tasks) if number not in rows]
        if open_ones:
            for number, tried in lines(instance, release, against, open_ones, workers, stop):
                rows[number] = tried.row
                if tried.row.status is not Answer.FAILED:
                    memory.keep(tasks[number], tried.row)
                if on_row is not None:
                    on_row(len(rows), len(tasks), tried)
    finally:
        memory.close()
    return Table(
        base=against,
        rows=tuple(rows[number] for number in sorted(rows)),
        stopped=len(rows) < len(tasks),
    )


def lines(
    instance: Instance,
    release: Timetable,
    against: Row,
    tasks: Sequence[tuple[int, Task]],
    workers: int,
    stop: Callable[[], bool],
) -> Lines:
    """Give what came of each task with its number, as it comes; some may be lost by a stop."""
    if workers == 1:
        yield from _alone(Base(instance, release), against, tasks, stop)
        return
    with Pool(instance, release, against, min(workers, len(tasks))) as pool:
        yield from pool.lines(tasks, stop)


def _alone(
    base: Base, against: Row, tasks: Sequence[tuple[int, Task]], stop: Callable[[], bool]
) -> Iterator[tuple[int, Tried]]:
    for number, task in tasks:
        if stop():
            return
        tried = attempt(base, against, task, stop)
        if stop():
            return  # cut short, so it is no row
        yield number, tried

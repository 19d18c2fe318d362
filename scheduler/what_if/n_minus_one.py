"""N-1 as a whole: each left out in turn, the release repaired, the table ranked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from scheduler.domain.instance import Instance
from scheduler.domain.timetable import Timetable
from scheduler.what_if.grid import Grid
from scheduler.what_if.leaving_out import Part, ranked, without_each
from scheduler.what_if.rows import Table
from scheduler.what_if.sweep import OnRow, sweep


def n_minus_one(
    instance: Instance,
    release: Timetable,
    *,
    parts: Sequence[Part] = tuple(Part),
    seconds: float = 1.0,
    workers: int = 1,
    kept: Path | None = None,
    on_row: OnRow | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Table:
    """Leave out each mentor, site, van, room and member of staff in turn, and repair.

    Single points of failure come first (`ranked`); parameters as for `sweep`.
    """
    scenarios = tuple(without_each(instance, parts))
    if not scenarios:
        raise ValueError("there is nothing of this kind to leave out")
    grid = Grid(scenarios=scenarios, seconds=seconds)
    table = sweep(
        instance,
        release,
        grid,
        workers=workers,
        kept=kept,
        on_row=on_row,
        should_stop=should_stop,
    )
    return ranked(table)

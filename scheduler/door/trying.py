"""What if: grids of changes, everything left out in turn, and what giving way would gain."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.domain.edits import Scenario
from scheduler.domain.instance import Instance
from scheduler.domain.timetable import Timetable

if TYPE_CHECKING:
    from scheduler.what_if.prices import Price
    from scheduler.what_if.rows import Row, Table


def sweep(
    instance: Instance,
    release: Timetable,
    scenarios: Sequence[Scenario],
    seeds: Sequence[int] = (0,),
    *,
    seconds: float = 1.0,
    best: bool = False,
    workers: int = 1,
    kept: Path | None = None,
    on_row: Callable[[int, int, Row], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Table:
    """Repair a release after each of many scenarios, and put what comes of it in a table.

    ``DataFrame(table.columns())`` makes it one of pandas; the first row is the release.

    Parameters
    ----------
    seconds
        The most that each row may take.
    best
        Rows are about the best plan, whoever is touched, not about the fewest touched.
    workers
        Processes; with 1 everything runs in this one.
    kept
        A file to which rows are written as they are done; those in it are not made again.
    on_row
        Told of each new row: how many are done, of how many, and the row.

    Raises
    ------
    ValueError
        There is no scenario or seed, or two have the same name.
    """
    from scheduler.what_if.grid import Aim, Grid
    from scheduler.what_if.sweep import sweep as swept

    grid = Grid(
        scenarios=tuple(scenarios),
        seeds=tuple(seeds),
        seconds=seconds,
        aim=Aim.BEST if best else Aim.FEWEST,
    )
    return swept(
        instance,
        release,
        grid,
        workers=workers,
        kept=kept,
        on_row=None if on_row is None else lambda done, of, tried: on_row(done, of, tried.row),
        should_stop=should_stop,
    )


def n_minus_one(
    instance: Instance, release: Timetable, *, seconds: float = 1.0, workers: int = 1
) -> Table:
    """Leave out each mentor, site, van, room and member of staff in turn, and repair.

    What nothing makes up for comes first.
    """
    from scheduler.what_if.n_minus_one import n_minus_one as left_out

    return left_out(instance, release, seconds=seconds, workers=workers)


def prices(
    instance: Instance, release: Timetable, *, most: int = 40, seconds: float = 1.0
) -> tuple[Price, ...]:
    """Price what a school could give way in: one more seat, intern, section; a later start.

    Each of the ``most`` promising ones is re-solved, at most so many seconds twice.
    """
    from scheduler.what_if.prices import prices as priced

    return priced(instance, release, most=most, seconds=seconds)

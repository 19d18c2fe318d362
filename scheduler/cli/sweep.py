"""``fieldweek sweep``: many changes tried on one release, in one table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.cli.exits import Exit
from scheduler.cli.paths import (
    AsJson,
    InstanceOption,
    ReleaseOption,
    refuse_output_folder,
    write_folder,
)
from scheduler.cli.talk import put, say

if TYPE_CHECKING:
    from scheduler.what_if.rows import Table

Workers = Annotated[int, typer.Option(min=1, max=64, help="Processes that try scenarios.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no summary.")]
Output = Annotated[Path, typer.Option("--output", "-o", help="The folder to write.")]
KEPT = "rows.jsonl"


def run(
    grid_file: Annotated[
        Path,
        typer.Argument(
            metavar="GRID", help="Scenarios and seeds, a JSON file.", exists=True, dir_okay=False
        ),
    ],
    instance_file: InstanceOption,
    release_file: ReleaseOption,
    output: Output,
    workers: Workers = 2,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """Try every scenario of a grid; Ctrl-C stops and keeps what is done, again goes on."""
    refuse_output_folder(output)
    from scheduler.cli.counting import Counting
    from scheduler.cli.reading import timetable_of
    from scheduler.cli.stopping import Stoppable
    from scheduler.files import read_instance
    from scheduler.what_if.grid_file import read_grid
    from scheduler.what_if.sweep import sweep
    from scheduler.what_if.written import document, write_table

    instance = read_instance(instance_file)
    release = timetable_of(instance, release_file)
    grid = read_grid(grid_file, instance)
    output.mkdir(parents=True, exist_ok=True)
    counting = Counting(quiet=quiet)
    trying = Stoppable(
        lambda should_stop: sweep(
            instance,
            release,
            grid,
            workers=workers,
            kept=output / KEPT,
            on_row=counting.hear,
            should_stop=should_stop,
        )
    )
    table = trying.finish(counting.tick)
    write_folder(output, lambda folder: write_table(table, folder, "table"))
    if as_json:
        put(document(table))
    if not quiet:
        sum_up(table, output)
    return Exit.INTERRUPTED if table.stopped and not table.rows else Exit.DONE


def sum_up(table: Table, output: Path) -> None:
    """Say in a line what came of it, and where it is."""
    from collections import Counter

    counts = Counter(str(row.status) for row in table)
    told = ", ".join(f"{count:,} {status}" for status, count in counts.items()) or "no rows"
    say(f"{output / 'table.csv'}: {told}.")
    if table.stopped:
        say("It was stopped; the same command goes on where it was left.")

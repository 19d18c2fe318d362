"""``fieldweek n-1``: whom and what a school can least do without."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.cli.exits import Exit
from scheduler.cli.paths import (
    AsJson,
    InstanceFile,
    TimetableFile,
    refuse_output_folder,
    write_folder,
)
from scheduler.cli.sweep import KEPT, Output, Quiet, Workers, sum_up
from scheduler.cli.talk import put, say

if TYPE_CHECKING:
    from scheduler.what_if.absences import Resilience
    from scheduler.what_if.rows import Table

MOST_SAID = 10
PARTS = ("mentors", "sites", "vans", "rooms", "staff")
TOUCHED = (0, 5, 10, 20, 50)
"""Numbers of people touched for which the share of days is said."""


def run(
    instance_file: InstanceFile,
    release_file: TimetableFile,
    output: Output,
    parts: Annotated[
        list[str] | None,
        typer.Option("--part", help="Only mentors, sites, vans, rooms or staff; may be repeated."),
    ] = None,
    seconds: Annotated[float, typer.Option(help="The most that each repair may take.")] = 1.0,
    days: Annotated[
        int,
        typer.Option(min=0, help="Instead, draw so many days on which some are missing."),
    ] = 0,
    missing: Annotated[
        str,
        typer.Option(help="How many of 1,000 mentors,staff,vans,sites are missing on a day."),
    ] = "20,30,10,3",
    seed: Annotated[int, typer.Option(min=0, help="Of the days drawn.")] = 0,
    workers: Workers = 2,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """Leave out each mentor, site, van, room and member of staff; what hurts most comes first."""
    if not 0 < seconds < float("inf"):
        raise typer.BadParameter(f"--seconds must be above 0, not {seconds:g}.")
    if unknown := [one for one in parts or () if one not in PARTS]:
        raise typer.BadParameter(f"--part is one of {', '.join(PARTS)}, not {unknown[0]}.")
    rates = _rates(missing)
    refuse_output_folder(output)
    from scheduler.cli.counting import Counting
    from scheduler.cli.reading import timetable_of
    from scheduler.cli.stopping import Stoppable
    from scheduler.files import read_instance
    from scheduler.what_if.absences import Rates, Resilience, resilience
    from scheduler.what_if.leaving_out import Part
    from scheduler.what_if.n_minus_one import n_minus_one
    from scheduler.what_if.written import document, write_table

    instance = read_instance(instance_file)
    release = timetable_of(instance, release_file)
    output.mkdir(parents=True, exist_ok=True)
    counting = Counting(quiet=quiet)
    wanted = tuple(Part(one) for one in parts or PARTS)

    def work(should_stop: object) -> Table | Resilience:
        if days:
            return resilience(
                instance,
                release,
                rates=Rates(mentors=rates[0], staff=rates[1], vans=rates[2], sites=rates[3]),
                days=days,
                seed=seed,
                seconds=seconds,
                workers=workers,
                kept=output / KEPT,
                on_row=counting.hear,
                should_stop=should_stop,  # type: ignore[arg-type]
            )
        return n_minus_one(
            instance,
            release,
            parts=wanted,
            seconds=seconds,
            workers=workers,
            kept=output / KEPT,
            on_row=counting.hear,
            should_stop=should_stop,  # type: ignore[arg-type]
        )

    try:
        found = Stoppable(work).finish(counting.tick)
    except ValueError as error:
        raise typer.BadParameter(f"{error}.") from error
    table = found.table if isinstance(found, Resilience) else found
    write_folder(output, lambda folder: write_table(table, folder, "table"))
    shares = {k: found.share(k) for k in TOUCHED} if isinstance(found, Resilience) else {}
    if as_json:
        put(document(table) | ({"shares": shares} if shares else {}))
    if not quiet:
        for most, share in shares.items():
            say(f"{share:.0%} of days can be repaired by touching at most {most} people.")
        if not shares:
            _say_worst(table)
        sum_up(table, output)
    return Exit.INTERRUPTED if table.stopped and not table.rows else Exit.DONE


def _say_worst(table: Table) -> None:
    for row in table.rows[:MOST_SAID]:
        if row.penalty is None:
            say(f"- {row.scenario}: {row.status}. {row.said}")
        elif row.newly_unplaced or row.touched:
            say(
                f"- {row.scenario}: {row.newly_unplaced} newly unplaced, {row.touched} touched,"
                f" {row.more_penalty:+,} points"
            )


def _rates(text: str) -> tuple[int, int, int, int]:
    parts = text.split(",")
    if len(parts) != 4 or not all(one.isdecimal() and int(one) <= 1000 for one in parts):
        raise typer.BadParameter("--missing is four whole numbers to 1000, such as 20,30,10,3.")
    return int(parts[0]), int(parts[1]), int(parts[2]), int(parts[3])

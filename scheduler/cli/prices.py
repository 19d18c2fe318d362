"""``fieldweek prices``: what giving way would gain."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.cli.exits import Exit
from scheduler.cli.paths import AsJson, InstanceFile, TimetableFile, refuse_output
from scheduler.cli.sweep import Quiet
from scheduler.cli.talk import put, say

if TYPE_CHECKING:
    from scheduler.what_if.prices import Price

COLUMNS = ("text", "places", "points", "minutes")


def run(
    instance_file: InstanceFile,
    release_file: TimetableFile,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A CSV file to write besides.")
    ] = None,
    most: Annotated[int, typer.Option(min=1, help="How many are tried.")] = 40,
    seconds: Annotated[float, typer.Option(help="The most that each solve may take.")] = 1.0,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """Price one more seat, intern or section, or a later start: found by re-solving."""
    if not 0 < seconds < float("inf"):
        raise typer.BadParameter(f"--seconds must be above 0, not {seconds:g}.")
    if output is not None:
        refuse_output(output, instance_file, release_file)
    from scheduler.cli.reading import timetable_of
    from scheduler.cli.stopping import Stoppable
    from scheduler.files import read_instance
    from scheduler.what_if.prices import prices

    instance = read_instance(instance_file)
    release = timetable_of(instance, release_file)

    def hear(number: int, of: int, price: Price | None) -> None:
        if not quiet and price is not None and (price.places > 0 or price.points > 0):
            say(f"{number:,} of {of:,}  {price.sentence}")

    found = Stoppable(
        lambda should_stop: prices(
            instance,
            release,
            most=most,
            seconds=seconds,
            on_price=hear,
            should_stop=should_stop,
        )
    ).finish(lambda: None)
    rows = [{name: getattr(one, name) for name in COLUMNS} for one in found]
    if output is not None:
        with output.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    if as_json:
        put({"prices": rows})
    else:
        for one in found:
            print(one.sentence)
    if not found and not quiet:
        say("Nothing that was tried gains anything.")
    return Exit.DONE

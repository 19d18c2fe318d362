"""``fieldweek reshuffle``: something changes; repairs of what people live by."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.cli.exits import Exit
from scheduler.cli.paths import AsJson, InstanceFile, refuse_output_folder, write_folder
from scheduler.cli.talk import put, say
from scheduler.domain.words import several

if TYPE_CHECKING:
    from scheduler.domain.repairs import Repair


def run(
    instance_file: InstanceFile,
    release_file: Annotated[
        Path,
        typer.Option(
            "--release", help="The timetable people live by.", exists=True, dir_okay=False
        ),
    ],
    edits_file: Annotated[
        Path,
        typer.Option("--edits", help="What changes, a JSON file.", exists=True, dir_okay=False),
    ],
    since: Annotated[
        str | None,
        typer.Option("--from", metavar="DATE", help="The first date, as 2026-10-12."),
    ] = None,
    seconds: Annotated[float, typer.Option(help="For all repairs together.")] = 10.0,
    seed: Annotated[int, typer.Option(min=0, help="Of the search for the best plan.")] = 0,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="A folder for the repairs and the changed data."),
    ] = None,
    as_json: AsJson = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")] = False,
) -> int:
    """Say whom a change strands, and give repairs from fewest touched to best plan.

    Ctrl-C stops early and keeps the repairs found.
    """
    if not 0 < seconds < float("inf"):
        raise typer.BadParameter(f"--seconds must be above 0, not {seconds:g}.")
    first = _date(since)
    if output is not None:
        refuse_output_folder(output)
    from scheduler.cli.reading import timetable_of
    from scheduler.cli.repairs import document, repair_file, say_repairs
    from scheduler.cli.stopping import Stoppable
    from scheduler.domain.edits import Dated, apply, faults
    from scheduler.domain.repairs import notice_weight
    from scheduler.errors import InvalidInputError
    from scheduler.files import read_edits, read_instance, write_instance, write_timetable
    from scheduler.solver.reshuffle import Base, reshuffle

    instance = read_instance(instance_file)
    release = timetable_of(instance, release_file)
    told = read_edits(edits_file, instance)
    first = first or told.since
    weight = 1
    if first is not None:
        today = date.today()
        if wrong := faults(instance, Dated(edits=told.edits, since=first, until=told.until), today):
            raise InvalidInputError("These edits cannot be made from that date on.", wrong)
        weight = notice_weight(instance.term, today, first)
    applied = apply(instance, told.edits)

    heard: list[Repair] = []
    shown = 0

    def tick() -> None:
        nonlocal shown
        for one in heard[shown:]:
            shown += 1
            if not quiet:
                many = several(len(one.touched), "person", "people")
                say(f"{one.aim.value}: {many} touched, penalty {one.score.penalty:,}")

    if not quiet:
        say("Making the release ready …")
    working = Stoppable(
        lambda should_stop: reshuffle(
            Base(instance, release),
            applied,
            weight=weight,
            seconds=seconds,
            seed=seed,
            on_repair=heard.append,
            should_stop=should_stop,
        )
    )
    repairs = working.finish(tick)
    tick()
    if repairs is None:
        say("No repair was found and none is excluded; give it more --seconds.")
        return Exit.INTERRUPTED if working.was_stopped else Exit.NO_TIMETABLE
    if output is not None:

        def fill(folder: Path) -> None:
            write_instance(applied.instance, folder / "instance.json")
            for number, one in enumerate(repairs.menu, 1):
                write_timetable(one.timetable, folder / repair_file(number))

        write_folder(output, fill)
    before, after = (instance, release), applied.instance
    if as_json:
        put(document(before, after, repairs))
    else:
        say_repairs(before, after, repairs)
    if output is not None and not quiet:
        many = several(len(repairs.menu), "repair")
        say(f"{output}: {many} and the changed data written.")
    return Exit.DONE


def _date(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"--from: {text!r} is no date such as 2026-10-12.") from None

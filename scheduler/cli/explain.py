"""``fieldweek explain``: why something is unplaced, or what contradicts itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scheduler.cli.exits import Exit
from scheduler.cli.paths import AsJson, InstanceFile
from scheduler.cli.talk import put, say
from scheduler.domain.words import several


def run(
    instance_file: InstanceFile,
    timetable_file: Annotated[
        Path | None,
        typer.Argument(
            metavar="TIMETABLE", help="A timetable, a JSON file.", exists=True, dir_okay=False
        ),
    ] = None,
    seconds: Annotated[float, typer.Option(min=0.1, help="To look for a contradiction.")] = 30.0,
    as_json: AsJson = False,
) -> int:
    """Say why each unplaced item is so; without a timetable, what contradicts itself.

    Exit 1 when there is something to explain.
    """
    from scheduler import explain
    from scheduler.cli.reading import timetable_of
    from scheduler.cli.reasons import conflict_lines, reason_lines
    from scheduler.cli.report import conflict_document, reasons_document
    from scheduler.files import read_instance
    from scheduler.service.weeks.names import Names

    instance = read_instance(instance_file)
    timetable = timetable_of(instance, timetable_file) if timetable_file else None
    unplaced = timetable.unplaced if timetable is not None else ()
    found = explain(instance, timetable, seconds=seconds)
    if as_json:
        names = Names(instance)
        put(
            {
                "reasons": reasons_document(found.reasons, names),
                "conflict": conflict_document(found.conflict, names),
            }
        )
    else:
        for line in reason_lines(instance, found.reasons, unplaced):
            print(line)
        if found.conflict is not None:
            for line in conflict_lines(instance, found.conflict):
                print(line)
    if timetable is not None:
        say(f"{several(len(unplaced), 'unplaced item')} explained.")
    elif found.conflict is None:
        say("No contradiction found.")
    return Exit.FINDINGS if found.reasons or found.conflict else Exit.DONE

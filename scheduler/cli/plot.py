"""``fieldweek plot``: pictures of a timetable and of the run that made it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from scheduler.cli.exits import Exit
from scheduler.cli.paths import (
    InstanceFile,
    TimetableFile,
    refuse_output_folder,
    write_folder,
)
from scheduler.cli.talk import say
from scheduler.errors import InvalidInputError


def run(
    instance_file: InstanceFile,
    timetable_file: TimetableFile,
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder to write.")],
    outcome_file: Annotated[
        Path | None,
        typer.Option(
            "--outcome",
            help="What `solve --json` printed, for the gap over time.",
            exists=True,
            dir_okay=False,
        ),
    ] = None,
) -> int:
    """Draw a timetable: PNG and SVG files in a folder; `plot sweep TABLE -o FOLDER`: a sweep."""
    refuse_output_folder(output)
    from scheduler.cli import pictures
    from scheduler.cli.reading import timetable_of
    from scheduler.cli.show import warn_of_broken_rules
    from scheduler.files import read_instance

    instance = read_instance(instance_file)
    timetable = timetable_of(instance, timetable_file)
    history = _history(outcome_file) if outcome_file else None
    warn_of_broken_rules(instance, timetable)
    names: list[str] = []
    write_folder(
        output, lambda folder: names.extend(pictures.draw(instance, timetable, history, folder))
    )
    for name in names:
        say(f"{output / name}.png")
    return Exit.DONE


def _history(path: Path) -> list[dict[str, Any]]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))["history"]
        return [
            {key: one[key] for key in ("seconds", "unplaced", "penalty", "bound", "gap")}
            for one in found
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise InvalidInputError(
            f"{path} is not what `fieldweek solve --json` prints; save its output again."
        ) from error

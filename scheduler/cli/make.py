"""``fieldweek make``: make up a plausible school."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scheduler.cli.exits import Exit
from scheduler.cli.paths import refuse_output
from scheduler.cli.talk import say
from scheduler.domain.words import several

MOST_NOTES = 10
"""Demands that cannot be met that are said; the rest is counted."""


def run(
    preset: Annotated[str, typer.Argument(help="small, met, district or network.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write.")],
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same bytes.")] = 1,
    planted: Annotated[
        bool,
        typer.Option("--planted", help="A timetable with nothing unplaced is known to exist."),
    ] = False,
) -> int:
    """Make up a plausible school and write its data."""
    refuse_output(output)
    from scheduler.files import write_instance
    from scheduler.made import make

    made = make(preset, seed, planted)
    write_instance(made.instance, output)
    instance = made.instance
    say(
        f"{output}: {instance.name}, {several(len(instance.students), 'student')},"
        f" {several(len(instance.mentors), 'mentor')},"
        f" {several(sum(len(w.sections) for w in instance.workshops), 'section')}."
    )
    for note in made.report.notes[:MOST_NOTES]:
        say(f"- {note.text}")
    if len(made.report.notes) > MOST_NOTES:
        say(f"… and {len(made.report.notes) - MOST_NOTES:,} more demands that cannot be met.")
    return Exit.DONE

"""``fieldweek import``: begin with the lists a school has."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scheduler.cli.exits import Exit
from scheduler.cli.paths import refuse_output
from scheduler.cli.talk import say
from scheduler.domain.words import several

app = typer.Typer(no_args_is_help=True, help="Make a school's data from lists it has.")


@app.callback()
def group() -> None:
    """Make a school's data from lists it has."""


@app.command("csv")
def run(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER", help="CSV files, one a noun.", exists=True, file_okay=False
        ),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="The instance file to write.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what is wrong; write nothing.")
    ] = False,
) -> int:
    """Read a folder of CSV files, check them, and write the school's data."""
    refuse_output(output)
    from scheduler.files import import_csv, write_instance

    instance = import_csv(folder)
    if not dry_run:
        write_instance(instance, output)
    say(
        f"{'Sound' if dry_run else output}: {instance.name},"
        f" {several(len(instance.students), 'student')}."
    )
    return Exit.DONE

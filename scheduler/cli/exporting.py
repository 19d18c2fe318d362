"""``fieldweek export``: the data as lists a school office understands."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scheduler.cli.exits import Exit
from scheduler.cli.paths import InstanceFile, refuse_output_folder, write_folder
from scheduler.cli.talk import say

app = typer.Typer(no_args_is_help=True, help="Write a school's data as lists.")


@app.callback()
def group() -> None:
    """Write a school's data as lists."""


@app.command("csv")
def run(
    instance_file: InstanceFile,
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder to write.")],
) -> int:
    """Write a folder of CSV files, one a noun; ``import csv`` reads them back."""
    refuse_output_folder(output)
    from scheduler.files import export_csv, read_instance

    instance = read_instance(instance_file)
    write_folder(output, lambda folder: export_csv(instance, folder))
    say(f"{output}: {len(list(output.glob('*.csv')))} files.")
    return Exit.DONE

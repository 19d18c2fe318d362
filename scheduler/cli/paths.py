"""Files named on the command line: read with care, written only when all is well."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

InstanceFile = Annotated[
    Path,
    typer.Argument(
        metavar="INSTANCE", help="The school's data, a JSON file.", exists=True, dir_okay=False
    ),
]
TimetableFile = Annotated[
    Path,
    typer.Argument(
        metavar="TIMETABLE", help="A timetable, a JSON file.", exists=True, dir_okay=False
    ),
]
EditsFile = Annotated[
    Path,
    typer.Argument(metavar="EDITS", help="Edits, a JSON file.", exists=True, dir_okay=False),
]
InstanceOption = Annotated[
    Path,
    typer.Option("--instance", help="The school's data, a JSON file.", exists=True, dir_okay=False),
]
ReleaseOption = Annotated[
    Path,
    typer.Option(
        "--release", help="The timetable people live by, a JSON file.", exists=True, dir_okay=False
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document to stdout.")]


def refuse_output(output: Path, *inputs: Path | None) -> None:
    """Refuse, before any work, an output that cannot be written or would hurt an input."""
    for one in inputs:
        if one is not None and output.exists() and output.samefile(one):
            raise typer.BadParameter(f"{output} is also an input; name another file.")
    if output.is_dir():
        raise typer.BadParameter(f"{output} is a folder; name a file.")
    if not output.absolute().parent.is_dir():
        raise typer.BadParameter(f"the folder {output.parent} does not exist; make it first.")
    if not os.access(output.absolute().parent, os.W_OK):
        raise typer.BadParameter(f"the folder {output.parent} cannot be written to.")


def refuse_parts(folder: Path, output: Path) -> None:
    """Refuse, before any work, a folder for parts that is a file or stands in the output's way."""
    if folder.resolve() == output.resolve():
        raise typer.BadParameter(f"{folder} is also the output; name another folder for the parts.")
    if folder.exists() and not folder.is_dir():
        raise typer.BadParameter(f"{folder} is a file; name a folder for the parts with --parts.")


def refuse_output_folder(output: Path) -> None:
    """Refuse, before any work, an output folder that is a file."""
    if output.exists() and not output.is_dir():
        raise typer.BadParameter(f"{output} is a file; name a folder.")


def write_folder(folder: Path, fill: Callable[[Path], object]) -> None:
    """Put the files of a folder in their place only when all of them are made."""
    folder.absolute().parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.absolute().parent, prefix=".making-") as made:
        fill(Path(made))
        folder.mkdir(exist_ok=True)
        for file in sorted(Path(made).iterdir()):
            shutil.move(file, folder / file.name)

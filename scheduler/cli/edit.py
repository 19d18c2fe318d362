"""``fieldweek edit``: change a school's data by a file of edits, or take a change back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scheduler.cli.exits import Exit
from scheduler.cli.paths import EditsFile, InstanceFile, refuse_output
from scheduler.cli.talk import say
from scheduler.domain.words import several


def run(
    instance_file: InstanceFile,
    edits_file: EditsFile,
    output: Annotated[Path, typer.Option("--output", "-o", help="The data file to write.")],
    undo: Annotated[
        Path | None,
        typer.Option("--undo", help="Also write the edits that undo these, to the byte."),
    ] = None,
) -> int:
    """Make edits in a school's data and write what comes of them."""
    refuse_output(output, instance_file, edits_file)
    if undo is not None:
        refuse_output(undo, instance_file, edits_file)
        if undo.absolute() == output.absolute():
            raise typer.BadParameter(f"{undo} is to hold the data; name another file.")
    from scheduler.domain.edits import apply
    from scheduler.files import read_edits, read_instance, write_edits, write_instance

    instance = read_instance(instance_file)
    edits = read_edits(edits_file, instance).edits
    applied = apply(instance, edits)
    write_instance(applied.instance, output)
    if undo is not None:
        write_edits(applied.undo, undo)
    say(
        f"{output}: {several(len(edits), 'edit')} made,"
        f" {several(len(applied.changed), 'person or thing', 'people and things')} changed."
    )
    return Exit.DONE

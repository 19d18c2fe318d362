"""``fieldweek schema``: what the files may hold."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from scheduler.cli.exits import Exit
from scheduler.cli.talk import put


class Kind(StrEnum):
    """The kinds of file."""

    INSTANCE = "instance"
    TIMETABLE = "timetable"
    EDITS = "edits"


def run(
    kind: Annotated[Kind, typer.Argument(help="Which kind of file.")] = Kind.INSTANCE,
) -> int:
    """Print the JSON Schema of a kind of file."""
    from scheduler.files import schema

    put(schema(kind.value))
    return Exit.DONE

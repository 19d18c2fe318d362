"""``fieldweek plot sweep``: pictures of a table of scenarios."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from scheduler.cli.exits import Exit
from scheduler.cli.paths import refuse_output_folder, write_folder
from scheduler.cli.talk import say
from scheduler.errors import InvalidInputError


class BesidePlot(TyperCommand):
    """Two words to who types it, and in what is said about it; one word to the parser."""

    def make_context(self, info_name: str | None, *given: Any, **more: Any) -> Any:
        """Go by the two words."""
        return super().make_context("plot sweep", *given, **more)


def run(
    table_file: Annotated[
        Path,
        typer.Argument(
            metavar="TABLE", help="What `sweep` wrote, table.json.", exists=True, dir_okay=False
        ),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder to write.")],
) -> int:
    """Draw a sweep: people touched against points, and what is unplaced."""
    refuse_output_folder(output)
    from scheduler.cli import pictures
    from scheduler.cli.pictures import sweeps

    rows = _rows(table_file)
    if not any(row["penalty"] is not None for row in rows):
        raise InvalidInputError(f"{table_file} has no scenario with a repair to draw.")
    names: list[str] = []
    write_folder(
        output,
        lambda folder: names.extend(pictures.drawn({"sweep": lambda: sweeps.figure(rows)}, folder)),
    )
    for name in names:
        say(f"{output / name}.png")
    return Exit.DONE


def _rows(path: Path) -> list[dict[str, Any]]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))["rows"]
        keys = ("scenario", "touched", "more_penalty", "newly_unplaced", "penalty")
        return [{key: one[key] for key in keys} for one in found]
    except (ValueError, KeyError, TypeError) as error:
        raise InvalidInputError(
            f"{path} is not what `fieldweek sweep` writes; name its table.json."
        ) from error

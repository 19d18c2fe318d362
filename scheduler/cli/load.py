"""``fieldweek load``: a school's data, and a timetable of it, into the service's store."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from scheduler.cli.paths import InstanceFile
from scheduler.cli.talk import put, say


def run(
    instance_file: InstanceFile,
    timetable_file: Annotated[
        Path | None,
        typer.Argument(help="A timetable of it.", exists=True, dir_okay=False, show_default=False),
    ] = None,
) -> int:
    """Put a school's data, and a timetable of it, into the service's store.

    Where the store is, settings in the environment say (docs/reference/settings.md).
    """
    from scheduler.cli.reading import timetable_of
    from scheduler.config import read_settings
    from scheduler.files import read_instance
    from scheduler.service.loading import load
    from scheduler.store.engine import open_store
    from scheduler.store.migrations import migrate

    instance = read_instance(instance_file)
    timetable = timetable_of(instance, timetable_file) if timetable_file else None
    settings = read_settings()
    migrate(settings.database_url)
    with closing(open_store(settings.database_url)) as store:
        loaded = load(store, instance, timetable)
    kept = loaded.timetable
    say(f"{instance.name} is in the store{'' if kept is None else ', with its timetable'}.")
    for one in loaded.warnings:
        say(f"WARNING: {one.sentence}")
    put(
        {
            "instance": loaded.version.id,
            "term": loaded.version.term,
            "timetable": None if kept is None else kept.id,
        }
    )
    return 0

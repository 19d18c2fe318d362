"""``fieldweek migrate``, ``backup``, ``restore`` and ``tidy``: the store as a whole.

Where the store is, and how long things are kept, is said by settings in the environment.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scheduler.cli.talk import put, say

File = Annotated[Path, typer.Argument(help="File of the backup.", show_default=False)]


def migrate() -> None:
    """Make the store, or bring it up to date; nothing in it is lost."""
    from scheduler.config import read_settings
    from scheduler.store.migrations import migrate, newest

    migrate(read_settings().database_url)
    say(f"The store is up to date ({newest()}).")


def backup(file: File) -> None:
    """Copy the whole store into a file, while the service goes on."""
    from scheduler.config import read_settings
    from scheduler.store.backup import backup

    backup(read_settings().database_url, file)
    say(f"Backup: {file}. It holds everybody's names: keep it safe.")


def restore(file: File) -> None:
    """Put a backup into a store that is empty; nothing is written over."""
    from scheduler.config import read_settings
    from scheduler.store.backup import restore

    restore(read_settings().database_url, file)
    say("Restored. Erase anew whoever was erased after the backup was made.")


def tidy(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be deleted.")
    ] = False,
) -> None:
    """Delete what was kept long enough, by the days that the settings say."""
    from scheduler.config import read_settings
    from scheduler.store.engine import open_store
    from scheduler.store.retention import let_go

    settings = read_settings()
    store = open_store(settings.database_url)
    try:
        with store.write() as tx:
            counts = let_go(tx, settings, dry=dry_run)
    finally:
        store.close()
    put({"deleted": {} if dry_run else counts, "due": counts if dry_run else {}})

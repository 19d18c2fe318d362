"""An instance out as a folder of lists."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from scheduler.domain.instance import Instance
from scheduler.files.csv_folder.cells import shown
from scheduler.files.csv_folder.columns import Column, Table
from scheduler.files.csv_folder.tables import LISTS, TERM
from scheduler.files.writing import instance_bytes, replace_file, timetable_bytes


def export_csv(instance: Instance, folder: str | os.PathLike[str]) -> None:
    """Write a school's data as a folder of lists, one file a noun.

    Every list is written, if only its header; the folder is made where there is none.
    Files of other names in it stay as they are.

    Raises
    ------
    OSError
        Where the folder cannot be written.

    """
    data = json.loads(instance_bytes(instance))
    files = {TERM.file: _text(TERM, [("", data)])}
    files |= {table.file: _text(table, _entries(table, data)) for table in LISTS}
    timetables = {"pins.json": instance.pins.timetable, "release.json": instance.release}
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        replace_file(target / name, text)
    for name, timetable in timetables.items():
        if timetable is None:
            # Left from an earlier export it would come back with the next import.
            (target / name).unlink(missing_ok=True)
        else:
            replace_file(target / name, timetable_bytes(timetable))


def _entries(table: Table, data: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every entry that has a row in this file, with the id of what it belongs to."""
    if table.owner:
        for owner in data.get(table.owner, ()):
            for entry in at(owner, table.path) or ():
                yield owner["id"], entry
    else:
        for entry in at(data, table.path) or ():
            yield "", entry


def at(entry: Any, path: Sequence[str]) -> Any:
    """Follow keys inwards; None where one of them is left out."""
    for key in path:
        entry = None if entry is None else entry.get(key)
    return entry


def _text(table: Table, entries: Iterable[tuple[str, dict[str, Any]]]) -> bytes:
    """One list as a spreadsheet saves it: UTF-8 with a mark, lines ended by CR LF."""
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    before = [table.owner_header] if table.owner else []
    rows.writerow([*before, *(column.header for column in table.columns)])
    for owner, entry in entries:
        named = [shown(owner)] if table.owner else []
        rows.writerow([*named, *(_cell(column, entry) for column in table.columns)])
    return text.getvalue().encode("utf-8-sig")


def _cell(column: Column, entry: dict[str, Any]) -> str:
    value = at(entry, column.path)
    return "" if value is None else shown(column.cell.write(value))

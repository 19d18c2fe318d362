"""A folder of lists in: an instance, or every fault with its file, line and column."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path as FilePath
from typing import Any

from scheduler.domain.instance import Instance
from scheduler.errors import Fault, InvalidInputError
from scheduler.files.csv_folder.cells import meant
from scheduler.files.csv_folder.columns import Column, Table
from scheduler.files.csv_folder.rows import Row, rows_of
from scheduler.files.csv_folder.tables import LISTS, TERM, TIMETABLES
from scheduler.files.json_text import by_line, bytes_of, decoded, json_of
from scheduler.files.paths import Path, text_of
from scheduler.files.reading import checked, shaped
from scheduler.files.refusing import Locate, refuse, refuse_whole, thing_at
from scheduler.files.shapes import instance_adapter


def import_csv(folder: str | os.PathLike[str]) -> Instance:
    """Read a school's data from a folder of lists, one file a noun.

    Only ``term.csv`` has to be there; a list that is missing is empty.

    Raises
    ------
    InvalidInputError
        With every fault found, each with file, line and column.

    """
    here = FilePath(folder)
    try:
        names = sorted(one.name for one in here.iterdir())
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or str(error)
        refuse_whole(str(here), f"It is no folder of lists: {said}.", "Check the name.")
    return _imported(os.fspath(folder), names, lambda name: bytes_of(here / name))


def parse_lists(lists: Mapping[str, bytes], source: str) -> Instance:
    """Read a school's data from lists that are at hand, by file name; `source` names them all.

    Raises
    ------
    InvalidInputError
        With every fault found, each with file, line and column.

    """
    return _imported(source, sorted(lists), lambda name: lists[name])


def _imported(source: str, names: Sequence[str], read: Callable[[str], bytes]) -> Instance:
    lists = _Lists(source, names, read)
    lists.read()
    text = json.dumps(lists.data, ensure_ascii=False)
    found = shaped(instance_adapter(), text, lists.data, lists.locate)
    wrong = found if isinstance(found, list) else []
    if isinstance(found, list) or lists.faults:
        told = [fault for fault in wrong if fault.position not in lists.unread]
        refuse(source, [*lists.faults, *told])
    return checked(found, source, lists.locate)


class _Lists:
    """What is read so far: the data as in an instance file, and where each part stood."""

    def __init__(self, source: str, names: Sequence[str], read: Callable[[str], bytes]) -> None:
        self.source, self.names, self._bytes_of = source, names, read
        self.data: dict[str, Any] = {}
        self.faults: list[Fault] = []
        self.unread: set[str] = set()
        """Positions of cells that could not be read, so that they are told once."""
        self._rows: dict[Path, tuple[Table, Row]] = {}
        self._timetables: dict[Path, Locate] = {}

    def read(self) -> None:
        """Read every file of the folder."""
        self._look_around()
        for row in self._rows_of(TERM)[:1]:
            self._rows[()] = (TERM, row)
            self._fill(self.data, (), TERM, row)
        for table in LISTS:
            if table.owner:
                self._read_parts(table)
            else:
                self._read_list(table)
        for name, path in TIMETABLES.items():
            self._read_timetable(name, path)

    def _look_around(self) -> None:
        known = [TERM.file, *(table.file for table in LISTS)]
        if TERM.file not in self.names:
            refuse_whole(
                self.source, f"It has no {TERM.file}.", "Add it, or choose another folder."
            )
        for name in self.names:
            if name.lower().endswith(".csv") and name not in known and not name.startswith("."):
                near = get_close_matches(name, known, n=1)
                guess = f"Did you mean {near[0]}? " if near else ""
                self.faults.append(
                    Fault(
                        thing=f"file {name}",
                        field="",
                        message="No list has this name.",
                        next_step=f"{guess}Rename it or take it out of the folder.",
                        position=name,
                    )
                )

    def _text_of(self, name: str) -> str | None:
        """The text of a file; None where there is none, or none that can be read."""
        if name not in self.names:
            return None
        try:
            return decoded(self._bytes_of(name), name)
        except InvalidInputError as error:
            self.faults += error.faults
            return None

    def _rows_of(self, table: Table) -> list[Row]:
        text = self._text_of(table.file)
        return [] if text is None else rows_of(text, table, self.faults)

    def _read_list(self, table: Table) -> None:
        rows = self._rows_of(table)
        if rows or table.always:
            entries = _list_at(self.data, table.path)
            for row in rows:
                self._add(entries, table.path, table, row)

    def _read_parts(self, table: Table) -> None:
        owners: dict[str, tuple[int, dict[str, Any]]] = {}
        for index, owner in enumerate(self.data.get(table.owner, ())):
            if table.always:
                _list_at(owner, table.path)
            owners.setdefault(str(owner.get("id")), (index, owner))
        for row in self._rows_of(table):
            name = meant(row.cells.get(table.owner_header, "")) or ""
            if name in owners:
                index, owner = owners[name]
                path: Path = (table.owner, index, *table.path)
                self._add(_list_at(owner, table.path), path, table, row)
            else:
                message = f'No {table.owner_header} has the id "{name}".'
                self._refuse_cell(
                    f"file {table.file}", table, row, table.owner_header, message, "Mend the id."
                )

    def _add(self, entries: list[Any], path: Path, table: Table, row: Row) -> None:
        here = (*path, len(entries))
        entry: dict[str, Any] = {}
        entries.append(entry)
        self._rows[here] = (table, row)
        self._fill(entry, here, table, row)

    def _fill(self, entry: dict[str, Any], here: Path, table: Table, row: Row) -> None:
        for column in table.columns:
            text = meant(row.cells.get(column.header, ""))
            if text is None:
                continue
            try:
                value = column.cell.read(text)
            except (ValueError, KeyError):
                what, example = column.cell.what, column.cell.example
                thing, _ = thing_at((*here, *column.path), self.data)
                message = f'"{text}" is not {what}.'
                self._refuse_cell(
                    thing, table, row, column.header, message, f"Write it as: {example}"
                )
            else:
                inner = entry
                for key in column.path[:-1]:
                    inner = inner.setdefault(key, {})
                inner[column.path[-1]] = value

    def _refuse_cell(
        self, thing: str, table: Table, row: Row, header: str, message: str, next_step: str
    ) -> None:
        position = _position(table, row, header)
        self.unread.add(position)
        self.faults.append(
            Fault(
                thing=thing, field=header, message=message, next_step=next_step, position=position
            )
        )

    def _read_timetable(self, name: str, path: tuple[str, ...]) -> None:
        text = self._text_of(name)
        if text is None:
            return
        try:
            raw = json_of(text, name)
        except InvalidInputError as error:
            self.faults += error.faults
            return
        inner = self.data
        for key in path[:-1]:
            inner = inner.setdefault(key, {})
        inner[path[-1]] = raw
        self._timetables[path] = by_line(text, name)

    def locate(self, paths: Sequence[Path]) -> dict[Path, str]:
        """Say in which file, line and column each path of the data stood."""
        return {path: self._where(path) for path in paths}

    def _where(self, path: Path) -> str:
        for start, locate in self._timetables.items():
            if path[: len(start)] == start:
                rest = path[len(start) :]
                return locate([rest])[rest]
        for size in range(len(path), -1, -1):
            if path[:size] in self._rows:
                table, row = self._rows[path[:size]]
                column = _column_for(table, path[size:])
                return _position(table, row, column.header if column else "")
        return text_of(path)


def _list_at(entry: dict[str, Any], path: tuple[str, ...]) -> list[Any]:
    for key in path[:-1]:
        entry = entry.setdefault(key, {})
    found: list[Any] = entry.setdefault(path[-1], [])
    return found


def _column_for(table: Table, inside: Path) -> Column | None:
    """The column that holds a path inside an entry, or the first that is part of it."""
    for column in table.columns:
        size = min(len(column.path), len(inside))
        if size and column.path[:size] == inside[:size]:
            return column
    return None


def _position(table: Table, row: Row, header: str) -> str:
    return f"{table.file} line {row.line}" + (f", column {header}" if header else "")

"""One list in: its rows, by column, each with its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from scheduler.errors import Fault
from scheduler.files.csv_folder.columns import Table


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line it begins on, and its cells by header."""

    line: int
    cells: dict[str, str]


def rows_of(text: str, table: Table, faults: list[Fault]) -> list[Row]:
    """Read the rows of a list; what is wrong with it as a whole goes to ``faults``."""
    try:
        lines = list(_lines(text))
    except csv.Error as error:
        faults.append(
            _fault(table, "", f"It is not a list of cells: {error}.", "Save it anew as CSV.")
        )
        return []
    if not lines:
        faults.append(_fault(table, "", "It is empty.", f"Begin with: {', '.join(_all(table))}."))
        return []
    (_, header), body = lines[0], lines[1:]
    names = [_plain(cell) for cell in header]
    wrong = list(_of_header(names, table))
    faults += wrong
    if wrong:
        return []
    for line, cells in body:
        if any(cell.strip() for cell in cells[len(names) :]):
            faults.append(
                _fault(
                    table,
                    "",
                    "The row has more cells than there are columns.",
                    "Put text with commas in quotation marks.",
                    line,
                )
            )
    return [Row(line, dict(zip(names, cells, strict=False))) for line, cells in body]


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield every row that is not blank with the line it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield begins, cells
        begins = reader.line_num + 1


def _plain(header: str) -> str:
    return " ".join(header.replace("_", " ").lower().split())


def _all(table: Table) -> list[str]:
    own = [column.header for column in table.columns]
    return [table.owner_header, *own] if table.owner else own


def _of_header(names: list[str], table: Table) -> Iterator[Fault]:
    known = _all(table)
    for index, name in enumerate(names):
        if name and name not in known:
            near = get_close_matches(name, known, n=1)
            guess = f'Did you mean "{near[0]}"?' if near else f"Known are: {', '.join(known)}."
            yield _fault(table, name, f'There is no column "{name}" in this list.', guess, 1)
        elif name and name in names[:index]:
            yield _fault(table, name, "The column is there twice.", "Take one of the two out.", 1)
    needed = [column.header for column in table.columns if column.needed]
    for name in [table.owner_header, *needed] if table.owner else needed:
        if name not in names:
            yield _fault(table, name, "The column is missing.", "Add it to the first line.", 1)


def _fault(table: Table, field: str, message: str, next_step: str, line: int = 0) -> Fault:
    return Fault(
        thing=f"file {table.file}",
        field=field,
        message=message,
        next_step=next_step,
        position=f"{table.file} line {line}" if line else table.file,
    )

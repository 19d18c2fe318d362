"""Tables for a spreadsheet: CSV and XLSX, safe to open whatever names are in them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO

import xlsxwriter

Cell = str | int | float | None
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table with a heading to each column; shares are numbers from 0 to 1."""

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    shares: frozenset[int] = frozenset()
    """The columns that are written as percent."""


def csv_of(sheet: Sheet) -> bytes:
    """Write a table as CSV for programs and spreadsheets alike.

    A text that a spreadsheet would run as a formula gets an apostrophe before it, as
    spreadsheets themselves write it.
    """
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(sheet.headings)
    for row in sheet.rows:
        writer.writerow([_safe(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def xlsx_of(sheets: Iterable[Sheet]) -> bytes:
    """Write tables as a workbook, one sheet each; texts are texts, never formulas or links."""
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        percent = book.add_format({"num_format": "0.0 %"})
        for sheet in sheets:
            page = book.add_worksheet(sheet.title[:31])
            page.freeze_panes(1, 1)
            page.write_row(0, 0, sheet.headings, bold)
            for column, heading in enumerate(sheet.headings):
                page.set_column(column, column, max(10, min(40, len(heading) + 2)))
            for number, row in enumerate(sheet.rows, start=1):
                for column, cell in enumerate(row):
                    if isinstance(cell, str):
                        page.write_string(number, column, cell)
                    elif cell is not None:
                        page.write_number(
                            number, column, cell, percent if column in sheet.shares else None
                        )
    return out.getvalue()


def _safe(cell: Cell) -> Cell:
    if isinstance(cell, float):
        return round(cell, 4)
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell

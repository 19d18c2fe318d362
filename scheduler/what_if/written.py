"""Tables of a sweep on their way out: CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from scheduler.what_if.rows import Row, Table, columns_of


def csv_text(rows: Iterable[Row]) -> str:
    """A line a row under the names of the columns; what a row has not is empty.

    A cell that a spreadsheet would run begins with an apostrophe.
    """
    columns = columns_of(rows)
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns)
    for cells in zip(*columns.values(), strict=True):
        writer.writerow([_cell(one) for one in cells])
    return file.getvalue()


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, float):
        return round(value, 6)
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r", "'"):
        return f"'{value}"
    return value


def document(table: Table) -> dict[str, Any]:
    """The table as one JSON document."""
    return {
        "stopped": table.stopped,
        "base": table.base.flat(),
        "rows": [one.flat() for one in table],
        "ranges": [asdict(one) for one in table.ranges()],
    }


def write_table(table: Table, folder: Path, name: str) -> None:
    """Write a table as CSV and JSON into a folder."""
    text = csv_text((table.base, *table))
    (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    said = json.dumps(document(table), indent=1, ensure_ascii=False)
    (folder / f"{name}.json").write_text(said + "\n", encoding="utf-8")

"""A week printed as a table in the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from scheduler.domain.calendar import DAY_NAMES
from scheduler.service.weeks.week import Row, Week, rows_of

if TYPE_CHECKING:
    from rich.console import Console

NARROW = 16
"""Columns that every weekday has at least."""


def print_week(console: Console, week: Week, cycle: int) -> None:
    """Print a week as a table, once where all weeks of the cycle are alike."""
    console.print(week.title, style="bold", markup=False)
    weeks = [rows_of(week, number) for number in range(cycle)]
    if len(set(weeks)) == 1:
        _print_rows(console, week.weekdays, weeks[0])
    else:
        for number, rows in enumerate(weeks):
            console.print(f"Week {number + 1} of {cycle}", style="bold")
            _print_rows(console, week.weekdays, rows)
    for note in week.notes:
        console.print(note, markup=False)


def _print_rows(console: Console, weekdays: Sequence[int], rows: Sequence[Row]) -> None:
    from rich.table import Table
    from rich.text import Text

    if not rows:
        console.print("(nothing)")
        return
    table = Table(show_lines=True)
    table.add_column("", no_wrap=True)
    for day in weekdays:
        table.add_column(DAY_NAMES[day], min_width=NARROW)
    for row in rows:
        style = "dim" if row.label.endswith("lunch") else ""
        table.add_row(Text(row.label, style=style), *(Text(cell) for cell in row.cells))
    console.print(table)

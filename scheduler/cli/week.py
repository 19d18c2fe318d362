"""A week of anything as a grid: weekdays across, times down."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.cli.sentences import clock_text
from scheduler.domain.calendar import DAY_NAMES, GridSlot

if TYPE_CHECKING:
    from rich.console import Console

WHOLE_DAY = (0, 24 * 60)
GOES_ON = "″"
NARROW = 16
"""Columns that every weekday has at least."""
MOST_NAMED = 40
"""Names in a note; what is more is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something on a weekday, from a minute to a minute, in some weeks of the cycle."""

    day: int
    start: int
    end: int
    text: str
    weeks: tuple[int, ...] = ()
    """Empty: every week."""

    def holds_in(self, week: int) -> bool:
        """Whether it holds in this week of the cycle."""
        return not self.weeks or week in self.weeks


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """What there is to show of one thing: a title, entries on a grid, and notes."""

    title: str
    weekdays: tuple[int, ...]
    grid: tuple[GridSlot, ...] = ()
    """The rows; entries outside it get rows of their own."""
    entries: tuple[Entry, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the grid: its time, and a cell a weekday."""

    label: str
    cells: tuple[str, ...]


def rows_of(week: Week, number: int) -> tuple[Row, ...]:
    """Lay out one week of the cycle.

    An entry is written in the first row it overlaps on its weekday; in the rows after
    it, a mark says that it goes on.
    """
    entries = sorted(
        (entry for entry in week.entries if entry.holds_in(number)),
        key=lambda entry: (entry.day, entry.start, entry.end, entry.text),
    )
    slots = {day: [slot for slot in week.grid if slot.day == day] for day in week.weekdays}
    times = {slot.minutes for day in week.weekdays for slot in slots[day]}
    cells: dict[tuple[tuple[int, int], int], list[str]] = {}
    for entry in entries:
        here = [slot.minutes for slot in slots.get(entry.day, ()) if _meet(slot.minutes, entry)]
        for place, time in enumerate(here or [(entry.start, entry.end)]):
            times.add(time)
            said = cells.setdefault((time, entry.day), [])
            said.append(entry.text if place == 0 else f"{GOES_ON} {entry.text.splitlines()[0]}")
    lunch = {slot.minutes for slot in week.grid if slot.lunch}
    return tuple(
        Row(
            label=_label(time) + (" lunch" if time in lunch else ""),
            cells=tuple("\n".join(_once(cells.get((time, day), ()))) for day in week.weekdays),
        )
        for time in sorted(times)
    )


def _meet(time: tuple[int, int], entry: Entry) -> bool:
    return time[0] < entry.end and entry.start < time[1]


def _label(time: tuple[int, int]) -> str:
    return "all day" if time == WHOLE_DAY else f"{clock_text(time[0])}-{clock_text(time[1])}"


def _once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def listed(names: Sequence[str]) -> str:
    """List names for a note, not too many."""
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


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

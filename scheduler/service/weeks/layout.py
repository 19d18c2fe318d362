"""A week laid out as a table: times down, days across, long entries over several rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.service.weeks.columns import Column
from scheduler.service.weeks.sentences import clock_text
from scheduler.service.weeks.week import WHOLE_DAY, Entry, Week

Time = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An entry where it is written: with its times where the row has others."""

    entry: Entry
    times: str = ""
    goes_on: bool = False
    """Whether it began in a row above."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What a day has from a row on, over so many rows."""

    shown: tuple[Shown, ...] = ()
    rows: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeRow:
    """One row: its time, and a cell a day; None where a cell from above reaches."""

    label: str
    lunch: bool
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """A week ready to be drawn, as a table and as a list a day."""

    columns: tuple[Column, ...]
    rows: tuple[TimeRow, ...]
    days: tuple[tuple[Entry, ...], ...]
    """Entries of each column in order of time."""


def lay_out(weeks: Week | Sequence[Week], columns: Sequence[Column]) -> Laid:
    """Put the entries of a week into rows and columns.

    An entry reaches over all rows that it overlaps where no other of its day overlaps
    it in part; else it is written again in each of them.

    Parameters
    ----------
    weeks
        One week, or one for each column: on some dates another release may hold.
    """
    chosen = [weeks] * len(columns) if isinstance(weeks, Week) else weeks
    pairs = tuple(zip(chosen, columns, strict=True))
    days = tuple(_entries_of(week, column) for week, column in pairs)
    found = [
        _times_of(week, column, entries)
        for (week, column), entries in zip(pairs, days, strict=True)
    ]
    times = sorted({time for times, _ in found for time in times})
    place = {time: number for number, time in enumerate(times)}
    cells = [
        _cells_of(entries, [[place[t] for t in each] for each in reached], times)
        for entries, (_, reached) in zip(days, found, strict=True)
    ]
    lunch = {slot.minutes for week in chosen for slot in week.grid if slot.lunch}
    rows = tuple(
        TimeRow(
            label=time_text(time),
            lunch=time in lunch,
            cells=tuple(column[number] for column in cells),
        )
        for number, time in enumerate(times)
    )
    return Laid(columns=tuple(columns), rows=rows, days=days)


def time_text(time: Time) -> str:
    """Write from when to when.

    >>> time_text((540, 600))
    '09:00–10:00'
    """
    return "all day" if time == WHOLE_DAY else f"{clock_text(time[0])}–{clock_text(time[1])}"


def _entries_of(week: Week, column: Column) -> tuple[Entry, ...]:
    if column.pattern is None:
        return ()
    number, day = column.pattern
    found = [entry for entry in week.entries if entry.day == day and entry.holds_in(number)]
    if column.date is not None:
        blocks = [
            entry
            for entry in week.entries
            if entry.day == day and entry.dates is not None and entry.dates.covers(column.date)
        ]
        # A student in a block is away the whole day, whatever else the pattern has.
        away = [entry for entry in blocks if entry.whole_day]
        found = away or [*blocks, *found]
    return tuple(sorted(found, key=lambda entry: (entry.start, entry.end, entry.text)))


def _times_of(
    week: Week, column: Column, entries: Sequence[Entry]
) -> tuple[list[Time], list[list[Time]]]:
    """Times of the rows a day needs, and for each entry those that it reaches."""
    day = column.pattern[1] if column.pattern else None
    slots = [slot.minutes for slot in week.grid if slot.day == day]
    # A whole day on a weekday without slots reaches over those of the other weekdays.
    rows = slots or [slot.minutes for slot in week.grid]
    reached = [
        [row for row in (rows if entry.whole_day else slots) if _meet(row, entry)]
        or [(entry.start, entry.end)]
        for entry in entries
    ]
    return [*slots, *(time for each in reached for time in each)], reached


def _meet(row: Time, entry: Entry) -> bool:
    return row[0] < entry.end and entry.start < row[1]


def _cells_of(
    entries: Sequence[Entry], reached: Sequence[Sequence[int]], times: Sequence[Time]
) -> list[Cell | None]:
    spans = [(min(rows), max(rows)) for rows in reached]
    cells: list[Cell | None] = [Cell() for _ in times]
    row = 0
    while row < len(times):
        here = [i for i, rows in enumerate(reached) if row in rows]
        alone = {spans[i] for i in here}
        first, last = min(alone, default=(row, row))
        meeting = [s for s in spans if s[0] <= last and first <= s[1]]
        if len(alone) == 1 and first == row and all(s == (first, last) for s in meeting):
            whole = (times[first][0], times[last][1])
            cells[row] = Cell(
                shown=tuple(_shown(entries[i], whole) for i in here), rows=last - first + 1
            )
            for covered in range(first + 1, last + 1):
                cells[covered] = None
            row = last + 1
        else:
            cells[row] = Cell(
                shown=tuple(_shown(entries[i], times[row], goes_on=spans[i][0] < row) for i in here)
            )
            row += 1
    return cells


def _shown(entry: Entry, row: Time, *, goes_on: bool = False) -> Shown:
    time = (entry.start, entry.end)
    same = time in (row, WHOLE_DAY)
    return Shown(entry=entry, times="" if same else time_text(time), goes_on=goes_on)

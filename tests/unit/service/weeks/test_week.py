from __future__ import annotations

from dataclasses import replace

from scheduler.domain.calendar import Grid
from scheduler.service.weeks.week import WHOLE_DAY, Entry, EntryKind, Line, Week, rows_of
from tests import factories as f

GRID = f.grid(days=2, slots=4)  # 9 to 13, lunch at 12


def _entry(day: int, start: str, end: str, text: str, *weeks: int) -> Entry:
    first, last = f.span(day, start, end).minutes
    return Entry(
        day=day,
        start=first,
        end=last,
        kind=EntryKind.SESSION,
        lines=(Line(text),),
        weeks=weeks,
    )


def _week(*days: int, entries: tuple[Entry, ...], grid: Grid = ()) -> Week:
    return Week(about="X", name="X", kind="thing", weekdays=days, grid=grid, entries=entries)


def _cells(week: Week, number: int = 0) -> dict[str, tuple[str, ...]]:
    return {row.label: row.cells for row in rows_of(week, number)}


def test_long_entry_is_said_once_and_goes_on() -> None:
    week = _week(0, 1, grid=GRID, entries=(_entry(1, "9:30", "11:00", "lab"),))
    assert _cells(week) == {
        "09:00-10:00": ("", "lab"),
        "10:00-11:00": ("", "″ lab"),
        "11:00-12:00": ("", ""),
        "12:00-13:00 lunch": ("", ""),
    }


def test_entry_outside_the_grid_has_a_row_of_its_own() -> None:
    week = _week(0, grid=GRID, entries=(_entry(0, "7:00", "8:00", "van"),))
    assert next(iter(_cells(week).items())) == ("07:00-08:00", ("van",))


def test_whole_day_fills_the_day() -> None:
    entry = replace(_entry(1, "9:00", "10:00", "OUT"), start=WHOLE_DAY[0], end=WHOLE_DAY[1])
    cells = _cells(_week(0, 1, grid=GRID, entries=(entry,)))
    assert [row[1] for row in cells.values()] == ["OUT", "″ OUT", "″ OUT", "″ OUT"]


def test_two_at_once_are_both_said() -> None:
    entries = (_entry(0, "9:00", "10:00", "b"), _entry(0, "9:00", "10:00", "a"))
    cells = _cells(_week(0, entries=entries))
    assert cells == {"09:00-10:00": ("a\nb",)}


def test_weeks_of_the_cycle_differ() -> None:
    week = _week(0, entries=(_entry(0, "9:00", "10:00", "choir", 1),))
    assert _cells(week, 0) == {}
    assert _cells(week, 1) == {"09:00-10:00": ("choir",)}

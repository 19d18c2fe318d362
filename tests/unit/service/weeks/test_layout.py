from __future__ import annotations

from dataclasses import replace
from datetime import date

from scheduler.domain.calendar import DateSpan, Grid, SpecialDate
from scheduler.service.weeks.columns import Column, dated_columns, pattern_columns, weeks_of_term
from scheduler.service.weeks.layout import Laid, lay_out
from scheduler.service.weeks.week import WHOLE_DAY, Entry, EntryKind, Line, Week
from tests import factories as f

GRID = f.grid(days=2, slots=4)  # 9 to 13, lunch at 12


def _entry(day: int, start: str, end: str, text: str, *weeks: int) -> Entry:
    first, last = f.span(day, start, end).minutes
    return Entry(
        day=day, start=first, end=last, kind=EntryKind.SESSION, lines=(Line(text),), weeks=weeks
    )


def _laid(*entries: Entry, grid: Grid = GRID, columns: tuple[Column, ...] = ()) -> Laid:
    week = Week(about="X", name="X", kind="thing", weekdays=(0, 1), grid=grid, entries=entries)
    return lay_out(week, columns or pattern_columns(f.term(weekdays=(0, 1)), 0))


def _table(laid: Laid) -> list[list[str]]:
    """Texts by row and column; ``|`` where a cell from above reaches, ``×n`` over n rows."""
    found = []
    for row in laid.rows:
        cells = []
        for cell in row.cells:
            if cell is None:
                cells.append("|")
                continue
            said = [
                f"{'…' * one.goes_on}{one.entry.text}{f' {one.times}' if one.times else ''}"
                for one in cell.shown
            ]
            cells.append(", ".join(said) + (f" ×{cell.rows}" if cell.rows > 1 else ""))
        found.append([row.label, *cells])
    return found


def test_long_entry_reaches_over_its_rows() -> None:
    assert _table(_laid(_entry(1, "10:00", "12:00", "lab"))) == [
        ["09:00–10:00", "", ""],
        ["10:00–11:00", "", "lab ×2"],
        ["11:00–12:00", "", "|"],
        ["12:00–13:00", "", ""],
    ]


def test_entry_with_other_times_than_its_rows_says_them() -> None:
    assert [row[1] for row in _table(_laid(_entry(0, "9:30", "11:00", "lab")))] == [
        "lab 09:30–11:00 ×2",
        "|",
        "",
        "",
    ]


def test_entries_that_overlap_in_part_are_written_in_each_row() -> None:
    laid = _laid(_entry(0, "9:00", "11:00", "lab"), _entry(0, "10:00", "12:00", "choir"))
    assert [row[1] for row in _table(laid)] == [
        "lab 09:00–11:00",
        "…lab 09:00–11:00, choir 10:00–12:00",
        "…choir 10:00–12:00",
        "",
    ]


def test_two_at_the_same_time_share_a_cell() -> None:
    laid = _laid(_entry(0, "9:00", "11:00", "b"), _entry(0, "9:00", "11:00", "a"))
    assert _table(laid)[0][1] == "a, b ×2"


def test_whole_day_reaches_over_the_day_and_lunch_is_marked() -> None:
    out = replace(_entry(1, "9:00", "10:00", "OUT"), start=WHOLE_DAY[0], end=WHOLE_DAY[1])
    laid = _laid(out)
    assert [row[2] for row in _table(laid)] == ["OUT ×4", "|", "|", "|"]
    assert [row.lunch for row in laid.rows] == [False, False, False, True]


def test_whole_day_on_a_weekday_without_slots_reaches_over_those_of_the_others() -> None:
    grid = tuple(slot for slot in GRID if slot.day == 0)
    out = replace(_entry(1, "9:00", "10:00", "OUT"), start=WHOLE_DAY[0], end=WHOLE_DAY[1])
    assert [row[2] for row in _table(_laid(out, grid=grid))] == ["OUT ×4", "|", "|", "|"]


def test_without_a_grid_rows_are_the_times_there_are() -> None:
    laid = _laid(_entry(0, "9:00", "15:00", "a"), _entry(1, "8:00", "9:00", "b"), grid=())
    assert _table(laid) == [["08:00–09:00", "", "b"], ["09:00–15:00", "a", ""]]


def test_dates_follow_the_calendar_of_the_term() -> None:
    # The term begins on Monday 7 September 2026.
    holiday = DateSpan(first=date(2026, 9, 8), last=date(2026, 9, 8))
    special = SpecialDate(when=date(2026, 9, 9), day=0)
    term = f.term(weekdays=(0, 1, 2), holidays=(holiday,), special=(special,), cycle=2)
    columns = dated_columns(term, date(2026, 9, 7))
    assert [(c.label, c.pattern, c.note) for c in columns] == [
        ("Monday 7 Sep", (0, 0), ""),
        ("Tuesday 8 Sep", None, "no school"),
        ("Wednesday 9 Sep", (0, 0), "as on a Monday"),
    ]
    before = dated_columns(term, date(2026, 8, 31))
    assert {c.note for c in before} == {"outside the term"}
    assert [c.pattern for c in dated_columns(term, date(2026, 9, 14))] == [(1, 0), (1, 1), (1, 2)]


def test_weeks_of_a_term() -> None:
    term = f.term()
    assert weeks_of_term(term) == (date(2026, 9, 7), date(2026, 9, 14), date(2026, 9, 21))


def test_a_block_takes_the_whole_of_its_dates_and_no_other() -> None:
    block = DateSpan(first=date(2026, 9, 14), last=date(2026, 9, 14))
    out = replace(
        _entry(0, "9:00", "10:00", "OUT"), start=WHOLE_DAY[0], end=WHOLE_DAY[1], dates=block
    )
    choir = _entry(0, "9:00", "10:00", "choir")
    term = f.term(weekdays=(0, 1))
    first = _laid(out, choir, columns=dated_columns(term, date(2026, 9, 7)))
    second = _laid(out, choir, columns=dated_columns(term, date(2026, 9, 14)))
    assert [entry.text for entry in first.days[0]] == ["choir"]
    assert [entry.text for entry in second.days[0]] == ["OUT"]

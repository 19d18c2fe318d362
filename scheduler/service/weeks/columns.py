"""The days of a week looked at: of the pattern, or of real dates with their holidays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.domain.calendar import Term

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One day of a week: the weekday and week of the cycle whose pattern it follows."""

    label: str
    date: date | None = None
    """None: a weekday of the pattern, whatever its date."""
    pattern: tuple[int, int] | None = None
    """Week of the cycle and weekday; None: no school that day."""
    note: str = ""
    """Why there is no school, or whose weekday's timetable it follows."""


def pattern_columns(term: Term, number: int) -> tuple[Column, ...]:
    """Give the weekdays of one week of the cycle, whatever their dates."""
    return tuple(Column(label=WEEKDAYS[day], pattern=(number, day)) for day in term.weekdays)


def monday_of(day: date) -> date:
    """Give the Monday that a date's week begins with.

    >>> monday_of(date(2026, 9, 10))
    datetime.date(2026, 9, 7)
    """
    return day - timedelta(days=day.weekday())


def dated_columns(term: Term, monday: date) -> tuple[Column, ...]:
    """Give the days of the week from a Monday on: those with school or usually with it."""
    found = []
    for day in (monday + timedelta(days=n) for n in range(7)):
        pattern = term.pattern_of(day)
        if pattern is None and day.weekday() not in term.weekdays:
            continue
        note = ""
        if pattern is None:
            outside = not term.first <= day <= term.last
            note = "outside the term" if outside else "no school"
        elif pattern[1] != day.weekday():
            note = f"as on a {WEEKDAYS[pattern[1]]}"
        label = f"{WEEKDAYS[day.weekday()]} {day.day} {day:%b}"
        found.append(Column(label=label, date=day, pattern=pattern, note=note))
    return tuple(found)


def weeks_of_term(term: Term) -> tuple[date, ...]:
    """Give the Mondays of all weeks of a term."""
    monday, found = monday_of(term.first), []
    while monday <= term.last:
        found.append(monday)
        monday += timedelta(days=7)
    return tuple(found)

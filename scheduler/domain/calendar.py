"""When things are: the term, its cycle of weeks, and the slots of a day.

Weekdays are 0 (Monday) to 6 (Sunday), weeks of a cycle 0 to ``cycle - 1``. Clock
times are local to the school; arithmetic is in minutes after midnight.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import lru_cache
from typing import ClassVar

DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def minute(clock: time) -> int:
    """Minutes after midnight of a clock time; seconds are not kept.

    >>> minute(time(9, 30))
    570
    """
    return clock.hour * 60 + clock.minute


def clock(minutes: int) -> time:
    """The clock time so many minutes after midnight.

    >>> clock(570)
    datetime.time(9, 30)
    """
    return time(minutes // 60, minutes % 60)


def _check_day(day: int) -> None:
    if not 0 <= day <= 6:
        raise ValueError(f"a weekday is 0 (Monday) to 6 (Sunday), not {day}")


def _check_times(start: time, end: time) -> None:
    if start.second or start.microsecond or end.second or end.microsecond:
        raise ValueError("clock times are whole minutes")
    if minute(start) >= minute(end):
        raise ValueError(f"start {start:%H:%M} must be before end {end:%H:%M}")


@dataclass(frozen=True, slots=True, kw_only=True)
class DateSpan:
    """From one date to another, both included."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError(f"first date {self.first} is after last date {self.last}")

    def covers(self, day: date) -> bool:
        """Whether the date lies in the span."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialDate:
    """A date that follows another weekday's timetable."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    when: date
    day: int

    def __post_init__(self) -> None:
        _check_day(self.day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of clock time on one weekday, in some weeks of the cycle."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    day: int
    start: time
    end: time
    weeks: tuple[int, ...] = ()
    """Weeks of the cycle it holds in; empty means every week."""

    def __post_init__(self) -> None:
        _check_day(self.day)
        _check_times(self.start, self.end)

    @property
    def minutes(self) -> tuple[int, int]:
        """Start and end in minutes after midnight."""
        return minute(self.start), minute(self.end)

    def holds_in(self, week: int) -> bool:
        """Whether it holds in this week of the cycle."""
        return not self.weeks or week in self.weeks


@lru_cache(maxsize=1 << 16)
def stretches(spans: tuple[Span, ...], day: int, week: int) -> tuple[tuple[int, int], ...]:
    """What spans cover of a weekday in a week, in minutes; those that touch are one stretch."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(s.minutes for s in spans if s.day == day and s.holds_in(week)):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def covered(spans: tuple[Span, ...], day: int, start: int, end: int, week: int) -> bool:
    """Whether spans cover a time of a weekday, in minutes, without a break."""
    return any(first <= start and end <= last for first, last in stretches(spans, day, week))


@dataclass(frozen=True, slots=True, kw_only=True)
class GridSlot:
    """One slot of a school site's week; ``lunch``: it lies in the lunch window."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    day: int
    start: time
    end: time
    lunch: bool = False

    def __post_init__(self) -> None:
        _check_day(self.day)
        _check_times(self.start, self.end)

    @property
    def minutes(self) -> tuple[int, int]:
        """Start and end in minutes after midnight."""
        return minute(self.start), minute(self.end)


Grid = tuple[GridSlot, ...]
"""A school site's week, ordered by day and start; a *slot* is an index into it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """The planning period and its calendar."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    first: date
    last: date
    zone: str
    """IANA time zone, such as ``America/New_York``."""
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    cycle: int = 1
    """Number of weeks after which the pattern repeats; 2 is an A/B cycle."""
    holidays: tuple[DateSpan, ...] = ()
    special: tuple[SpecialDate, ...] = ()

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError(f"first date {self.first} is after last date {self.last}")
        if not 1 <= self.cycle <= 6:
            raise ValueError(f"cycle must be 1 to 6 weeks, not {self.cycle}")
        if not self.weekdays or list(self.weekdays) != sorted(set(self.weekdays)):
            raise ValueError("weekdays must be named once each, in order")
        for day in self.weekdays:
            _check_day(day)

    def pattern_of(self, day: date) -> tuple[int, int] | None:
        """Week of the cycle and weekday whose pattern a date follows.

        None outside the term, on holidays and on weekdays that are not used. The
        Monday on or before the first date begins week 0.
        """
        if not self.first <= day <= self.last:
            return None
        if any(span.covers(day) for span in self.holidays):
            return None
        monday = self.first - timedelta(days=self.first.weekday())
        week = ((day - monday).days // 7) % self.cycle
        weekday = day.weekday()
        for special in self.special:
            if special.when == day:
                weekday = special.day
        return (week, weekday) if weekday in self.weekdays else None

    def dates(self) -> Iterator[tuple[date, int, int]]:
        """Every school date with its week of the cycle and weekday, in order."""
        day = self.first
        while day <= self.last:
            pattern = self.pattern_of(day)
            if pattern is not None:
                yield day, *pattern
            day += timedelta(days=1)

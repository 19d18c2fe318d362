"""The term and the week that made-up schools have."""

from __future__ import annotations

from datetime import date

from scheduler.domain.calendar import DateSpan, GridSlot, Span, Term, clock, minute

TERM = Term(
    first=date(2026, 10, 5),
    last=date(2027, 1, 29),
    zone="America/New_York",
    holidays=(
        DateSpan(first=date(2026, 11, 26), last=date(2026, 11, 27)),
        DateSpan(first=date(2026, 12, 21), last=date(2027, 1, 1)),
    ),
)
WEEKDAYS = range(5)
_STARTS = (540, 605, 670, 735, 770, 835)
_ENDS = (605, 670, 735, 770, 835, 900)
_LUNCH = 3
GRID = tuple(
    GridSlot(day=day, start=clock(start), end=clock(end), lunch=number == _LUNCH)
    for day in WEEKDAYS
    for number, (start, end) in enumerate(zip(_STARTS, _ENDS, strict=True))
)
TEACHING = tuple(slot for slot, one in enumerate(GRID) if not one.lunch)
SLOT_MINUTES = 65


def whole_days(*days: int) -> tuple[Span, ...]:
    """The school hours of some weekdays."""
    return tuple(Span(day=day, start=clock(540), end=clock(900)) for day in days)


def meets(span: Span, day: int, start: int, end: int) -> bool:
    """Whether a stretch of time overlaps some minutes of a weekday."""
    return span.day == day and minute(span.start) < end and start < minute(span.end)


def slot_meets(span: Span, slot: int) -> bool:
    """Whether a stretch of time overlaps a slot of the grid."""
    one = GRID[slot]
    return meets(span, one.day, *one.minutes)

"""Times that are left when others are taken away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from scheduler.domain.calendar import Span, clock, covered
from scheduler.domain.edits.sites import WHOLE_DAY
from scheduler.domain.faults.when import fitting_slots
from scheduler.domain.instance import Instance
from scheduler.domain.people import Advisory, Staff
from scheduler.domain.places import Room


def whole_week(instance: Instance) -> tuple[Span, ...]:
    """All day on every weekday of the term."""
    first, last = WHOLE_DAY
    return tuple(Span(day=day, start=first, end=last) for day in instance.term.weekdays)


def minus(have: Iterable[Span], away: Sequence[Span], cycle: int) -> tuple[Span, ...]:
    """Spans without the times of others.

    >>> from datetime import time
    >>> day = Span(day=0, start=time(9), end=time(15))
    >>> noon = Span(day=0, start=time(12), end=time(13))
    >>> [f"{one.start:%H}-{one.end:%H}" for one in minus([day], [noon], 1)]
    ['09-12', '13-15']
    """
    left = list(have)
    for gone in away:
        left = [part for span in left for part in _cut(span, gone, cycle)]
    return tuple(left)


def _cut(span: Span, gone: Span, cycle: int) -> list[Span]:
    start, end = max(span.minutes[0], gone.minutes[0]), min(span.minutes[1], gone.minutes[1])
    mine = span.weeks or tuple(range(cycle))
    both = tuple(week for week in mine if gone.holds_in(week))
    if span.day != gone.day or start >= end or not both:
        return [span]
    found = []
    if len(both) < len(mine):
        found.append(replace(span, weeks=tuple(week for week in mine if week not in both)))
        span = replace(span, weeks=both)
    if span.minutes[0] < start:
        found.append(replace(span, end=clock(start)))
    if end < span.minutes[1]:
        found.append(replace(span, start=clock(end)))
    return found


def can_meet(instance: Instance, advisory: Advisory, advisor: Staff, room: Room) -> bool:
    """Whether there are days enough for the meetings, with this advisor in this room."""
    site = instance.room_of[advisory.room][1]
    for kind in advisory.meetings:
        days = set()
        for slot in fitting_slots(instance, site, kind.length, kind.allowed, kind.weeks):
            span = site.span_of(slot, kind.length)
            if span is not None and all(
                is_free(advisor.available, room.unavailable, span, week)
                for week in instance.weeks(kind.weeks)
            ):
                days.add(span[0])
        if len(days) < kind.count:
            return False
    return True


def is_free(
    available: tuple[Span, ...],
    unavailable: Sequence[Span],
    span: tuple[int, int, int],
    week: int,
) -> bool:
    """Whether a time (weekday, start, end) is inside what is available and outside the rest."""
    if available and not covered(available, *span, week):
        return False
    day, start, end = span
    return not any(
        one.day == day and one.holds_in(week) and one.minutes[0] < end and start < one.minutes[1]
        for one in unavailable
    )

"""Faults of weeks and weekdays, wherever they are named; and spans that fit slots."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scheduler.domain.calendar import DAY_NAMES, Span
from scheduler.domain.faults.things import Thing
from scheduler.domain.instance import Instance
from scheduler.domain.places import SchoolSite
from scheduler.errors import Fault


def day_name(day: int) -> str:
    """The name of a weekday, also of a number that is none."""
    return DAY_NAMES[day] if 0 <= day < len(DAY_NAMES) else f"weekday {day}"


def day_names(days: Sequence[int]) -> str:
    """Weekdays in one phrase, such as ``Mon, Wed``."""
    return ", ".join(day_name(day) for day in days)


def unused_day(instance: Instance, thing: Thing, field: str, day: int) -> Iterator[Fault]:
    """Yield a fault when the term does not use this weekday."""
    if day not in instance.term.weekdays:
        yield thing.fault(
            field,
            f"The term does not use {day_name(day)}, only {day_names(instance.term.weekdays)}.",
            "Choose a weekday of the term, or add this one to the term's weekdays.",
        )


def unknown_weeks(
    instance: Instance, thing: Thing, field: str, weeks: Sequence[int]
) -> Iterator[Fault]:
    """Yield a fault for each week that the cycle does not have, or that is named twice."""
    cycle = instance.term.cycle
    for index, week in enumerate(weeks):
        if week in weeks[:index]:
            yield thing.fault(
                f"{field}[{index}]",
                f"Week {week} is named twice.",
                "Name each week once.",
            )
        if not 0 <= week < cycle:
            yield thing.fault(
                f"{field}[{index}]",
                f"The cycle has the weeks 0 to {cycle - 1}, not {week}.",
                "Choose a week of the cycle, or make the term's cycle longer.",
            )


def unknown_weeks_of(
    instance: Instance, thing: Thing, field: str, spans: Sequence[Span]
) -> Iterator[Fault]:
    """Yield a fault for each week of these spans that the cycle does not have."""
    for index, span in enumerate(spans):
        yield from unknown_weeks(instance, thing, f"{field}[{index}].weeks", span.weeks)


def lies_inside(day: int, start: int, end: int, spans: Sequence[Span], week: int) -> bool:
    """Whether one of the spans that hold in a week covers this time; start, end in minutes."""
    return any(
        span.day == day
        and span.holds_in(week)
        and span.minutes[0] <= start
        and end <= span.minutes[1]
        for span in spans
    )


def fitting_slots(
    instance: Instance,
    site: SchoolSite,
    length: int,
    allowed: Sequence[Span] = (),
    weeks: Sequence[int] = (),
) -> list[int]:
    """Slots from which ``length`` slots fit a weekday of the term and the spans allowed."""
    found = []
    for slot in range(len(site.grid)):
        span = site.span_of(slot, length)
        if span is None or span[0] not in instance.term.weekdays:
            continue
        if not allowed or all(lies_inside(*span, allowed, week) for week in instance.weeks(weeks)):
            found.append(slot)
    return found


def no_fitting_days(
    instance: Instance,
    thing: Thing,
    fields: tuple[str, str, str],
    site: SchoolSite,
    count: int,
    length: int,
    allowed: Sequence[Span],
    weeks: Sequence[int],
) -> Iterator[Fault]:
    """Yield a fault when ``count`` times ``length`` slots on different days fit nowhere.

    ``fields`` are those that hold the length, the count and the spans allowed.
    """
    anywhere = fitting_slots(instance, site, length)
    fitting = fitting_slots(instance, site, length, allowed, weeks)
    days = sorted({site.grid[slot].day for slot in fitting})
    if not anywhere:
        yield thing.fault(
            fields[0],
            f"{length} slots are longer than any day of the grid of {site.id}.",
            "Make it shorter, or give the grid a longer day.",
        )
    elif not fitting:
        yield thing.fault(
            fields[2],
            f"No {length} slots of the grid of {site.id} lie inside the spans allowed.",
            "Widen a span so that it covers whole slots, or leave the spans out.",
        )
    elif count > len(days):
        yield thing.fault(
            fields[1],
            f"{count} are wanted on different days, but they fit only on {day_names(days)}.",
            "Ask for fewer, or allow more weekdays.",
        )

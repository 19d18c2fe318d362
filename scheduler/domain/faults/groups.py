"""Faults of advisories: meetings that fit nowhere, minutes that cannot be had."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.domain.calendar import minute
from scheduler.domain.faults import things
from scheduler.domain.faults.things import Thing
from scheduler.domain.faults.when import (
    fitting_slots,
    no_fitting_days,
    unknown_weeks,
    unknown_weeks_of,
)
from scheduler.domain.instance import Instance
from scheduler.domain.people import Advisory, MeetingKind
from scheduler.domain.places import SchoolSite
from scheduler.errors import Fault


def faults(instance: Instance) -> Iterator[Fault]:
    """Yield what is wrong with what advisories ask for."""
    for thing, advisory in things.advisories(instance):
        for index, kind in enumerate(advisory.meetings):
            field = f"meetings[{index}]"
            yield from unknown_weeks(instance, thing, f"{field}.weeks", kind.weeks)
            yield from unknown_weeks_of(instance, thing, f"{field}.allowed", kind.allowed)
        if advisory.room in instance.room_of:
            site = instance.room_of[advisory.room][1]
            yield from _of_meetings(instance, thing, advisory, site)
            yield from _of_minutes(instance, thing, advisory, site)


def _of_meetings(
    instance: Instance, thing: Thing, advisory: Advisory, site: SchoolSite
) -> Iterator[Fault]:
    for index, kind in enumerate(advisory.meetings):
        field = f"meetings[{index}]"
        yield from no_fitting_days(
            instance,
            thing,
            (f"{field}.length", f"{field}.count", f"{field}.allowed"),
            site,
            kind.count,
            kind.length,
            kind.allowed,
            kind.weeks,
        )
        limit = site.most_slots_without_break
        if limit is not None and kind.length > limit:
            yield thing.fault(
                f"{field}.length",
                f"A meeting of {kind.length} slots is longer than the {limit} slots without a"
                f" break that {site.id} allows.",
                "Make the meeting shorter, or raise most_slots_without_break of the school site.",
            )


def _of_minutes(
    instance: Instance, thing: Thing, advisory: Advisory, site: SchoolSite
) -> Iterator[Fault]:
    """Tell the first week whose meetings cannot be had, or do not give the minutes."""
    open_slots = fitting_slots(instance, site, 1)
    open_minutes = sum(
        minute(site.grid[slot].end) - minute(site.grid[slot].start) for slot in open_slots
    )
    for week in range(instance.term.cycle):
        kinds = [one for one in advisory.meetings if not one.weeks or week in one.weeks]
        slots = sum(kind.count * kind.length for kind in kinds)
        given = sum(_most_minutes(instance, site, kind) for kind in kinds)
        if slots > len(open_slots):
            yield thing.fault(
                "meetings",
                f"They take {slots} slots a week, and the grid of {site.id} has {len(open_slots)}.",
                "Ask for fewer or shorter meetings.",
            )
            return
        if advisory.minutes > min(given, open_minutes):
            yield thing.fault(
                "minutes",
                f"{advisory.minutes} minutes are required each week, and the meetings can give"
                f" {min(given, open_minutes)} at most.",
                "Require fewer minutes, or ask for more or longer meetings.",
            )
            return


def _most_minutes(instance: Instance, site: SchoolSite, kind: MeetingKind) -> int:
    """The most minutes that the meetings of a kind can last in a week, on different days."""
    longest: dict[int, int] = {}
    for slot in fitting_slots(instance, site, kind.length, kind.allowed, kind.weeks):
        span = site.span_of(slot, kind.length)
        if span is not None:
            day, start, end = span
            longest[day] = max(longest.get(day, 0), end - start)
    return sum(sorted(longest.values(), reverse=True)[: kind.count])

"""Faults of the term, its calendar, and the grids of the school sites."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from scheduler.domain.faults import things
from scheduler.domain.faults.when import day_name, unknown_weeks_of, unused_day
from scheduler.domain.instance import Instance
from scheduler.errors import Fault


def faults(instance: Instance) -> Iterator[Fault]:
    """Yield what is wrong with the dates and slots that everything else lies in."""
    yield from _of_dates(instance)
    yield from _of_zone(instance)
    yield from _of_grids(instance)


def _of_dates(instance: Instance) -> Iterator[Fault]:
    term, thing = instance.term, things.the_term()
    for index, holiday in enumerate(term.holidays):
        if holiday.last < term.first or holiday.first > term.last:
            yield thing.fault(
                f"holidays[{index}]",
                f"{holiday.first} to {holiday.last} lies outside the term.",
                "Mend the dates or take the holiday out.",
            )
    seen = set()
    for index, special in enumerate(term.special):
        field = f"special[{index}]"
        if not term.first <= special.when <= term.last:
            yield thing.fault(
                f"{field}.when",
                f"{special.when} lies outside the term.",
                "Mend the date or take it out.",
            )
        if special.when in seen:
            yield thing.fault(
                f"{field}.when", f"{special.when} is named twice.", "Take one of the two out."
            )
        seen.add(special.when)
        yield from unused_day(instance, thing, f"{field}.day", special.day)
    if next(term.dates(), None) is None:
        yield thing.fault(
            "", "The term has no school date at all.", "Mend its dates, weekdays or holidays."
        )


def _of_zone(instance: Instance) -> Iterator[Fault]:
    if not _is_zone(instance.term.zone) and _is_zone("America/New_York"):
        yield things.the_term().fault(
            "zone",
            f'There is no time zone "{instance.term.zone}".',
            "Write an IANA name, such as America/New_York.",
        )


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, KeyError, OSError):
        return False
    return True


def _of_grids(instance: Instance) -> Iterator[Fault]:
    for thing, site in things.school_sites(instance):
        unused = {slot.day for slot in site.grid} - set(instance.term.weekdays)
        for day in sorted(unused):
            first = next(index for index, slot in enumerate(site.grid) if slot.day == day)
            yield thing.fault(
                f"grid[{first}].day",
                f"The grid has slots on {day_name(day)}, which the term does not use.",
                "Take these slots out, or add the weekday to the term's weekdays.",
            )
    for thing, room in things.rooms(instance):
        yield from unknown_weeks_of(instance, thing, "unavailable", room.unavailable)

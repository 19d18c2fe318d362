"""Days on which people are missing: how many of them can be repaired, and how quietly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import time
from pathlib import Path

from scheduler.domain.calendar import Span
from scheduler.domain.edits import (
    MentorAway,
    Scenario,
    SiteClosed,
    StaffAway,
    Stated,
    VanOut,
)
from scheduler.domain.edits.applying import made
from scheduler.domain.instance import Instance
from scheduler.domain.timetable import Timetable
from scheduler.made.dice import Dice
from scheduler.what_if.grid import Grid
from scheduler.what_if.rows import Table
from scheduler.what_if.sweep import OnRow, sweep

PER_MILLE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """How many of 1,000 are missing on a day."""

    mentors: int = 20
    staff: int = 30
    vans: int = 10
    sites: int = 3

    def __post_init__(self) -> None:
        for rate in (self.mentors, self.staff, self.vans, self.sites):
            if not 0 <= rate <= PER_MILLE:
                raise ValueError(f"a rate is from 0 to 1000 of 1,000, not {rate}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Resilience:
    """What came of the days drawn."""

    table: Table
    quiet: int
    """Days on which nobody was missing who is needed: nothing to repair."""

    def share(self, most: int) -> float:
        """The share of days on which all keep their places with so many people touched."""
        days = len(self.table) + self.quiet
        good = sum(
            row.newly_unplaced == 0 and row.touched is not None and row.touched <= most
            for row in self.table
        )
        return (good + self.quiet) / days if days else 1.0


def drawn_days(
    instance: Instance, rates: Rates, days: int, seed: int
) -> Iterator[tuple[str, tuple[Stated, ...]]]:
    """Draw school dates and who is missing on each; same seed, same days."""
    dice = Dice(seed)
    dates = list(instance.term.dates())
    for number in range(days):
        when, _, weekday = dice.pick(dates)
        yield f"day {number + 1}: {when}", tuple(_missing(dice, instance, rates, weekday))


def _missing(dice: Dice, instance: Instance, rates: Rates, weekday: int) -> Iterator[Stated]:
    """Draw who is missing on a weekday; what another absence says already is left out."""
    whole = Span(day=weekday, start=time(0, 0), end=time(23, 59))
    drawn: list[Stated] = []
    drawn += [
        SiteClosed(site=one.id, days=(weekday,))
        for one in instance.internship_sites
        if dice.chance(rates.sites)
    ]
    drawn += [
        MentorAway(mentor=one.id, days=(weekday,))
        for one in instance.mentors
        if dice.chance(rates.mentors)
    ]
    drawn += [
        VanOut(vehicle=one.id, days=(weekday,))
        for one in instance.vehicles
        if dice.chance(rates.vans)
    ]
    drawn += [
        StaffAway(staff=one.id, times=(whole,))
        for one in instance.staff
        if dice.chance(rates.staff)
    ]
    now = instance
    for edit in drawn:
        new = made(now, edit)
        if not isinstance(new, list):
            now = new
            yield edit


def resilience(
    instance: Instance,
    release: Timetable,
    *,
    rates: Rates | None = None,
    days: int = 100,
    seed: int = 0,
    seconds: float = 1.0,
    workers: int = 1,
    kept: Path | None = None,
    on_row: OnRow | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Resilience:
    """Draw days on which people are missing, and repair each.

    A day is repaired as if its weekday were always so: what is touched on other weekdays
    counts too. Parameters as for `sweep`.
    """
    drawn = list(drawn_days(instance, rates or Rates(), days, seed))
    scenarios = tuple(Scenario(name=name, edits=edits) for name, edits in drawn if edits)
    quiet = len(drawn) - len(scenarios)
    if not scenarios:
        raise ValueError("nobody is ever missing at these rates; draw more days or raise them")
    table = sweep(
        instance,
        release,
        Grid(scenarios=scenarios, seconds=seconds),
        workers=workers,
        kept=kept,
        on_row=on_row,
        should_stop=should_stop,
    )
    return Resilience(table=table, quiet=quiet)

"""What giving way would gain: the promising ones re-solved, each with and without."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from scheduler.domain.edits import apply, faults
from scheduler.domain.edits.applying import made
from scheduler.domain.instance import Instance
from scheduler.domain.rules import Score, UnplacedKind
from scheduler.domain.timetable import Timetable, journey_minutes
from scheduler.solver.reshuffle import Base
from scheduler.solver.reshuffle.gaining import planned_around, tight_limits
from scheduler.what_if.giving_way import GivingWay, ways_to_give

LOOK_SECONDS = 20.0
"""The most that asking the bounds may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What one giving way gains, in a plan that was made and checked."""

    text: str
    places: int
    """Items that have a place by it."""
    points: int
    """By which the plan is better besides."""
    minutes: int
    """A week that students travel less."""

    @property
    def sentence(self) -> str:
        """The price as said to a person."""
        said = []
        if self.places:
            said.append(f"places {self.places} more")
        if self.minutes > 0:
            said.append(f"saves {_many(self.minutes, 'minute')} of travel a week")
        if self.points > 0 or not said:
            said.append(f"saves {_many(self.points, 'point')}")
        return f"{self.text} {' and '.join(said)}"


def prices(
    instance: Instance,
    release: Timetable,
    *,
    most: int = 40,
    seconds: float = 1.0,
    on_price: Callable[[int, int, Price | None], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> tuple[Price, ...]:
    """Price what a school could give way in, the most gained first.

    Found by re-solving around what the reasons of unplaced items and the bounds point to:
    a gain is what the same weeks, planned anew without it, do not have.

    Parameters
    ----------
    most
        The most promising ones that are tried.
    seconds
        For each of the two solves of one.
    on_price
        Told of each that was tried: how many, of how many, and what it gains.
    """
    base = Base(instance, release)
    missing = sum(item.kind is UnplacedKind.DAY for item in release.unplaced)
    tight = {
        (str(one.thing), one.day): gain
        for one, gain in tight_limits(base, missing, LOOK_SECONDS).items()
    }
    wanted = ways_to_give(instance, release, tight)[:most]
    found: list[Price] = []
    for number, one in enumerate(wanted, start=1):
        if should_stop is not None and should_stop():
            break
        price = _price(base, one, seconds)
        if price is not None and (price.places > 0 or (price.places == 0 and price.points > 0)):
            found.append(price)
        if on_price is not None:
            on_price(number, len(wanted), price)
    return tuple(sorted(found, key=lambda p: (-p.places, -p.points, -p.minutes, p.text)))


def _price(base: Base, one: GivingWay, seconds: float) -> Price | None:
    if isinstance(made(base.instance, one.edit), list) or faults(base.instance, [one.edit]):
        return None
    students = frozenset(str(name) for name in one.students)
    without = planned_around(base, base.instance, students, one.sections, seconds)
    changed = apply(base.instance, [one.edit]).instance
    given = planned_around(base, changed, students, one.sections, seconds)
    if without is None or given is None:
        return None
    return Price(
        text=one.text,
        places=len(without[0].unplaced) - len(given[0].unplaced),
        points=_points(without[1]) - _points(given[1]),
        minutes=_minutes(without[0]) - _minutes(given[0]),
    )


def _many(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _points(score: Score) -> int:
    return score.penalty


def _minutes(timetable: Timetable) -> int:
    return sum(journey_minutes(out.there) + journey_minutes(out.back) for out in timetable.days_out)

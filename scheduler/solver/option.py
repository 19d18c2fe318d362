"""Values of a student's days out: one day, and a whole decision on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from scheduler.domain.ids import MentorId, SiteId, StudentId
from scheduler.domain.rules import GoalId, RuleId
from scheduler.domain.timetable import DayOut
from scheduler.solver.ways import Trip

Break = tuple[RuleId, tuple[str | int, ...]]
"""A rule broken, and for which subject."""
OPTION_GOALS = (GoalId.INTEREST, GoalId.TRAVEL, GoalId.SPREAD_DAYS, GoalId.ATTENDANCE)
"""Goals that an option alone decides, in the order of `Option.goals`."""


@dataclass(frozen=True, slots=True)
class Out:
    """One day out of an option: with whom, where, on which weekday, and how."""

    internship: int
    mentor: MentorId
    site: SiteId
    day: int
    trip: Trip

    def of(self, student: StudentId) -> DayOut:
        """The same as a student's day out in a timetable."""
        return DayOut(
            student=student,
            internship=self.internship,
            mentor=self.mentor,
            site=self.site,
            day=self.day,
            there=self.trip.there.journey,
            back=self.trip.back.journey,
        )


@dataclass(frozen=True, slots=True)
class Option:
    """A whole decision on a student's days out; none at all is an option too.

    ``goals`` are points before the profile's factor, above the best on its own.
    """

    outs: tuple[Out, ...]
    missing: int
    """Days out asked for that it leaves without a place."""
    goals: tuple[int, int, int, int]
    """Points of interest, travel, spread-days and attendance."""
    cost: int
    """These with the factors of the profile, added up."""
    broken: tuple[Break, ...] = ()
    """Rules that it breaks by itself, each with its subject; only where they may give way."""


def holds(out: Out, asked: DayOut) -> bool:
    """Whether a day out of an option is the one asked for, journeys included if given."""
    return (
        (out.internship, out.mentor, out.site, out.day)
        == (asked.internship, asked.mentor, asked.site, asked.day)
        and asked.there in ((), out.trip.there.journey)
        and asked.back in ((), out.trip.back.journey)
    )


def holds_all(option: Option, asked: Iterable[DayOut]) -> bool:
    """Whether an option has every day out asked for."""
    return all(any(holds(out, one) for out in option.outs) for one in asked)


def hosting(option: Option) -> dict[MentorId, frozenset[tuple[SiteId, int]]]:
    """By mentor of an option: sites and weekdays."""
    found: dict[MentorId, set[tuple[SiteId, int]]] = defaultdict(set)
    for out in option.outs:
        found[out.mentor].add((out.site, out.day))
    return {mentor: frozenset(days) for mentor, days in found.items()}

"""Every choice of weekdays for an advisory's meetings, for the relaxation with prices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import combinations, product
from math import comb, prod

from scheduler.domain.people import Advisory
from scheduler.domain.rules import GoalId, RuleId
from scheduler.solver.bounds.linear import Linear
from scheduler.solver.bounds.meeting_days import KindDays, kind_days, most_absent
from scheduler.solver.problem import Problem

MOST_WAYS = 4_000
"""Choices of weekdays of one advisory, above which its meetings are left out."""
LOOSE = {RuleId.ADVISORY_MEETS, RuleId.ADVISORY_WHOLE, RuleId.ADVISORY_TIME}
"""Softened, these let a meeting be where members are not."""


@dataclass(frozen=True, slots=True)
class Quorum:
    """A meeting on a pattern day that not everybody has to be at."""

    day: int
    points: float
    """For each member absent."""
    minutes: float
    price: int
    """What one more member absent costs; its limit is how many may be."""


class Advisories:
    """Members and ways of each advisory; a way is one weekday for each meeting.

    Who is unavailable counts as present here, which can only make a bound lower.
    """

    def __init__(
        self, problem: Problem, factors: Mapping[GoalId, int], price: Callable[[float], int]
    ) -> None:
        """List the ways of all advisories; ``price`` makes a new price with a limit."""
        self._problem = problem
        self._points = float(factors[GoalId.TOGETHER])
        self._price = price
        self.members: list[list[int]] = []
        """By advisory, the numbers of its students."""
        self.ways: list[list[int]] = []
        self.need: list[float] = []
        """Minutes asked for each week."""
        self.wholes: list[int] = []
        """By way, the pattern days on which everybody must be on campus, as bits."""
        self.terms: list[list[int]] = []
        """By way, its meetings with a quorum."""
        self.minutes: list[list[float]] = []
        """By way and week, the minutes of who is always there."""
        self.quorums: list[Quorum] = []
        number = {student.id: i for i, student in enumerate(problem.instance.students)}
        for advisory in problem.instance.advisories:
            members = [number[one.id] for one in problem.instance.members_of[advisory.id]]
            self.members.append(members)
            self.need.append(float(advisory.minutes))
            first = len(self.wholes)
            self._add(advisory, len(members))
            self.ways.append(list(range(first, len(self.wholes))))

    def _add(self, advisory: Advisory, members: int) -> None:
        kinds = []
        if members and not LOOSE & set(self._problem.instance.soft_points):
            spare = Linear()
            kinds = [
                kind_days(self._problem, spare, advisory, kind, kind.whole)
                for kind in advisory.meetings
            ]
        size = prod(comb(len(one.days), one.kind.count) for one in kinds)
        if not kinds or not 0 < size <= MOST_WAYS:
            self._way(0, [], [float("inf")] * len(self._problem.times.weeks))
            return
        terms = [
            {} if one.whole else {day: self._quorum(one, day, members) for day in one.days}
            for one in kinds
        ]
        for chosen in product(*(combinations(sorted(one.days), one.kind.count) for one in kinds)):
            whole, quorums = 0, []
            minutes = [0.0] * len(self._problem.times.weeks)
            for one, days, at in zip(kinds, chosen, terms, strict=True):
                for day in days:
                    for week in self._problem.instance.weeks(one.kind.weeks):
                        minutes[week] += float(one.minutes[day])
                    if one.whole:
                        whole |= self._bits(one, day)
                    else:
                        quorums += at[day]
            self._way(whole, quorums, minutes)

    def _way(self, whole: int, terms: list[int], minutes: list[float]) -> None:
        self.wholes.append(whole)
        self.terms.append(terms)
        self.minutes.append(minutes)

    def _bits(self, one: KindDays, day: int) -> int:
        return sum(1 << at for at in self._problem.times.days_of(day, one.kind.weeks))

    def _quorum(self, one: KindDays, day: int, members: int) -> list[int]:
        """The meeting on a weekday, for each week."""
        first = len(self.quorums)
        for at in self._problem.times.days_of(day, one.kind.weeks):
            price = self._price(float(most_absent(one.kind, members)))
            self.quorums.append(Quorum(at, self._points, float(one.minutes[day]), price))
        return list(range(first, len(self.quorums)))

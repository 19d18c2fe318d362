"""Proven lower bounds, valid for the whole problem, and a placement to begin with.

Days out, mentors, sites, vans and meetings are bounded together (`lagrange`, and for small
schools `placement` in whole numbers), the wishes of workshops by their seats (`seats`).
Costs of the one are none of the other, so the two add up: min(A + B) >= min A + min B.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from scheduler.domain.rules import GoalId, UnplacedKind
from scheduler.domain.runs import Bounds
from scheduler.solver.bounds.columns import PLACE_GOALS
from scheduler.solver.bounds.guided import guided_placement
from scheduler.solver.bounds.lagrange import Ascent, Program
from scheduler.solver.bounds.linear import least_integer
from scheduler.solver.bounds.meeting_days import students_always_short
from scheduler.solver.bounds.meetings import Meetings
from scheduler.solver.bounds.placement import FREE, Placement, least_missing
from scheduler.solver.bounds.seats import Seats
from scheduler.solver.bounds.vans import Vans
from scheduler.solver.problem import Problem

__all__ = ["Bounder", "Slope", "bounds", "guided_placement"]

SLICE_SECONDS = 10.0
"""Longest solve; nothing can stop one while it runs."""
FIRST_SHARE = 0.5
"""Of the time there is, what the joint bound gets before single goals."""
ALONE_SHARE = 0.03
"""Of the time there is, what each single goal gets at most."""
AIM_A_STUDENT = 12.0
"""Points; about what a good week costs a student."""
SMALL = 12_000
"""Options up to which the joint program is also searched in whole numbers."""
JOINT_GOALS = (
    *PLACE_GOALS,
    GoalId.EVEN_DAYS,
    GoalId.TOGETHER,
    GoalId.FAIR_LOAD,
    GoalId.VEHICLE_COST,
)


@dataclass(frozen=True, slots=True)
class Slope:
    """What is proven for other numbers of unplaced items than those held.

    Of each priority, every item more than held makes the points at most so much lower.
    """

    penalty: float = 0.0
    each: tuple[float, float, float] = (0.0, 0.0, 0.0)

    def penalty_at(self, held: tuple[int, int, int], had: tuple[int, int, int]) -> int:
        """The least points with so many items unplaced, proven for those held."""
        more = (max(0, mine - theirs) for mine, theirs in zip(had, held, strict=True))
        lower = sum(count * each for count, each in zip(more, self.each, strict=True) if count)
        return least_integer(self.penalty - lower)


class Bounder:
    """Proves more the longer it is given, for timetables with no more unplaced than held."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self.unplaced: dict[UnplacedKind, int] = dict.fromkeys(UnplacedKind, 0)
        """By kind, the least number of items unplaced: true whatever is held."""
        self._program: Program | None = None
        self._ascent: Ascent | None = None
        self.should_stop: Callable[[], bool] | None = None
        """Asked now and then while prices climb."""
        self.hold((0, 0, 0), 0.0)

    def hold(self, held: tuple[int, int, int], seconds: float) -> None:
        """Begin anew for a number held, and for so long.

        What is proven for some number held is true for every smaller one, yet may be weak.
        """
        priorities = self._problem.instance.priorities
        self._held = {kind: held[priorities.of(kind) - 1] for kind in UnplacedKind}
        self._seconds = seconds
        self._until = time.monotonic() + seconds
        self._goals: dict[GoalId, int] = {}
        self._joint = 0
        self._ascent = None

    @property
    def best(self) -> Bounds:
        """All that is proven so far."""
        together = max(self._joint, sum(self._goals.get(goal, 0) for goal in JOINT_GOALS))
        apart = sum(points for goal, points in self._goals.items() if goal not in JOINT_GOALS)
        return Bounds(
            unplaced=sum(self.unplaced.values()), goals=dict(self._goals), penalty=together + apart
        )

    @property
    def slope(self) -> Slope:
        """What holds for other numbers of unplaced items."""
        if self._ascent is None or self._program is None or self._ascent.bound <= 0:
            return Slope()
        prices = self._ascent.prices
        each = {
            UnplacedKind.DAY: float(prices[self._program.days_price]),
            UnplacedKind.MUST: 0.0,
            UnplacedKind.MINUTES: float(prices[self._program.minutes_price]),
        }
        priorities = self._problem.instance.priorities
        by_priority = [
            max((points for kind, points in each.items() if priorities.of(kind) == one), default=0)
            for one in (1, 2, 3)
        ]
        # Wishes are left out: what they cost at least depends on the musts held.
        return Slope(self._ascent.bound, (by_priority[0], by_priority[1], by_priority[2]))

    def steps(self) -> list[Callable[[], None]]:
        """What to do one after the other, the cheapest first; none takes very long."""
        steps = [self._seats]
        if not FREE & set(self._problem.instance.soft_points):
            steps += [self._list, partial(self._climb, FIRST_SHARE), self._least_days]
            steps += [partial(self._alone, goal) for goal in JOINT_GOALS]
            steps.append(partial(self._climb, 1.0))
            if sum(len(some) for some in self._problem.options.values()) <= SMALL:
                steps.append(self._searched)
        return steps

    def _left(self, share: float = 1.0) -> float:
        return max(0.05, min(SLICE_SECONDS, self._until - time.monotonic(), share * self._seconds))

    def _seats(self) -> None:
        seats = Seats(self._problem)
        musts = least_integer(seats.least_missed_musts(self._left()))
        self.unplaced[UnplacedKind.MUST] = musts
        self.unplaced[UnplacedKind.MINUTES] = students_always_short(self._problem)
        held = max(self._held[UnplacedKind.MUST], musts)
        wishes = least_integer(seats.least_wish_points(held, self._left()))
        self._goals[GoalId.WISHES] = wishes * self._problem.instance.factor_of[GoalId.WISHES]

    def _list(self) -> None:
        if self._program is None:
            self._program = Program(self._problem, self._problem.instance.factor_of)
        self._arrays = self._program.hold(
            self._held[UnplacedKind.DAY], self._held[UnplacedKind.MINUTES]
        )
        self._aim = AIM_A_STUDENT * len(self._problem.instance.students)
        self._ascent = Ascent(self._arrays, self._program.most, self._aim)

    def _climb(self, share: float) -> None:
        assert self._ascent is not None, "listed first"
        end = self._until - (1.0 - share) * self._seconds
        self._ascent.climb(max(0.05, end - time.monotonic()), self.should_stop)
        self._joint = max(self._joint, least_integer(self._ascent.bound))

    def _least_days(self) -> None:
        assert self._program is not None, "listed first"
        ascent = Ascent(*self._program.missing(self._arrays), aim=10.0)
        ascent.climb(self._left(ALONE_SHARE), self.should_stop)
        least = max(least_missing(self._problem), least_integer(ascent.bound))
        self.unplaced[UnplacedKind.DAY] = max(least, self.unplaced[UnplacedKind.DAY])

    def _searched(self) -> None:
        days = max(self._held[UnplacedKind.DAY], self.unplaced[UnplacedKind.DAY])
        placement = Placement(self._problem, self._problem.instance.factor_of, days)
        Vans(placement)
        Meetings(placement, self._held[UnplacedKind.MINUTES])
        bound = placement.model.solve(self._left(), bound_only=True).bound
        self._joint = max(self._joint, least_integer(bound))

    def _alone(self, goal: GoalId) -> None:
        """Bound one goal by itself."""
        if not self._problem.instance.factor_of[goal]:
            return
        assert self._program is not None, "listed first"
        ascent = Ascent(*self._program.alone(goal, self._arrays), aim=0.1 * self._aim)
        ascent.climb(self._left(ALONE_SHARE), self.should_stop)
        self._goals[goal] = least_integer(ascent.bound)


def bounds(
    problem: Problem,
    held: tuple[int, int, int],
    *,
    seconds: float,
    on_better: Callable[[Bounds], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    bounder: Bounder | None = None,
) -> Bounds:
    """Prove how good any timetable can be that leaves no more unplaced than held.

    Parameters
    ----------
    problem
        The whole instance.
    held
        Most items of priority 1, 2 and 3 that are unplaced.
    seconds
        When to begin nothing more; a search in whole numbers that runs ends within 10 seconds.
    on_better
        Called with each better result.
    should_stop
        Asked between solves.
    bounder
        One that has proven something of the same problem before.

    """
    bounder = bounder or Bounder(problem)
    bounder.hold(held, seconds)
    bounder.should_stop = should_stop
    until = time.monotonic() + seconds
    best = Bounds()
    for step in bounder.steps():
        if time.monotonic() >= until or (should_stop is not None and should_stop()):
            break
        step()
        if bounder.best != best:
            best = bounder.best
            if on_better is not None:
                on_better(best)
    return best

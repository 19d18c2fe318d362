"""Proven lower bounds, valid for the whole problem, and a placement to begin with.

Days out, mentors, sites, vans and meeting days are bounded together (`placement`), the
wishes of workshops by their seats (`seats`). Costs of the one are none of the other, so
the two add up: min(A + B) >= min A + min B.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from scheduler.domain.rules import GoalId, UnplacedKind
from scheduler.domain.runs import Bounds
from scheduler.solver.bounds.columns import PLACE_GOALS
from scheduler.solver.bounds.guided import guided_placement
from scheduler.solver.bounds.linear import least_integer
from scheduler.solver.bounds.meeting_days import students_always_short
from scheduler.solver.bounds.meetings import Meetings
from scheduler.solver.bounds.placement import FREE, Placement, least_missing
from scheduler.solver.bounds.seats import Seats
from scheduler.solver.bounds.vans import Vans
from scheduler.solver.problem import Problem

__all__ = ["Bounder", "bounds", "guided_placement"]

SLICE_SECONDS = 10.0
"""Longest solve; nothing can stop one while it runs."""
JOINT_GOALS = (
    *PLACE_GOALS,
    GoalId.EVEN_DAYS,
    GoalId.TOGETHER,
    GoalId.FAIR_LOAD,
    GoalId.VEHICLE_COST,
)
LAST = (GoalId.TOGETHER,)
"""Goals that only the largest program bounds: their turn comes when all else is done."""


class Bounder:
    """Proves more the longer it is given, for timetables with no more unplaced than held."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self.unplaced: dict[UnplacedKind, int] = dict.fromkeys(UnplacedKind, 0)
        """By kind, the least number of items unplaced: true whatever is held."""
        self._began = False
        self.hold((0, 0, 0), 0.0)

    def hold(self, held: tuple[int, int, int], seconds: float) -> None:
        """Begin anew for a number held, and for so long.

        What is proven for some number held is true for every smaller one, yet may be weak.
        """
        priorities = self._problem.instance.priorities
        self._held = {kind: held[priorities.of(kind) - 1] for kind in UnplacedKind}
        self._until = time.monotonic() + seconds
        self._goals: dict[GoalId, int] = {}
        self._joint = 0

    @property
    def best(self) -> Bounds:
        """All that is proven so far."""
        together = max(self._joint, sum(self._goals.get(goal, 0) for goal in JOINT_GOALS))
        apart = sum(points for goal, points in self._goals.items() if goal not in JOINT_GOALS)
        return Bounds(
            unplaced=sum(self.unplaced.values()), goals=dict(self._goals), penalty=together + apart
        )

    def steps(self) -> list[Callable[[], None]]:
        """What to do one after the other, the cheapest first; none takes very long.

        Done a second time, what is sure already or soon surpassed is left out.
        """
        steps = [self._seats]
        if not FREE & set(self._problem.instance.soft_points):
            if not self._began:
                steps += [self._least_days, partial(self._relaxed, False)]
            steps.append(partial(self._relaxed, True))
            steps += [partial(self._alone, goal) for goal in JOINT_GOALS if goal not in LAST]
            steps.append(self._searched)
            steps += [partial(self._alone, goal) for goal in LAST]
        self._began = True
        return steps

    def _left(self) -> float:
        return max(0.05, min(SLICE_SECONDS, self._until - time.monotonic()))

    def _seats(self) -> None:
        seats = Seats(self._problem)
        musts = least_integer(seats.least_missed_musts(self._left()))
        self.unplaced[UnplacedKind.MUST] = musts
        self.unplaced[UnplacedKind.MINUTES] = students_always_short(self._problem)
        held = max(self._held[UnplacedKind.MUST], musts)
        wishes = least_integer(seats.least_wish_points(held, self._left()))
        self._goals[GoalId.WISHES] = wishes * self._problem.instance.factor_of[GoalId.WISHES]

    def _least_days(self) -> None:
        least = least_missing(self._problem)
        self.unplaced[UnplacedKind.DAY] = least
        everything = 7 * sum(len(one.internships) for one in self._problem.instance.students)
        placement = Placement(self._problem, dict.fromkeys(GoalId, 0), everything)
        Vans(placement)
        for one in placement.chosen:
            placement.model.costs[one.index] = float(one.column.missing)
        bound = placement.model.relaxed(self._left()).bound
        self.unplaced[UnplacedKind.DAY] = max(least, least_integer(bound))

    def _placement(self, factors: dict[GoalId, int], joint: bool) -> Placement:
        days = max(self._held[UnplacedKind.DAY], self.unplaced[UnplacedKind.DAY])
        placement = Placement(self._problem, factors, days)
        Vans(placement)
        Meetings(placement, self._held[UnplacedKind.MINUTES], joint=joint)
        return placement

    def _relaxed(self, joint: bool) -> None:
        placement = self._placement(self._problem.instance.factor_of, joint)
        bound = placement.model.relaxed(self._left()).bound
        self._joint = max(self._joint, least_integer(bound))

    def _searched(self) -> None:
        placement = self._placement(self._problem.instance.factor_of, True)
        bound = placement.model.solve(self._left(), bound_only=True).bound
        self._joint = max(self._joint, least_integer(bound))

    def _alone(self, goal: GoalId) -> None:
        """Bound one goal by itself."""
        factor = self._problem.instance.factor_of[goal]
        if not factor:
            return
        placement = self._placement(dict.fromkeys(GoalId, 0) | {goal: 1}, joint=goal in LAST)
        bound = placement.model.relaxed(self._left()).bound
        self._goals[goal] = least_integer(bound) * factor


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
        When to begin nothing more; a solve that runs ends within 10 seconds.
    on_better
        Called with each better result.
    should_stop
        Asked between solves.
    bounder
        One that has proven something of the same problem before.

    """
    bounder = bounder or Bounder(problem)
    bounder.hold(held, seconds)
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

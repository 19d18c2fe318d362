"""The placement relaxation with all its meetings as arrays, tied together by prices.

What couples people is priced (mentors, sites, vans, evenness, quorums); what remains
falls apart into advisories, whose meeting days and members' days out are enumerated.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scheduler.domain.rules import GoalId
from scheduler.solver.bounds.columns import PLACE_GOALS
from scheduler.solver.bounds.lagrange.advisories import Advisories
from scheduler.solver.bounds.linear import INFINITY, Linear
from scheduler.solver.bounds.placement import Placement
from scheduler.solver.bounds.vans import Vans
from scheduler.solver.problem import Problem

Ints = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]

MOST_COMBINATIONS = 4_000
"""Ways to choose the weekdays of an advisory's meetings, above which quorums are left out."""
ANY = 1_000_000
"""Days out that may be missing as far as columns go: the price alone limits them."""


class Lists(NamedTuple):
    """Lists of numbers one after the other: list i is ``items[starts[i]:starts[i + 1]]``."""

    starts: Ints
    items: Ints


def lists(of: list[list[int]]) -> Lists:
    """Put lists one after the other."""
    starts = np.zeros(len(of) + 1, dtype=np.int64)
    np.cumsum([len(one) for one in of], out=starts[1:])
    return Lists(starts, np.array([i for one in of for i in one], dtype=np.int64))


class Arrays(NamedTuple):
    """All that `ascent.value` reads; prices are one vector, of rows first."""

    costs: Reals
    columns: Lists
    """Rows of each column, with ``factors`` beside the items."""
    factors: Reals
    limits: Reals
    """By price, what a unit of it is allowed: the right-hand side."""
    link_choices: Lists
    link_columns: Lists
    links: Lists
    """Links of each column."""
    loose: Ints
    """Columns that are no choice of anybody's."""
    highs: Reals
    student_columns: Lists
    column_mask: Ints
    """Of each column its number among the student's masks."""
    student_masks: Lists
    advisory_members: Lists
    advisory_ways: Lists
    way_whole: Ints
    """Pattern days on which everybody must be on campus."""
    way_terms: Lists
    """Quorum meetings: prices; with their pattern day and minutes beside."""
    term_day: Ints
    term_points: Reals
    term_minutes: Reals
    term_price: Ints
    way_minutes: Reals
    """Minutes (by way and week) when nobody is absent."""
    need: Reals
    """By advisory, minutes asked for each week."""
    minutes_price: int
    week_of_day: Ints
    weeks: int


class Program:
    """The arrays of an instance, and the prices that are more than a number among others.

    ``days_price`` and ``minutes_price`` are those of what may be unplaced: their limits
    say how many, and the value falls by the price for each one more.
    """

    def __init__(self, problem: Problem, factors: Mapping[GoalId, int]) -> None:
        """Build the arrays; nothing may be unplaced but what must be."""
        self._problem = problem
        self._factors = factors
        self._limits: list[float] = []
        self._most: list[float] = []
        self._placement = Placement(problem, factors, ANY)
        self._vans = Vans(self._placement)
        self.days_price = -1
        self.arrays = self._build()
        self.least_missing = self._placement.least_missing
        self.most = np.array(self._most, dtype=float)
        """By price, the most that is worth trying."""

    def _price(self, limit: float, most: float = INFINITY) -> int:
        self._limits.append(limit)
        self._most.append(most)
        return len(self._limits) - 1

    def hold(self, days: int, minutes: int) -> Arrays:
        """Let so many days out and students short of minutes be unplaced."""
        limits = self.arrays.limits.copy()
        limits[self.days_price] = float(max(days, self.least_missing))
        limits[self.minutes_price] = float(minutes)
        return self.arrays._replace(limits=limits)

    def alone(self, goal: GoalId, arrays: Arrays) -> tuple[Arrays, Reals]:
        """The same for the points of one goal, with the most that prices can be."""
        factor = float(self._factors[goal])
        costs = np.zeros_like(arrays.costs)
        if goal in PLACE_GOALS:
            number = PLACE_GOALS.index(goal)
            for student in self._problem.instance.students:
                if not self._placement.columns[student.id].listed:
                    continue
                least: dict[object, int] = {}
                for option in self._problem.options[student.id]:
                    places = tuple((o.internship, o.mentor, o.site, o.day) for o in option.outs)
                    points = option.goals[number]
                    least[places] = min(points, least.get(places, points))
                for one in self._placement.of[student.id]:
                    costs[one.index] = factor * least[one.column.places]
        for column, theirs in self._placement.goal_of.items():
            if theirs is goal:
                costs[column] = arrays.costs[column]
        most = self.most.copy()
        for price, loose in self._of_column.items():
            most[price] = costs[loose]
        absent = arrays.term_points if goal is GoalId.TOGETHER else np.zeros(len(arrays.term_day))
        return arrays._replace(costs=costs, term_points=absent), most

    def missing(self, arrays: Arrays) -> tuple[Arrays, Reals]:
        """The same for the number of days out that are missing, whatever else is unplaced."""
        costs = np.zeros_like(arrays.costs)
        for one in self._placement.chosen:
            costs[one.index] = float(one.column.missing)
        most = self.most.copy()
        most[self.days_price] = most[self.minutes_price] = 0.0
        for price in self._of_column:
            most[price] = 0.0
        return arrays._replace(costs=costs, term_points=np.zeros(len(arrays.term_day))), most

    def _build(self) -> Arrays:
        model = self._placement.model
        n = len(model.costs)
        mine = {one.index for one in self._placement.chosen}
        linked = {column for choice, _ in self._vans.links for column in choice}
        loose = [c for c in range(n) if c not in mine and c not in linked]
        highs = np.array(model.highs, dtype=float)
        rows_of = self._rows(n)
        self._of_column: dict[int, int] = {}
        """By price of a row that only one such number can exceed, its column."""
        for column in loose:
            some = rows_of[column]
            if len(some) == 1 and some[0][1] == -1.0:
                self._of_column[some[0][0]] = column
                self._most[some[0][0]] = model.costs[column]
            if highs[column] == INFINITY:
                highs[column] = max(self._reach(model, column), 1.0)
        self.minutes_price = self._price(0.0)
        links: list[list[int]] = [[] for _ in range(n)]
        for number, (_, columns) in enumerate(self._vans.links):
            for column in columns:
                links[column].append(number)
        students, masks, mask_of = self._masks(n)
        advisories = Advisories(self._problem, self._factors, self._price)
        return Arrays(
            costs=np.array(model.costs, dtype=float),
            columns=lists([[price for price, _ in some] for some in rows_of]),
            factors=np.array([factor for some in rows_of for _, factor in some], dtype=float),
            link_choices=lists([list(choice) for choice, _ in self._vans.links]),
            link_columns=lists([list(columns) for _, columns in self._vans.links]),
            links=lists(links),
            loose=np.array(loose, dtype=np.int64),
            highs=highs,
            student_columns=lists(students),
            column_mask=mask_of,
            student_masks=lists(masks),
            minutes_price=self.minutes_price,
            week_of_day=np.array([w for w, _ in self._problem.times.pattern_days], dtype=np.int64),
            weeks=len(self._problem.times.weeks),
            advisory_members=lists(advisories.members),
            advisory_ways=lists(advisories.ways),
            way_whole=np.array(advisories.wholes, dtype=np.int64),
            way_terms=lists(advisories.terms),
            term_day=np.array([one.day for one in advisories.quorums], dtype=np.int64),
            term_points=np.array([one.points for one in advisories.quorums], dtype=float),
            term_minutes=np.array([one.minutes for one in advisories.quorums], dtype=float),
            term_price=np.array([one.price for one in advisories.quorums], dtype=np.int64),
            way_minutes=np.array(advisories.minutes, dtype=float),
            need=np.array(advisories.need, dtype=float),
            limits=np.array(self._limits, dtype=float),
        )

    def _rows(self, n: int) -> list[list[tuple[int, float]]]:
        """A price for every limit; by column those it counts towards."""
        found: list[list[tuple[int, float]]] = [[] for _ in range(n)]
        for number, terms, low, high in self._placement.model.rows():
            if low != -INFINITY or high == INFINITY:
                continue  # the choice of one column, or of a ride: kept as they are
            price = self._price(high)
            if number == self._placement.missing_row:
                self.days_price = price
            for column, factor in terms.items():
                found[column].append((price, factor))
        if self.days_price < 0:
            self.days_price = self._price(0.0)
        return found

    @staticmethod
    def _reach(model: Linear, column: int) -> float:
        """The most that a number without a limit has to be."""
        found = 0.0
        for _, terms, _, high in model.rows():
            if terms.get(column, 0.0) < 0:
                positive = [f for c, f in terms.items() if c != column]
                # The riders of one row take one column of it at most.
                most = max(positive) if high == 0.0 else sum(positive) - high
                found = max(found, most)
        return found

    def _bits(self, days: tuple[frozenset[int], ...]) -> int:
        index = self._problem.times.index_of_day
        return sum(
            1 << index[week, day]
            for week, some in enumerate(days)
            for day in some
            if (week, day) in index
        )

    def _masks(self, n: int) -> tuple[list[list[int]], list[list[int]], Ints]:
        """Of each student the columns and different days out; of each column which."""
        columns, masks = [], []
        mask_of = np.zeros(n, dtype=np.int64)
        for student in self._problem.instance.students:
            mine = self._placement.of[student.id]
            known: dict[int, int] = {}
            for one in mine:
                mask_of[one.index] = known.setdefault(self._bits(one.column.days), len(known))
            columns.append([one.index for one in mine])
            masks.append(list(known))
        return columns, masks, mask_of

"""A good placement to begin with, read off the relaxation."""

from __future__ import annotations

import time

from scheduler.domain.ids import MentorId, StudentId
from scheduler.domain.people import Student
from scheduler.solver.bounds.columns import Place
from scheduler.solver.bounds.meetings import Meetings
from scheduler.solver.bounds.placement import Chosen, Placement
from scheduler.solver.bounds.vans import Vans
from scheduler.solver.options import Option
from scheduler.solver.problem import Problem

LEFT_OUT_POINTS = 1_000
"""For a day out without a place."""
SURE = 0.999
GAP = 0.02
REPAIRS = 4
WORTH = 1.25
"""Of the relaxation's cost, what a rounded placement may cost; beyond, it was cut short."""


def guided_placement(
    problem: Problem, seed: int = 0, seconds: float | None = None
) -> dict[StudentId, int]:
    """Place everybody's days out well: by student the index of the option to begin with.

    Mentors, sites, vans and whole meetings are respected (as far as these are rules);
    workshops are not looked at. The same seed gives the same placement, unless rounding
    may take only so many ``seconds``: where they are not enough each student gets what the
    relaxation likes best, and some of these have no room beside each other.
    """
    return _Guide(problem, seed, seconds).placement()


class _Guide:
    """Rounds the relaxation: meeting days, then who has one option, then the rest.

    With the weekdays of whole meetings fixed the program is easy. What this costs in
    days out is mended by searching again around whoever lacks one.
    """

    def __init__(self, problem: Problem, seed: int, seconds: float | None) -> None:
        self._problem = problem
        self._seed = seed
        self._seconds = seconds
        self._until: float | None = None
        self._placement = Placement(problem, problem.instance.factor_of, None)
        self._vans = Vans(self._placement)
        self._meetings = Meetings(self._placement, 0, joint=False)
        self._model = self._placement.model
        for one in self._placement.chosen:
            self._model.costs[one.index] += LEFT_OUT_POINTS * one.column.missing

    def placement(self) -> dict[StudentId, int]:
        """By student, the index of an option."""
        values = self._values()
        found: dict[StudentId, int] = {}
        for student in self._problem.instance.students:
            options = self._problem.options[student.id]
            if values is None or not self._placement.columns[student.id].listed:
                found[student.id] = max(range(len(options)), key=lambda i: options[i].missing)
                continue
            places = self._chosen(student, values).column.places
            runs = self._vans.runs(student, places, values)
            found[student.id] = _best_option(options, places, runs)
        return found

    def _chosen(self, student: Student, values: list[float]) -> Chosen:
        return max(self._placement.of[student.id], key=lambda one: values[one.index])

    def _values(self) -> list[float] | None:
        relaxation = self._model.relaxed()
        relaxed = relaxation.values
        if relaxed is None:
            return None
        if self._seconds is not None:
            self._until = time.monotonic() + self._seconds
        self._fix_meetings(relaxed, set())
        self._fix_students(relaxed, set())
        values = self._solve()
        if values is None or self._model.cost(values) > WORTH * relaxation.bound:
            return relaxed
        for _ in range(REPAIRS):
            lacking = self._lacking(values)
            if not lacking:
                break
            self._fix_meetings(values, {one.advisory for one in lacking})
            self._fix_students(values, self._near(lacking))
            before, values = values, self._solve() or values
            if len(self._lacking(values)) >= len(self._lacking(before)):
                return min(values, before, key=self._model.cost)
        return values

    def _solve(self) -> list[float] | None:
        left = None if self._until is None else self._until - time.monotonic()
        if left is not None and left <= 0:
            return None
        return self._model.solve(left, seed=self._seed, nodes=1, gap=GAP).values

    def _fix_meetings(self, values: list[float], free: set[str]) -> None:
        """Fix the weekdays of whole meetings to the likeliest ones."""
        for advisory, kinds in self._meetings.kinds.items():
            for one in kinds:
                columns = sorted(one.days.values(), key=lambda c: -values[c])
                for rank, column in enumerate(columns):
                    loose = advisory in free or not one.whole
                    self._model.lows[column] = float(rank < one.kind.count and not loose)
                    self._model.highs[column] = float(rank < one.kind.count or loose)

    def _fix_students(self, values: list[float], free: set[StudentId]) -> None:
        for student in self._problem.instance.students:
            for one in self._placement.of[student.id]:
                sure = values[one.index] > SURE and student.id not in free
                self._model.lows[one.index] = float(sure)

    def _lacking(self, values: list[float]) -> list[Student]:
        """Students who lack a day out that they could have alone."""
        return [
            student
            for student in self._problem.instance.students
            if self._chosen(student, values).column.missing
            > min(one.column.missing for one in self._placement.of[student.id])
        ]

    def _near(self, lacking: list[Student]) -> set[StudentId]:
        """These students, their advisories, and all who want one of their mentors."""
        advisories = {one.advisory for one in lacking}
        mentors = {mentor for one in lacking for mentor in self._mentors(one.id)}
        return {
            student.id
            for student in self._problem.instance.students
            if student.advisory in advisories or not mentors.isdisjoint(self._mentors(student.id))
        }

    def _mentors(self, student: StudentId) -> set[MentorId]:
        return {place[1] for one in self._placement.of[student] for place in one.column.places}


def _best_option(
    options: list[Option], places: tuple[Place, ...], runs: dict[Place, frozenset[int]]
) -> int:
    """The cheapest option with these places that takes the fewest other runs than these."""

    def other_runs(option: Option) -> int:
        return sum(
            len({ride.run for ride in out.trip.rides} - runs.get(place, frozenset()))
            for place, out in zip(places, option.outs, strict=True)
        )

    fitting = [
        i
        for i, option in enumerate(options)
        if tuple((o.internship, o.mentor, o.site, o.day) for o in option.outs) == places
    ]
    return min(fitting, key=lambda i: (other_runs(options[i]), options[i].cost, i))

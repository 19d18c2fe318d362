"""A part of the week settled anew after a change: fewest items, fewest touched, then points."""

from __future__ import annotations

from dataclasses import dataclass

from ortools.sat.python import cp_model

from scheduler.domain.rules import GoalId, UnplacedKind
from scheduler.domain.timetable import Timetable
from scheduler.solver import params
from scheduler.solver.build import Build, value_of
from scheduler.solver.exact import SOLVED, round_up
from scheduler.solver.extract import extract
from scheduler.solver.hints import hint
from scheduler.solver.incumbent import Incumbent
from scheduler.solver.literals import Lit, Terms, folded_terms, negated
from scheduler.solver.objective import Objective, minimize, most_of, objective
from scheduler.solver.part import Part
from scheduler.solver.reshuffle.case import Case
from scheduler.solver.rules import RULES
from scheduler.solver.touched import Touched

Items = tuple[int, int, int]
"""Newly unplaced items by priority."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What a part came to."""

    timetable: Timetable
    items: Items
    touched: int
    """How many people are touched, those named left out."""
    items_proven: bool
    """No other way to settle this part leaves fewer items."""
    touched_proven: bool

    @property
    def rank(self) -> tuple[Items, int]:
        """Less is better."""
        return self.items, self.touched


class Settling:
    """The model of a part, to be solved for one aim after the other."""

    def __init__(self, case: Case, part: Part, incumbent: Incumbent) -> None:
        self._case = case
        self._build = build = Build(case.problem, part, incumbent)
        for module in RULES.values():
            module.add(build)
        self._sums: Objective = objective(build, frozenset({GoalId.KEEP}))
        people = Touched(build, case.release).people() | dict.fromkeys(
            self._gone(part, incumbent), 1
        )
        self._touched: Terms = [(1, lit) for one, lit in people.items() if one not in case.named]
        self._items: tuple[Terms, Terms, Terms] = ([], [], [])
        self._find_items()
        self._solution: list[int] | None = None
        self._last: cp_model.CpSolver | None = None
        self.is_impossible = False
        """Whether there is no way to settle the part, whatever the time."""
        hint(build, incumbent)

    def _gone(self, part: Part, incumbent: Incumbent) -> frozenset[str]:
        """People who lost a day out of the release that nothing in this part could give back."""
        known = self._case.problem.instance.student_of
        stays = set(incumbent.timetable.days_out)
        lost = [
            out
            for out in self._case.lost
            if out not in stays and out.student in known and out.student not in part.days
        ]
        hosted = {(out.student, out.mentor, out.site, out.day) for out in stays}
        return frozenset[str](
            {out.student for out in lost}
            | {o.mentor for o in lost if (o.student, o.mentor, o.site, o.day) not in hosted}
        )

    def _find_items(self) -> None:
        """Gather what may be newly unplaced; only of those stranded it may be anything."""
        build, case = self._build, self._case
        of = case.problem.instance.priorities.of
        for student in build.scope.free_days:
            before = case.missing[student]
            terms = self._items[of(UnplacedKind.DAY) - 1]
            for option, lit in build.days_out.options(student):
                if option.missing > before:
                    self._may(student, option.missing - before, lit, terms)
        terms = self._items[of(UnplacedKind.MUST) - 1]
        for student, request, unmet in build.unplaced.musts():
            if (student, str(request.workshop)) not in case.unmet:
                self._may(student, 1, unmet, terms)
        terms = self._items[of(UnplacedKind.MINUTES) - 1]
        for student, week, short in build.unplaced.minutes():
            if (student, week) not in case.short:
                self._may(student, 1, short, terms)

    def _may(self, student: str, count: int, lit: Lit, terms: Terms) -> None:
        if student in self._case.stranded.students:
            terms.append((count, lit))
        elif isinstance(lit, int):
            if lit:
                terms.append((count, lit))
        else:
            self._build.model.add_bool_or([negated(lit)])

    def fewest_items(self, seconds: float) -> tuple[Items, bool] | None:
        """Leave as few as possible newly unplaced; hold this. None: no way was found."""
        first, second, third = self._items
        weight = 1 + most_of(third)
        terms = list(third) + [(weight * w, lit) for w, lit in second]
        weight *= 1 + most_of(second)
        terms += [(weight * w, lit) for w, lit in first]
        proven = self._minimize(terms, seconds)
        if proven is None:
            return None
        found = (self._sum(first), self._sum(second), self._sum(third))
        self.hold_items(found)
        return found, proven

    def hold_items(self, items: Items) -> None:
        """Let no more be newly unplaced than so many of each priority."""
        for terms, most in zip(self._items, items, strict=True):
            self._at_most(terms, most)

    def fewest_touched(self, seconds: float) -> tuple[int, bool] | None:
        """Touch as few people as possible; hold this."""
        proven = self._minimize(self._touched, seconds)
        if proven is None:
            return None
        found = self._sum(self._touched)
        self.hold_touched(found)
        return found, proven

    def hold_touched(self, most: int) -> None:
        """Touch no more people than so many."""
        self._at_most(self._touched, most)

    def best_plan(self, seconds: float, points: int = 0) -> bool:
        """Make the week as good as it can be, each person touched at so many points."""
        terms = self._sums.everything
        if points:
            terms = terms + [(points * weight, lit) for weight, lit in self._touched]
        return self._minimize(terms, seconds) is not None

    def settled(self, items_proven: bool, touched_proven: bool) -> Settled:
        """The last solution found."""
        assert self._last is not None
        first, second, third = self._items
        return Settled(
            timetable=extract(self._build, value_of(self._last.boolean_value)),
            items=(self._sum(first), self._sum(second), self._sum(third)),
            touched=self._sum(self._touched),
            items_proven=items_proven,
            touched_proven=touched_proven,
        )

    @property
    def has_solution(self) -> bool:
        """Whether any has been found."""
        return self._last is not None

    def _at_most(self, terms: Terms, most: int) -> None:
        self._build.define(terms, most)

    def _minimize(self, terms: Terms, seconds: float) -> bool | None:
        """Solve; whether the result is proven, or None where nothing was found."""
        constant = minimize(self._build, terms)
        solver = params.solver(seconds=max(0.02, seconds))
        if self._solution is not None:
            self._hint_all(self._solution)
        status = solver.solve(self._build.model)
        if status == cp_model.MODEL_INVALID:
            raise ValueError(f"malformed model: {self._build.model.validate()}")
        if status not in SOLVED:
            self.is_impossible = status == cp_model.INFEASIBLE
            return None
        self._last = solver
        self._solution = list(solver.response_proto.solution)
        value = round(solver.objective_value) + constant
        return status == cp_model.OPTIMAL or round_up(solver.best_objective_bound) >= value

    def _hint_all(self, values: list[int]) -> None:
        self._build.model.clear_hints()  # type: ignore[no-untyped-call]
        hinted = self._build.model.proto.solution_hint
        hinted.vars.extend(range(len(values)))
        hinted.values.extend(values)

    def _sum(self, terms: Terms) -> int:
        assert self._last is not None
        lits, weights, constant = folded_terms(terms)
        return constant + sum(
            weight * self._last.value(lit) for lit, weight in zip(lits, weights, strict=True)
        )

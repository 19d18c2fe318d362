"""What a timetable is worth to the model, everything in it held."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.domain.rules import GoalId, RuleId
from scheduler.domain.timetable import Timetable
from scheduler.solver import params
from scheduler.solver.build import Build, value_of
from scheduler.solver.exact import SOLVED
from scheduler.solver.extract import extract
from scheduler.solver.hints import decided
from scheduler.solver.incumbent import Incumbent
from scheduler.solver.literals import Terms, folded_terms
from scheduler.solver.objective import add_all, minimize
from scheduler.solver.part import Part
from scheduler.solver.problem import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What the model makes of a timetable: unplaced items and points."""

    unplaced: tuple[int, int, int]
    goals: dict[GoalId, int]
    softened: dict[RuleId, int]

    @property
    def penalty(self) -> int:
        """All points together."""
        return sum(self.goals.values()) + sum(self.softened.values())


def worth(problem: Problem, timetable: Timetable, part: Part | None = None) -> Worth | None:
    """Hold every decision of a timetable; None where the model does not allow or list it.

    With a part the sums are over what the part touches.
    """
    incumbent = Incumbent(problem, timetable)
    build = Build(problem, part, incumbent)
    sums = add_all(build)
    for lit, value in decided(build, incumbent):
        if not isinstance(lit, int):
            build.model.add_bool_or([lit if value else ~lit])
    minimize(build, sums.everything)
    solver = params.solver(work=10.0)
    if solver.solve(build.model) not in SOLVED:
        return None
    if extract(build, value_of(solver.boolean_value)) != timetable:
        return None

    def sum_of(terms: Terms) -> int:
        lits, weights, constant = folded_terms(terms)
        return constant + sum(w * solver.value(lit) for lit, w in zip(lits, weights, strict=True))

    first, second, third = (sum_of(terms) for terms in sums.unplaced)
    return Worth(
        unplaced=(first, second, third),
        goals={goal: sum_of(terms) for goal, terms in sums.goals.items()},
        softened={rule: sum_of(terms) for rule, terms in sums.softened.items()},
    )

"""What timetables are compared by, as sums over a model: unplaced items, then points."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.domain.rules import GoalId, RuleId
from scheduler.solver.build import Build
from scheduler.solver.goals import GOALS
from scheduler.solver.literals import Terms, folded_terms, weighted
from scheduler.solver.rules import RULES


@dataclass(frozen=True, slots=True)
class Objective:
    """Sums of a model: items by priority, points by goal and by softened rule."""

    unplaced: tuple[Terms, Terms, Terms]
    goals: dict[GoalId, Terms]
    softened: dict[RuleId, Terms]
    spread: int
    """How much the points can differ between two timetables."""

    @property
    def penalty(self) -> Terms:
        """All points together."""
        sums = [*self.goals.values(), *self.softened.values()]
        return [term for terms in sums for term in terms]

    @property
    def items(self) -> Terms:
        """Unplaced items, one of a higher priority outweighing all of the lower ones."""
        first, second, third = self.unplaced
        weight = 1 + most_of(third)
        found = list(third) + [(weight * w, lit) for w, lit in second]
        weight *= 1 + most_of(second)
        return found + [(weight * w, lit) for w, lit in first]

    @property
    def everything(self) -> Terms:
        """Items and points, one item outweighing all points that can differ."""
        weight = 1 + self.spread
        return [(weight * w, lit) for w, lit in self.items] + self.penalty


def most_of(terms: Terms) -> int:
    """The most that a sum of free literals, each of weight above 0, can be."""
    _, weights, constant = folded_terms(terms)
    return sum(weight for weight in weights if weight > 0) + constant


def _spread(build: Build, terms: Terms) -> int:
    lits, weights, _ = folded_terms(terms)
    return sum(abs(w) * build.most.get(lit.index, 1) for lit, w in zip(lits, weights, strict=True))


def add_all(build: Build) -> Objective:
    """Add every rule and every goal to a model."""
    for module in RULES.values():
        module.add(build)
    return objective(build)


def objective(build: Build, without: frozenset[GoalId] = frozenset()) -> Objective:
    """Add every goal, but those left out, to a model that has its rules."""
    factor = build.instance.factor_of
    priorities = build.instance.priorities
    unplaced: tuple[Terms, Terms, Terms] = ([], [], [])
    for kind, terms in build.unplaced.terms().items():
        unplaced[priorities.of(kind) - 1].extend(terms)
    goals: dict[GoalId, Terms] = {
        goal: [(factor.get(goal, 1) * weight, lit) for weight, lit in module.terms(build)]
        for goal, module in GOALS.items()
        if factor.get(goal, 1) and goal not in without
    }
    softened: dict[RuleId, Terms] = {}
    for (rule, _), broken in build.penalties.items():
        softened.setdefault(rule, []).append((build.instance.soft_points[rule], broken))
    sums = [*goals.values(), *softened.values()]
    spread = sum(_spread(build, terms) for terms in sums)
    return Objective(unplaced, goals, softened, spread)


def minimize(build: Build, terms: Terms) -> int:
    """Make a sum what the model minimises; its constant part is returned."""
    lits, weights, constant = folded_terms(terms)
    build.model.minimize(weighted(lits, weights))
    return constant

"""Yes-or-no terms of a model: Boolean variables, and constants where nothing is free."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ortools.sat.python import cp_model
from ortools.sat.python.cp_model_helper import Literal

Lit = Literal | int
"""A literal of the model, or 0 or 1 where it is decided already."""

Terms = list[tuple[int, Lit]]
"""A weighted sum: (weight, literal) pairs; a constant is weight and 1."""


def negated(lit: Lit) -> Lit:
    """The opposite of a literal."""
    return 1 - lit if isinstance(lit, int) else ~lit


def folded(lits: Iterable[Lit]) -> tuple[list[Literal], int]:
    """The literals that are free, and how many of the others are 1."""
    free: list[Literal] = []
    ones = 0
    for lit in lits:
        if isinstance(lit, int):
            ones += lit
        else:
            free.append(lit)
    return free, ones


def folded_terms(terms: Iterable[tuple[int, Lit]]) -> tuple[list[Literal], list[int], int]:
    """Free literals, their weights, and the sum of what is decided."""
    free: list[Literal] = []
    weights: list[int] = []
    constant = 0
    for weight, lit in terms:
        if isinstance(lit, int):
            constant += weight * lit
        elif weight:
            free.append(lit)
            weights.append(weight)
    return free, weights, constant


class Literals:
    """Makes literals that follow from others, each once."""

    def __init__(self, model: cp_model.CpModel) -> None:
        self._model = model
        self._both: dict[tuple[int, int], Literal] = {}
        self._any: dict[tuple[int, ...], Literal] = {}

    def new(self, name: str) -> cp_model.IntVar:
        """A free literal."""
        return self._model.new_bool_var(name)

    def exactly_one(self, lits: Sequence[Literal]) -> None:
        """One of the literals holds: what a decision is, not a rule."""
        self._model.add_exactly_one(lits)

    def total(self, lits: Iterable[Lit], weights: Iterable[int], total: int) -> None:
        """Post that a weighted sum has a value: what a decision is, not a rule."""
        free, factors, constant = folded_terms(zip(weights, lits, strict=True))
        rest = total - constant
        self._model.add_linear_constraint(weighted(free, factors), rest, rest)

    def implies(self, one: Lit, two: Lit) -> None:
        """Post that the second holds where the first does: what a decision is, not a rule."""
        if isinstance(one, int) or isinstance(two, int):
            if isinstance(one, int) and isinstance(two, int):
                if one > two:
                    self._model.add_bool_or([])
            elif isinstance(one, int):
                if one and not isinstance(two, int):
                    self._model.add_bool_or([two])
            elif not two:
                self._model.add_bool_or([~one])
            return
        self._model.add_implication(one, two)

    def both(self, one: Lit, two: Lit) -> Lit:
        """A literal that is true exactly when both are."""
        if isinstance(one, int):
            return two if one else 0
        if isinstance(two, int):
            return one if two else 0
        key = (min(one.index, two.index), max(one.index, two.index))
        if key[0] == key[1]:
            return one
        found = self._both.get(key)
        if found is None:
            found = self._both[key] = self.new(f"both[{key[0]},{key[1]}]")
            self._model.add_implication(found, one)
            self._model.add_implication(found, two)
            self._model.add_bool_or([~one, ~two, found])
        return found

    def any(self, lits: Iterable[Lit]) -> Lit:
        """A literal that is true exactly when at least one is."""
        return self._joined(lits, exclusive=False)

    def one_of(self, lits: Iterable[Lit]) -> Lit:
        """The same for literals of which at most one is ever true."""
        return self._joined(lits, exclusive=True)

    def _joined(self, lits: Iterable[Lit], exclusive: bool) -> Lit:
        free, ones = folded(lits)
        if ones:
            return 1
        if not free:
            return 0
        by_index = {lit.index: lit for lit in free}
        if len(by_index) == 1:
            return free[0]
        key = tuple(sorted(by_index))
        found = self._any.get(key)
        if found is None:
            some = [by_index[index] for index in key]
            found = self._any[key] = self.new(f"any[{key[0]}..{key[-1]}]")
            if exclusive:
                weights = [1] * len(some) + [-1]
                self._model.add_linear_constraint(
                    cp_model.LinearExpr.weighted_sum([*some, found], weights), 0, 0
                )
            else:
                for lit in some:
                    self._model.add_implication(lit, found)
                self._model.add_bool_or([*some, ~found])
        return found


def weighted(lits: Sequence[Literal], weights: Sequence[int]) -> cp_model.LinearExprT:
    """The weighted sum of literals."""
    return cp_model.LinearExpr.weighted_sum(lits, weights)

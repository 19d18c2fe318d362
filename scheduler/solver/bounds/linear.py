"""Linear programs with whole-number columns, built as arrays and solved by HiGHS."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from ortools.math_opt import model_pb2  # type: ignore[import-untyped]
from ortools.math_opt.python import mathopt  # type: ignore[import-untyped]

INFINITY = math.inf


@dataclass(frozen=True, slots=True)
class Answer:
    """What a solve says: a proven least value, and the best answer found."""

    bound: float
    """No answer costs less; infinite when there is none at all."""
    values: list[float] | None
    """By column; None when no answer was found."""
    optimal: bool


def least_integer(value: float) -> int:
    """The least whole number that a proven value leaves, safe against rounding.

    0 where nothing is proven, or where there is no answer to say anything about.

    >>> least_integer(2.0000001), least_integer(2.1), least_integer(-0.5)
    (2, 3, 0)
    """
    if not math.isfinite(value):
        return 0
    return max(0, math.ceil(value - 1e-6 * max(1.0, abs(value)) - 1e-6))


class Linear:
    """Columns with costs and bounds, rows with ranges; always minimised."""

    def __init__(self) -> None:
        self.costs: list[float] = []
        self.lows: list[float] = []
        self.highs: list[float] = []
        self.whole: list[bool] = []
        self._row_lows: list[float] = []
        self._row_highs: list[float] = []
        self._rows: list[dict[int, float]] = []

    def column(
        self, cost: float = 0.0, low: float = 0.0, high: float = 1.0, whole: bool = True
    ) -> int:
        """Add a column and return its index."""
        self.costs.append(cost)
        self.lows.append(low)
        self.highs.append(high)
        self.whole.append(whole)
        return len(self.costs) - 1

    def row(
        self,
        terms: Iterable[tuple[int, float]],
        low: float = -INFINITY,
        high: float = INFINITY,
    ) -> int:
        """Add a row; terms of the same column are added up."""
        summed: dict[int, float] = {}
        for column, factor in terms:
            summed[column] = summed.get(column, 0.0) + factor
        self._rows.append(summed)
        self._row_lows.append(low)
        self._row_highs.append(high)
        return len(self._rows) - 1

    def cost(self, values: Sequence[float]) -> float:
        """What an answer costs, by its columns."""
        return sum(cost * value for cost, value in zip(self.costs, values, strict=True))

    def rows(self) -> Iterator[tuple[int, dict[int, float], float, float]]:
        """Every row: its number, factors by column, and its range."""
        ranges = zip(self._row_lows, self._row_highs, strict=True)
        for number, (terms, (low, high)) in enumerate(zip(self._rows, ranges, strict=True)):
            yield number, terms, low, high

    def limit(self, row: int, low: float = -INFINITY, high: float = INFINITY) -> None:
        """Change the range of a row."""
        self._row_lows[row], self._row_highs[row] = low, high

    def relaxed(self, seconds: float | None = None) -> Answer:
        """Solve without the demand for whole numbers."""
        return self._solve(False, seconds, 0, None, None, False)

    def prices(self, seconds: float | None = None) -> list[float]:
        """What one more of each row's upper limit would save, wholeness left aside.

        By row, 0 or more; empty where the program was not solved to the end.
        """
        params = mathopt.SolveParameters()
        if seconds is not None:
            params.time_limit = timedelta(seconds=max(0.01, seconds))
        model = mathopt.Model.from_model_proto(self._proto(False))
        result = mathopt.solve(model, mathopt.SolverType.HIGHS, params=params)
        if result.termination.reason != mathopt.TerminationReason.OPTIMAL:
            return []
        duals = result.dual_values()
        return [max(0.0, -duals[one]) for one in model.linear_constraints()]

    def solve(
        self,
        seconds: float | None = None,
        *,
        seed: int = 0,
        nodes: int | None = None,
        gap: float | None = None,
        bound_only: bool = False,
    ) -> Answer:
        """Solve in whole numbers, to the end or to a limit.

        ``bound_only`` spends nothing on looking for answers.
        """
        return self._solve(True, seconds, seed, nodes, gap, bound_only)

    def _proto(self, whole: bool) -> model_pb2.ModelProto:
        proto = model_pb2.ModelProto()
        columns = proto.variables
        columns.ids.extend(range(len(self.costs)))
        columns.lower_bounds.extend(self.lows)
        columns.upper_bounds.extend(self.highs)
        columns.integers.extend(self.whole if whole else [False] * len(self.costs))
        paid = [(i, cost) for i, cost in enumerate(self.costs) if cost]
        proto.objective.linear_coefficients.ids.extend(i for i, _ in paid)
        proto.objective.linear_coefficients.values.extend(cost for _, cost in paid)
        rows = proto.linear_constraints
        rows.ids.extend(range(len(self._rows)))
        rows.lower_bounds.extend(self._row_lows)
        rows.upper_bounds.extend(self._row_highs)
        matrix = proto.linear_constraint_matrix
        for number, terms in enumerate(self._rows):
            ordered = sorted(terms.items())
            matrix.row_ids.extend([number] * len(ordered))
            matrix.column_ids.extend(column for column, _ in ordered)
            matrix.coefficients.extend(factor for _, factor in ordered)
        return proto

    def _solve(
        self,
        whole: bool,
        seconds: float | None,
        seed: int,
        nodes: int | None,
        gap: float | None,
        bound_only: bool,
    ) -> Answer:
        params = mathopt.SolveParameters(random_seed=seed)
        if seconds is not None:
            params.time_limit = timedelta(seconds=max(0.01, seconds))
        if not whole:
            params.lp_algorithm = mathopt.LPAlgorithm.BARRIER
        else:
            params.node_limit = nodes
            params.relative_gap_tolerance = gap
            if bound_only:
                params.heuristics = mathopt.Emphasis.OFF
        model = mathopt.Model.from_model_proto(self._proto(whole))
        result = mathopt.solve(model, mathopt.SolverType.HIGHS, params=params)
        reason = result.termination.reason
        optimal = reason == mathopt.TerminationReason.OPTIMAL
        if reason == mathopt.TerminationReason.INFEASIBLE:
            return Answer(INFINITY, None, True)
        found = result.termination.objective_bounds
        values = None
        if result.has_primal_feasible_solution():
            by_column = result.variable_values()
            values = [by_column[one] for one in model.variables()]
        bound = found.dual_bound
        if not whole:
            bound = found.primal_bound if optimal else -INFINITY
        return Answer(bound if math.isfinite(bound) else -INFINITY, values, optimal)

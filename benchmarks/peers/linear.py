"""Our exact model written as a mixed-integer program: one row or a few for each constraint.

Every constraint of the model is a clause, a choice of at most or exactly one, or a weighted
sum between two numbers, perhaps only where some literals hold; the last is said with the
smallest number that makes it idle where they do not (big M). Anything else is refused.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from ortools.sat import cp_model_pb2
from ortools.sat.python import cp_model

ENDLESS = 2**60
"""From this number on: no limit."""


@dataclass
class Program:
    """A mixed-integer program: bounds of columns and rows, and the matrix by rows."""

    lows: list[float] = field(default_factory=list)
    highs: list[float] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)
    row_lows: list[float] = field(default_factory=list)
    row_highs: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])
    indices: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)

    def row(self, terms: dict[int, int], low: float, high: float) -> None:
        """Add a row over columns."""
        self.indices += terms.keys()
        self.values += terms.values()
        self.starts.append(len(self.indices))
        self.row_lows.append(low)
        self.row_highs.append(high)

    def write(self, path: Path) -> None:
        """Write the program as arrays."""
        np.savez(
            path,
            lows=np.array(self.lows),
            highs=np.array(self.highs),
            costs=np.array(self.costs),
            row_lows=np.array(self.row_lows),
            row_highs=np.array(self.row_highs),
            starts=np.array(self.starts, dtype=np.int32),
            indices=np.array(self.indices, dtype=np.int32),
            values=np.array(self.values, dtype=np.float64),
        )


def program_of(model: cp_model.CpModel, costs: Iterable[tuple[int, int]]) -> Program:
    """Write a model as a program; ``costs`` are pairs of variable and points."""
    proto = _written(model)
    program = Program()
    for variable in proto.variables:
        if len(variable.domain) != 2:
            raise ValueError(f"{variable.name} has holes in its domain")
        program.lows.append(float(variable.domain[0]))
        program.highs.append(float(variable.domain[1]))
    program.costs = [0.0] * len(program.lows)
    for index, points in costs:
        program.costs[index] += points
    for constraint in proto.constraints:
        _add(program, constraint)
    return program


def _written(model: cp_model.CpModel) -> cp_model_pb2.CpModelProto:
    """The model in the form that names each constraint's kind."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.pb"
        model.export_to_file(str(path))
        proto = cp_model_pb2.CpModelProto()
        proto.ParseFromString(path.read_bytes())
        return proto


def _add(program: Program, constraint: cp_model_pb2.ConstraintProto) -> None:
    held = constraint.enforcement_literal
    kind = constraint.WhichOneof("constraint")
    if kind == "linear":
        terms: dict[int, int] = {}
        for index, weight in zip(constraint.linear.vars, constraint.linear.coeffs, strict=True):
            terms[index] = terms.get(index, 0) + weight
        if len(constraint.linear.domain) != 2:
            raise ValueError(f"{constraint.name} is not between two numbers")
        low, high = constraint.linear.domain
        _sum(program, terms, low, high, held)
    elif kind == "bool_or":
        _clause(program, [*constraint.bool_or.literals, *(-one - 1 for one in held)])
    elif kind == "bool_and":
        for literal in constraint.bool_and.literals:
            _clause(program, [literal, *(-one - 1 for one in held)])
    elif kind in ("at_most_one", "exactly_one"):
        exact = kind == "exactly_one"
        literals = (constraint.exactly_one if exact else constraint.at_most_one).literals
        terms, ones = _terms(literals)
        _sum(program, terms, 1 - ones if exact else -ENDLESS, 1 - ones, held)
    else:
        raise ValueError(f"a constraint of kind {kind} has no linear form here")


def _terms(literals: Sequence[int]) -> tuple[dict[int, int], int]:
    """A sum of literals: weights by variable, and a constant."""
    terms: dict[int, int] = {}
    constant = 0
    for literal in literals:
        if literal >= 0:
            terms[literal] = terms.get(literal, 0) + 1
        else:
            terms[-literal - 1] = terms.get(-literal - 1, 0) - 1
            constant += 1
    return terms, constant


def _clause(program: Program, literals: Sequence[int]) -> None:
    terms, constant = _terms(literals)
    program.row(terms, 1 - constant, np.inf)


def _sum(program: Program, terms: dict[int, int], low: int, high: int, held: Sequence[int]) -> None:
    """Add a sum between two numbers, idle where one of the literals does not hold."""
    if not held:
        program.row(
            terms,
            -np.inf if low <= -ENDLESS else low,
            np.inf if high >= ENDLESS else high,
        )
        return
    least = sum(w * (program.lows if w > 0 else program.highs)[i] for i, w in terms.items())
    most = sum(w * (program.highs if w > 0 else program.lows)[i] for i, w in terms.items())
    if high < ENDLESS and most > high:
        _idle(program, terms, held, int(most) - high, high, upper=True)
    if low > -ENDLESS and least < low:
        _idle(program, terms, held, low - int(least), low, upper=False)


def _idle(
    program: Program,
    terms: dict[int, int],
    held: Sequence[int],
    slack: int,
    limit: int,
    *,
    upper: bool,
) -> None:
    """Give a limit way by the slack for each literal that does not hold."""
    row = dict(terms)
    sign = 1 if upper else -1
    moved = 0
    for literal in held:
        index = literal if literal >= 0 else -literal - 1
        if literal >= 0:  # slack x (1 - literal)
            row[index] = row.get(index, 0) + sign * slack
            moved += sign * slack
        else:
            row[index] = row.get(index, 0) - sign * slack
    bound = limit + moved
    program.row(row, -np.inf if upper else bound, bound if upper else np.inf)

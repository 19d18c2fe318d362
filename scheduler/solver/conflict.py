"""Statements about a school that cannot hold together: a minimal set, confirmed."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable

from ortools.sat.python import cp_model

from scheduler.domain.instance import Instance
from scheduler.solver import params
from scheduler.solver.build import Build, Stated
from scheduler.solver.problem import Problem
from scheduler.solver.rules import RULES
from scheduler.solver.unlisted import misses_some

log = logging.getLogger(__name__)


class Contradiction:
    """A model without goals, in which every rule can be lifted by subject."""

    def __init__(self, instance: Instance, seconds: float) -> None:
        self.instance = instance
        self.problem = Problem(instance)
        self._until = time.monotonic() + seconds
        self.build = Build(self.problem, explaining=True)
        for module in RULES.values():
            module.add(self.build)
        soft = instance.soft_points.keys()
        self.stated: list[Stated] = [key for key in self.build.guards if key[0] not in soft]
        """Every required rule and subject of the instance, in the order they were posted."""

    @property
    def seconds_left(self) -> float:
        """Seconds until the search for an explanation has to end."""
        return max(0.01, self._until - time.monotonic())

    @property
    def is_late(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() > self._until

    def first_core(self) -> list[Stated] | None:
        """Some statements that cannot hold together; None where all can, or time is up."""
        model = self.build.model.clone()
        guards = self.build.guards
        model.add_assumptions([_in(model, guards[key]) for key in self.stated])
        solver = params.solver(seconds=self.seconds_left)
        if solver.solve(model) != cp_model.INFEASIBLE:
            return None
        named = set(solver.sufficient_assumptions_for_infeasibility())
        core = [key for key in self.stated if guards[key].index in named]
        # A core must not be trusted alone: it can be wrong, or empty.
        return core if core and self.holds(core) is False else list(self.stated)

    def holds(self, kept: Iterable[Stated], *, other_settings: bool = False) -> bool | None:
        """Whether statements can hold together, all others lifted; None where undecided."""
        model = self.build.model.clone()
        keep = set(kept)
        for key, guard in self.build.guards.items():
            lit = _in(model, guard)
            model.add_bool_or([lit if key in keep else ~lit])
        solver = params.solver(
            seconds=self.seconds_left,
            seed=17 if other_settings else 0,
            presolve=not other_settings,
            linearization=1 if other_settings else 2,
        )
        status = solver.solve(model)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return True
        return False if status == cp_model.INFEASIBLE else None

    def minimal(self, core: list[Stated]) -> list[Stated]:
        """Drop statements, halves first, until each that is left is needed."""
        size = max(1, len(core) // 2)
        while True:
            start = 0
            while start < len(core) and not self.is_late:
                rest = core[:start] + core[start + size :]
                if self.holds(rest) is False:
                    core = rest
                else:
                    start += size
            if size == 1 or self.is_late:
                return core
            size = max(1, size // 2)

    def is_confirmed(self, core: list[Stated]) -> bool:
        """Whether a fresh solve finds the same: none together, all but any one of them."""
        if self.holds(core, other_settings=True) is not False:
            return False
        return all(
            self.holds([key for key in core if key != one], other_settings=True) is True
            for one in core
        )


def find_conflict(instance: Instance, seconds: float) -> tuple[Contradiction, list[Stated]] | None:
    """Find a minimal set of statements that cannot hold together, as rules and subjects."""
    found = Contradiction(instance, seconds)
    if misses_some(found.problem):
        return None  # what the model has not may be the way out
    core = found.first_core()
    if core is None:
        return None
    core = found.minimal(core)
    if not found.is_confirmed(core):
        log.warning("a conflict of %d statements could not be confirmed", len(core))
        return None
    return found, core


def _in(model: cp_model.CpModel, literal: cp_model.IntVar) -> cp_model.IntVar:
    """The same literal in a copy of the model."""
    return model.get_bool_var_from_proto_index(literal.index)

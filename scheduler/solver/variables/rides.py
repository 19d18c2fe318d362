"""Which vehicle runs are driven, from which stop to which, and who rides them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from scheduler.domain.calendar import minute
from scheduler.domain.timetable import RunUse
from scheduler.domain.vehicles import VehicleRun
from scheduler.solver.literals import Lit, Literals
from scheduler.solver.problem import Problem
from scheduler.solver.variables.days_out import DaysOut, Visit
from scheduler.solver.ways import Ride


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run driven from one of its stops to another, which are its first and last served."""

    run: VehicleRun
    first: int
    last: int

    @property
    def begin(self) -> int:
        """Minute it leaves the first stop served."""
        return minute(self.run.stops[self.first].at)

    @property
    def end(self) -> int:
        """Minute it reaches the last stop served."""
        return minute(self.run.stops[self.last].at)


class RunUses:
    """The vehicle runs that a model touches: driven exactly where somebody rides."""

    def __init__(self, problem: Problem, literals: Literals, days_out: DaysOut) -> None:
        self._problem = problem
        self._literals = literals
        self.rides: dict[int, list[tuple[Visit, Ride]]] = days_out.by_run()
        """By index of a run: every ride that may be taken."""
        self._stretches: dict[int, list[tuple[Stretch, Lit]]] = {}

    def driven(self, index: int) -> Lit:
        """Whether a run is driven."""
        return self._literals.any(visit.lit for visit, _ in self.rides.get(index, ()))

    def stretches(self, index: int) -> list[tuple[Stretch, Lit]]:
        """Every stretch that a run may be driven; one of them, if it is driven."""
        if index not in self._stretches:
            self._stretches[index] = self._made(index)
        return self._stretches[index]

    def _made(self, index: int) -> list[tuple[Stretch, Lit]]:
        run = self._problem.instance.runs[index]
        at: dict[int, list[Lit]] = {}
        for visit, ride in self.rides.get(index, ()):
            at.setdefault(ride.on, []).append(visit.lit)
            at.setdefault(ride.off, []).append(visit.lit)
        served = {stop: self._literals.any(lits) for stop, lits in sorted(at.items())}
        found: list[tuple[Stretch, Lit]] = []
        literals = self._literals
        for first in served:
            for last in served:
                if first < last:
                    lit: Lit = literals.new(f"drives[{run.id},{first},{last}]")
                    literals.implies(lit, served[first])
                    literals.implies(lit, served[last])
                    found.append((Stretch(run, first, last), lit))
        literals.total([*(lit for _, lit in found), self.driven(index)], [1] * len(found) + [-1], 0)
        for stop, lit in served.items():
            covering = [one for s, one in found if s.first <= stop <= s.last]
            literals.implies(lit, literals.one_of(covering))
        return found

    def extract(self, value: Callable[[Lit], bool]) -> list[RunUse]:
        """The runs that are driven, of those touched."""
        found = []
        for index, rides in self.rides.items():
            taken = [(visit, ride) for visit, ride in rides if value(visit.lit)]
            if not taken:
                continue
            stops = {stop for _, ride in taken for stop in (ride.on, ride.off)}
            riders = {visit.student for visit, _ in taken}
            found.append(
                RunUse(
                    run=self._problem.instance.runs[index].id,
                    stops=tuple(sorted(stops)),
                    riders=tuple(sorted(riders)),
                )
            )
        return found

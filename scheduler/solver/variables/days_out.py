"""Which option each student has: one literal per student and option."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from scheduler.domain.ids import MentorId, RunId, SiteId, StudentId
from scheduler.domain.timetable import DayOut
from scheduler.solver.incumbent import Incumbent
from scheduler.solver.literals import Lit, Literals
from scheduler.solver.options import Option, Out
from scheduler.solver.problem import Problem
from scheduler.solver.ways import Ride


@dataclass(frozen=True, slots=True)
class Visit:
    """A day out that may be: who, which, on which date classes, and its literal."""

    student: StudentId
    out: Out
    classes: tuple[int, ...]
    lit: Lit


def interns_of(visits: list[Visit]) -> list[Lit]:
    """Literals whose sum is the number of different students who visit."""
    # Options of one student exclude each other: of an option with several visits (two days
    # out, or a block over the days of another internship) the literal is counted once.
    found: dict[tuple[str, int], Lit] = {}
    for visit in visits:
        key = -1 if isinstance(visit.lit, int) else visit.lit.index
        found[visit.student, key] = visit.lit
    return list(found.values())


class DaysOut:
    """The days out of the students that a model touches."""

    def __init__(
        self,
        problem: Problem,
        literals: Literals,
        free: dict[StudentId, list[Option]],
        incumbent: Incumbent | None,
    ) -> None:
        self._problem = problem
        self._literals = literals
        self._incumbent = incumbent
        self._chosen: dict[StudentId, list[tuple[Option, Lit]]] = {}
        self._out: dict[tuple[StudentId, int, int], Lit] = {}
        self._classes: dict[tuple[StudentId, int, int], tuple[int, ...]] = {}
        self._free = frozenset(free)
        self.free = tuple(free)
        """Students whose days out the model decides."""
        for student, options in free.items():
            if len(options) == 1:
                self._chosen[student] = [(options[0], 1)]
                continue
            lits = [literals.new(f"days[{student},{i}]") for i in range(len(options))]
            literals.exactly_one(lits)
            self._chosen[student] = list(zip(options, lits, strict=True))

    def options(self, student: StudentId) -> list[tuple[Option, Lit]]:
        """Each option a student may have, with its literal (1 where it is decided)."""
        found = self._chosen.get(student)
        if found is None:
            assert self._incumbent is not None, f"{student} is neither free nor decided"
            found = self._chosen[student] = [(self._incumbent.option(student), 1)]
        return found

    def out(self, student: StudentId, week: int, day: int) -> Lit:
        """Whether a student is out of the weekly pattern on a weekday of a week."""
        key = (student, week, day)
        found = self._out.get(key)
        if found is None:
            options = self.options(student)
            some = [
                lit
                for option, lit in options
                if (week, day) in self._problem.out_days(student, option)
            ]
            always = len(some) == len(options)
            found = self._out[key] = 1 if always else self._literals.one_of(some)
        return found

    def visits(self, student: StudentId) -> Iterator[Visit]:
        """Every day out that a student may have."""
        for option, lit in self.options(student):
            for out in option.outs:
                key = (student, out.internship, out.day)
                if key not in self._classes:
                    self._classes[key] = tuple(self._problem.out_classes(student, out))
                yield Visit(student, out, self._classes[key], lit)

    def _free_visits(self) -> Iterator[Visit]:
        for student in self.free:
            yield from self.visits(student)

    def by_mentor(self) -> dict[MentorId, list[Visit]]:
        """By mentor that a free student may have: every visit that may be."""
        found: dict[MentorId, list[Visit]] = defaultdict(list)
        for visit in self._free_visits():
            found[visit.out.mentor].append(visit)
        if self._incumbent is not None:
            for mentor, visits in found.items():
                for student in self._incumbent.interns.get(mentor, ()):
                    if student not in self._free:
                        visits += [v for v in self.visits(student) if v.out.mentor == mentor]
        return found

    def by_site(self) -> dict[SiteId, list[Visit]]:
        """The same by internship site; a visit counts for its site and all parents."""
        found: dict[SiteId, list[Visit]] = defaultdict(list)
        lineage = self._problem.lineage
        for visit in self._free_visits():
            for site in lineage[visit.out.site]:
                found[site].append(visit)
        if self._incumbent is not None:
            for site, visits in found.items():
                for student in self._incumbent.guests.get(site, ()):
                    if student not in self._free:
                        there = (v for v in self.visits(student) if site in lineage[v.out.site])
                        visits += there
        return found

    def by_run(self) -> dict[int, list[tuple[Visit, Ride]]]:
        """By index of a vehicle run: every ride that may be taken on it."""
        found: dict[int, list[tuple[Visit, Ride]]] = defaultdict(list)
        for visit in self._free_visits():
            for ride in visit.out.trip.rides:
                found[ride.run].append((visit, ride))
        if self._incumbent is not None:
            runs = self._problem.instance.runs
            vehicles = {runs[index].vehicle for index in found}
            for index, run in enumerate(runs):
                if run.vehicle not in vehicles:
                    continue
                for student in self._incumbent.riders.get(RunId(run.id), ()):
                    if student not in self._free:
                        found[index] += [
                            (v, r)
                            for v in self.visits(student)
                            for r in v.out.trip.rides
                            if r.run == index
                        ]
        return dict(sorted(found.items()))

    def option_of(self, student: StudentId, value: Callable[[Lit], bool]) -> Option:
        """The option that a solution gives a student."""
        return next(option for option, lit in self.options(student) if value(lit))

    def extract(self, value: Callable[[Lit], bool]) -> list[DayOut]:
        """The days out of the free students."""
        return [
            out.of(student) for student in self.free for out in self.option_of(student, value).outs
        ]

"""Who is in which section: one literal per student and bundle of linked sections."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import cached_property

from scheduler.domain.ids import SectionId, StudentId
from scheduler.domain.timetable import Enrolment
from scheduler.solver.incumbent import Incumbent
from scheduler.solver.literals import Lit, Literals
from scheduler.solver.problem import Problem
from scheduler.solver.variables.sections import Runs


class Enrolments:
    """The enrolments of the students that a model touches."""

    def __init__(
        self,
        problem: Problem,
        literals: Literals,
        free: tuple[StudentId, ...],
        incumbent: Incumbent | None,
        runs: Runs,
        apart: bool,
        closed: Callable[[StudentId, SectionId], bool],
    ) -> None:
        """Make the literals; ``apart``: linked sections have a literal each.

        Sections ``closed`` to a student whatever the model decides are left out.
        """
        self._problem = problem
        self._incumbent = incumbent
        self._free = frozenset(free)
        self.free = free
        """Students whose enrolments the model decides."""
        self._takes: dict[StudentId, dict[SectionId, Lit]] = {}
        for student in free:
            takes: dict[SectionId, Lit] = {}
            for bundle in problem.bundles_asked_for[student]:
                sections = problem.bundles[bundle].sections
                if any(not runs.is_free(s) and runs.kept(s) is None for s in sections):
                    continue
                if any(closed(student, section) for section in sections):
                    continue
                joint = literals.new(f"takes[{student},{sections[0]}]")
                for number, section in enumerate(sections):
                    own = apart and number > 0
                    takes[section] = literals.new(f"takes[{student},{section}]") if own else joint
            self._takes[student] = takes

    def of(self, student: StudentId) -> dict[SectionId, Lit]:
        """Each section that a student may be in, with its literal."""
        if student not in self._takes:
            assert self._incumbent is not None, f"{student} is neither free nor decided"
            self._takes[student] = dict.fromkeys(self._incumbent.enrolled.get(student, ()), 1)
        return self._takes[student]

    def takes(self, student: StudentId, section: SectionId) -> Lit:
        """Whether a student is in a section."""
        return self.of(student).get(section, 0)

    @property
    def open_sections(self) -> list[SectionId]:
        """Sections that a free student may be in."""
        return list(self._by_section)

    @cached_property
    def _by_section(self) -> dict[SectionId, list[tuple[StudentId, Lit]]]:
        found: dict[SectionId, list[tuple[StudentId, Lit]]] = defaultdict(list)
        for student in self.free:
            for section, lit in self.of(student).items():
                found[section].append((student, lit))
        return found

    def members(self, section: SectionId) -> list[tuple[StudentId, Lit]]:
        """Everybody who may be in a section, with the literals."""
        return [*self._by_section.get(section, ()), *self._fixed(section)]

    def _fixed(self, section: SectionId) -> list[tuple[StudentId, Lit]]:
        if self._incumbent is None:
            return []
        members = self._incumbent.members.get(section, ())
        return [(student, 1) for student in members if student not in self._free]

    def extract(self, value: Callable[[Lit], bool]) -> list[Enrolment]:
        """The enrolments of the free students."""
        return [
            Enrolment(student=student, section=section)
            for student in self.free
            for section, lit in self.of(student).items()
            if value(lit)
        ]

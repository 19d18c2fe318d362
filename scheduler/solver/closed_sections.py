"""Sections closed to a student by what stays as it is: full, or at times not to be had."""

from __future__ import annotations

from collections.abc import Container

from scheduler.domain.ids import SectionId, StudentId
from scheduler.domain.rules import RuleId
from scheduler.solver.incumbent import Incumbent
from scheduler.solver.problem import Problem
from scheduler.solver.scope import Scope


class ClosedSections:
    """Leaves out enrolments that the rules would forbid anyway, so that parts stay small."""

    def __init__(
        self,
        problem: Problem,
        scope: Scope,
        incumbent: Incumbent | None,
        soft: Container[RuleId],
    ) -> None:
        self._problem = problem
        self._incumbent = incumbent
        self._sections = frozenset(scope.free_sections)
        self._days = frozenset(scope.free_days)
        self._enrolments = frozenset(scope.free_enrolments)
        self._may_be_full = RuleId.SECTION_SIZE in soft
        self._may_be_busy = RuleId.AVAILABLE in soft
        self._full: dict[SectionId, bool] = {}

    def to(self, student: StudentId, section: SectionId) -> bool:
        """Whether a student cannot be in a section whatever the model decides."""
        if self._incumbent is None or section in self._sections:
            return False
        if section in self._incumbent.enrolled.get(student, ()):
            return False
        return self._is_full(section) or self._is_at_a_bad_time(student, section)

    def _is_full(self, section_id: SectionId) -> bool:
        if section_id not in self._full:
            assert self._incumbent is not None
            section, _ = self._problem.instance.section_of[section_id]
            members = self._incumbent.members.get(section_id, ())
            stay = sum(member not in self._enrolments for member in members)
            self._full[section_id] = stay >= section.most and not self._may_be_full
        return self._full[section_id]

    def _is_at_a_bad_time(self, student: StudentId, section_id: SectionId) -> bool:
        assert self._incumbent is not None
        instance, placings = self._problem.instance, self._problem.placings
        running = self._incumbent.section.get(section_id)
        section, workshop = instance.section_of[section_id]
        site = instance.school_site_of[section.site]
        out: frozenset[tuple[int, int]] = frozenset()
        if student not in self._days:
            out = self._problem.out_days(student, self._incumbent.option(student))
        weeks = instance.weeks(workshop.weeks)
        for session in running.sessions if running else ():
            placing = placings.of(site, session.slot, workshop.length)
            if any((week, placing.day) in out for week in weeks):
                return True
            if self._may_be_busy:
                continue
            if not placings.student_can(student, placing, workshop.weeks):
                return True
        return False

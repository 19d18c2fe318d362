"""Slots of a school site as bits of a whole number, remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.domain.ids import SchoolSiteId, StudentId
from scheduler.solver.placing import Placing

if TYPE_CHECKING:
    from scheduler.solver.problem import Problem


class SlotBits:
    """Answers which slots of a site something meets: bit 5 is slot 5 of its grid."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._met: dict[tuple[SchoolSiteId, Placing], int] = {}
        self._on: dict[tuple[SchoolSiteId, int], int] = {}
        self._lunch: dict[SchoolSiteId, int] = {}
        self._available: dict[tuple[StudentId, int], int] = {}

    def met(self, site: SchoolSiteId, placing: Placing) -> int:
        """Slots that a placing overlaps."""
        key = (site, placing)
        if key not in self._met:
            slots = (one for one, _ in self._problem.slots_of[site] if one.overlaps(placing))
            self._met[key] = sum(1 << one.slot for one in slots)
        return self._met[key]

    def on(self, site: SchoolSiteId, day: int) -> int:
        """Slots of a weekday."""
        key = (site, day)
        if key not in self._on:
            slots = (one for one, _ in self._problem.slots_of[site] if one.day == day)
            self._on[key] = sum(1 << one.slot for one in slots)
        return self._on[key]

    def lunch(self, site: SchoolSiteId) -> int:
        """Slots for lunch."""
        if site not in self._lunch:
            slots = (one for one, lunch in self._problem.slots_of[site] if lunch)
            self._lunch[site] = sum(1 << one.slot for one in slots)
        return self._lunch[site]

    def available(self, student: StudentId, week: int) -> int:
        """Slots of the own site in which a student is available."""
        key = (student, week)
        if key not in self._available:
            can = self._problem.placings.student_can
            slots = self._problem.slots_of[self._problem.student_site[student].id]
            free = (one for one, _ in slots if can(student, one, (week,)))
            self._available[key] = sum(1 << one.slot for one in free)
        return self._available[key]

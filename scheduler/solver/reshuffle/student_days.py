"""Whether students have lunch and breaks on their days, whatever is put into them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from scheduler.domain.ids import StudentId
from scheduler.solver.placing import Placing
from scheduler.solver.problem import Problem

Weeks = tuple[int, ...]
Busy = list[tuple[Weeks, Placing]]
"""Weeks and times of what somebody does."""


class StudentDays:
    """Remembers which days are full to the brim."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._known: dict[tuple[str, int, int, int | None], bool] = {}

    def hold(self, student: StudentId, held: Iterable[tuple[Weeks, Placing]]) -> bool:
        """Whether a student who does all that has lunch and enough breaks every day."""
        bits, site = self._problem.slot_bits, self._problem.student_site[student]
        own = self._problem.instance.student_of[student].accommodations.break_every
        limits = [one for one in (site.most_slots_without_break, own) if one is not None]
        most = min(limits, default=None)
        occupied: dict[tuple[int, int], int] = defaultdict(int)
        for weeks, placing in held:
            for week in weeks:
                occupied[week, placing.day] |= bits.met(site.id, placing)
        for (_, day), mask in occupied.items():
            key = (site.id, day, mask, most)
            if key not in self._known:
                self._known[key] = self._is_fine(*key)
            if not self._known[key]:
                return False
        return True

    def _is_fine(self, site: str, day: int, mask: int, most: int | None) -> bool:
        lunch: list[bool] = []
        in_a_row = 0
        for slot, is_lunch in self._problem.slots_of[site]:  # type: ignore[index]
            if slot.day != day:
                continue
            is_busy = bool(mask >> slot.slot & 1)
            if is_lunch:
                lunch.append(is_busy)
            in_a_row = in_a_row + 1 if is_busy else 0
            if most is not None and in_a_row > most:
                return False
        return not lunch or not all(lunch)

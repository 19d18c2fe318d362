"""Where every student is in each slot of an incumbent, for the seats of school sites."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from scheduler.domain.ids import SchoolSiteId, StudentId
from scheduler.solver.placing import Placing

if TYPE_CHECKING:
    from scheduler.solver.incumbent import Incumbent

Seat = tuple[SchoolSiteId, int, int]
"""A school site, a week of the cycle and a slot of the site's grid."""


class Whereabouts:
    """Who is on campus and who is without an activity there, slot by slot."""

    def __init__(self, incumbent: Incumbent) -> None:
        self._incumbent = incumbent
        self._problem = incumbent.problem
        self._of: dict[StudentId, tuple[frozenset[Seat], frozenset[Seat]]] = {}
        self.on_campus: Counter[Seat] = Counter()
        self.idle: Counter[Seat] = Counter()
        for student in self._problem.instance.students:
            campus, idle = self.of(student.id)
            self.on_campus.update(campus)
            self.idle.update(idle)

    def of(self, student_id: StudentId) -> tuple[frozenset[Seat], frozenset[Seat]]:
        """Seats that a student takes, and those of them without an activity."""
        if student_id not in self._of:
            self._of[student_id] = self._seats(student_id)
        return self._of[student_id]

    def _seats(self, student_id: StudentId) -> tuple[frozenset[Seat], frozenset[Seat]]:
        problem = self._problem
        home = problem.student_site[student_id]
        campus: set[Seat] = set()
        idle: set[Seat] = set()
        activities = self._activities(student_id)
        out = problem.out_days(student_id, self._incumbent.option(student_id))
        for week in problem.times.weeks:
            held = [placing for weeks, placing in activities if week in weeks]
            for visited in sorted({p.site for p in held} - {home.id}):
                campus.update(
                    (visited, week, placing.slot)
                    for placing, _ in problem.slots_of[visited]
                    if any(p.site == visited and p.overlaps(placing) for p in held)
                )
            for placing, lunch in problem.slots_of[home.id]:
                if (week, placing.day) in out:
                    continue
                if not problem.placings.student_can(student_id, placing, (week,)):
                    continue
                met = [p for p in held if p.overlaps(placing)]
                if any(p.site != home.id for p in met):
                    continue
                campus.add((home.id, week, placing.slot))
                if not met and not lunch:
                    idle.add((home.id, week, placing.slot))
        return frozenset(campus), frozenset(idle)

    def _activities(self, student_id: StudentId) -> list[tuple[tuple[int, ...], Placing]]:
        """Every activity with the weeks it is in."""
        problem, incumbent = self._problem, self._incumbent
        instance = problem.instance
        found: list[tuple[tuple[int, ...], Placing]] = []
        for section_id in incumbent.enrolled.get(student_id, ()):
            running = incumbent.section.get(section_id)
            section, workshop = instance.section_of[section_id]
            for session in running.sessions if running else ():
                site = instance.school_site_of[section.site]
                placing = problem.placings.of(site, session.slot, workshop.length)
                found.append((instance.weeks(workshop.weeks), placing))
        advisory = instance.advisory_of[instance.student_of[student_id].advisory]
        out = problem.out_days(student_id, incumbent.option(student_id))
        for kind in advisory.meetings:
            for slot in incumbent.meeting_slots.get((advisory.id, kind.name), ()):
                placing = problem.placings.of(problem.student_site[student_id], slot, kind.length)
                weeks = tuple(
                    week
                    for week in instance.weeks(kind.weeks)
                    if (week, placing.day) not in out
                    and problem.placings.student_can(student_id, placing, (week,))
                )
                found.append((weeks, placing))
        return found

"""Where every student is in each slot of an incumbent, for the seats of school sites.

Slots of a site are kept as bits of a whole number: bit 5 is slot 5 of its grid.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from scheduler.domain.ids import SchoolSiteId, StudentId
from scheduler.solver.placing import Placing

if TYPE_CHECKING:
    from scheduler.solver.incumbent import Incumbent

Seats = dict[tuple[SchoolSiteId, int], tuple[int, int]]
"""By school site and week: slots in which a seat is taken, and a study seat of them."""


class Whereabouts:
    """Who is on campus and who is without an activity there, slot by slot."""

    def __init__(self, incumbent: Incumbent) -> None:
        self._incumbent = incumbent
        self._problem = incumbent.problem
        self._of: dict[StudentId, Seats] = {}
        self._all: dict[tuple[SchoolSiteId, int], list[tuple[int, int]]] = defaultdict(list)
        for student in self._problem.instance.students:
            for where, slots in self.of(student.id).items():
                self._all[where].append(slots)

    def of(self, student_id: StudentId) -> Seats:
        """The seats that a student takes."""
        if student_id not in self._of:
            like = self._incumbent.like
            if like is not None and self._is_alike and self._is_as_in(like, student_id):
                self._of[student_id] = like.whereabouts.of(student_id)
            else:
                self._of[student_id] = self._seats(student_id)
        return self._of[student_id]

    @cached_property
    def _is_alike(self) -> bool:
        """Whether sites, meetings and sections are as in the other incumbent."""
        like = self._incumbent.like
        assert like is not None
        mine, theirs = self._incumbent.timetable, like.timetable
        new, old = self._problem.instance, like.problem.instance
        return (
            new.term == old.term
            and new.school_sites is old.school_sites
            and new.workshops is old.workshops
            and new.advisories is old.advisories
            and mine.meetings == theirs.meetings
            and mine.sections == theirs.sections
        )

    def _is_as_in(self, like: Incumbent, student: StudentId) -> bool:
        """Whether a student has the same days out and sections in both."""
        return (
            like.problem.instance.student_of.get(student)
            is self._problem.instance.student_of[student]
            and like.days_out(student) == self._incumbent.days_out(student)
            and like.enrolled.get(student) == self._incumbent.enrolled.get(student)
        )

    def count(self, site: SchoolSiteId, week: int, slot: int) -> tuple[int, int]:
        """Students on campus in a slot, and those of them in a study seat."""
        taken = self._all.get((site, week), ())
        return (
            sum(campus >> slot & 1 for campus, _ in taken),
            sum(idle >> slot & 1 for _, idle in taken),
        )

    def takes(self, student: StudentId, site: SchoolSiteId, week: int, slot: int) -> int:
        """Whether a student takes a seat (1), a study seat even (2), or none (0)."""
        campus, idle = self.of(student).get((site, week), (0, 0))
        return (campus >> slot & 1) + (idle >> slot & 1)

    def _seats(self, student_id: StudentId) -> Seats:
        problem, bits = self._problem, self._problem.slot_bits
        home = problem.student_site[student_id].id
        activities = self._activities(student_id)
        out = problem.out_days(student_id, self._incumbent.option(student_id))
        found: Seats = {}
        for week in problem.times.weeks:
            here, away = 0, 0
            for weeks, placing in activities:
                if week not in weeks:
                    continue
                slots = bits.met(home, placing)
                if placing.site == home:
                    here |= slots
                else:
                    away |= slots
                    visited, _ = found.get((placing.site, week), (0, 0))
                    visited |= bits.met(placing.site, placing)
                    found[placing.site, week] = visited, 0
            campus = bits.available(student_id, week) & ~away
            for in_week, day in out:
                if in_week == week:
                    campus &= ~bits.on(home, day)
            found[home, week] = campus, campus & ~here & ~bits.lunch(home)
        return found

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
        student = instance.student_of[student_id]
        advisory = instance.advisory_of[student.advisory]
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

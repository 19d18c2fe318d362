"""What students have at the times that something could be moved to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scheduler.domain.ids import SectionId, StudentId
from scheduler.domain.people import Advisory, Student
from scheduler.domain.timetable import RunningSection
from scheduler.solver.incumbent import Incumbent
from scheduler.solver.placing import Placing
from scheduler.solver.problem import Problem
from scheduler.solver.reshuffle.student_days import StudentDays, Weeks


def times_of(problem: Problem, running: RunningSection) -> tuple[Weeks, list[Placing]]:
    """Weeks and times of a section's sessions."""
    section, workshop = problem.instance.section_of[running.section]
    site = problem.instance.school_site_of[section.site]
    placings = [problem.placings.of(site, one.slot, workshop.length) for one in running.sessions]
    return problem.instance.weeks(workshop.weeks), placings


class TheirWeeks:
    """Answers who is free at a time, by the days out and seats that are left to them."""

    def __init__(
        self,
        kept: Incumbent,
        running: Mapping[SectionId, RunningSection],
        meetings: Mapping[tuple[str, str], list[int]],
        days: StudentDays,
    ) -> None:
        """``running`` and ``meetings``: what has found its place, as it comes."""
        self._kept = kept
        self._problem: Problem = kept.problem
        self._instance = kept.problem.instance
        self._running = running
        self._meetings = meetings
        self._days = days

    def are_free(self, student_id: StudentId, weeks: Weeks, placing: Placing) -> bool:
        """Whether a student has nothing else at a time, and lunch and breaks beside it."""
        student = self._instance.student_of[student_id]
        if not self._problem.placings.student_can(student_id, placing, weeks):
            return False
        if self._is_out(student_id, placing) or self._is_seated(student, placing):
            return False
        meetings = list(self._meetings_of(student))
        if any(self._problem.placings.too_near(student.modes, one, placing) for _, one in meetings):
            return False
        held = [*meetings, *self._sections_of(student_id), (weeks, placing)]
        return self._days.hold(student_id, held)

    def _meetings_of(self, student: Student) -> Iterator[tuple[Weeks, Placing]]:
        """When the advisory of a student meets, on days on which the student is not out."""
        advisory = self._instance.advisory_of[student.advisory]
        site = self._problem.student_site[student.id]
        for kind in advisory.meetings:
            kept = self._kept.meeting_slots.get((advisory.id, kind.name), [])
            for slot in self._meetings.get((advisory.id, kind.name), kept):
                met = self._problem.placings.of(site, slot, kind.length)
                if not self._is_out(student.id, met):
                    yield self._instance.weeks(kind.weeks), met

    def _sections_of(self, student: StudentId) -> Iterator[tuple[Weeks, Placing]]:
        """When the sections are that a student was in and that run."""
        for section in self._kept.enrolled.get(student, ()):
            running = self._running.get(section)
            if running is not None:
                weeks, placings = times_of(self._problem, running)
                for placing in placings:
                    yield weeks, placing

    def _is_out(self, student: StudentId, placing: Placing) -> bool:
        return any(out.day == placing.day for out in self._kept.days_out(student))

    def _is_seated(self, student: Student, placing: Placing) -> bool:
        """Whether a student is in a section that runs then, or too near to it."""
        return any(
            self._problem.placings.too_near(student.modes, one, placing)
            for _, one in self._sections_of(student.id)
        )

    def disturbed(
        self, advisory: Advisory, placing: Placing
    ) -> tuple[set[StudentId], set[StudentId]]:
        """Members of an advisory who are out on the day of a meeting, or too busy for it."""
        members = self._instance.members_of[advisory.id]
        out = {one.id for one in members if self._is_out(one.id, placing)}
        weeks = self._instance.weeks()
        seated = {
            one.id
            for one in members
            if self._is_seated(one, placing)
            or not self._days.hold(one.id, [*self._sections_of(one.id), (weeks, placing)])
        }
        return out, seated

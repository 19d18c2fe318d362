"""A timetable made ready for looking things up, once for many parts of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property

from scheduler.domain.ids import (
    AdvisoryId,
    MentorId,
    RoomId,
    RunId,
    SchoolSiteId,
    SectionId,
    SiteId,
    StaffId,
    StudentId,
)
from scheduler.domain.timetable import DayOut, RunningSection, Timetable
from scheduler.solver.options import Option
from scheduler.solver.problem import Problem
from scheduler.solver.whereabouts import Whereabouts


class Incumbent:
    """What a timetable decides, by everything that a rule asks about."""

    def __init__(
        self, problem: Problem, timetable: Timetable, like: Incumbent | None = None
    ) -> None:
        """Look up in ``like`` where students are for whom nothing differs from it."""
        self.problem = problem
        self.like = like
        self.timetable = timetable
        days_out: dict[StudentId, list[DayOut]] = defaultdict(list)
        for out in timetable.days_out:
            days_out[out.student].append(out)
        self._days_out = days_out
        self._option: dict[StudentId, Option] = {}
        self.section: dict[SectionId, RunningSection] = {s.section: s for s in timetable.sections}
        self.enrolled: dict[StudentId, list[SectionId]] = defaultdict(list)
        self.members: dict[SectionId, list[StudentId]] = defaultdict(list)
        for enrolment in timetable.enrolments:
            self.enrolled[enrolment.student].append(enrolment.section)
            self.members[enrolment.section].append(enrolment.student)
        self.meeting_slots: dict[tuple[AdvisoryId, str], list[int]] = defaultdict(list)
        for meeting in timetable.meetings:
            self.meeting_slots[meeting.advisory, meeting.kind].append(meeting.slot)
        self.led: dict[StaffId, list[SectionId]] = defaultdict(list)
        self.room_uses: dict[RoomId, list[tuple[SectionId, int]]] = defaultdict(list)
        for section in timetable.sections:
            self.led[section.lead].append(section.section)
            for session in section.sessions:
                self.room_uses[session.room].append((section.section, session.slot))

    def days_out(self, student: StudentId) -> list[DayOut]:
        """The days out that a student has."""
        return self._days_out.get(student, [])

    def option(self, student: StudentId) -> Option:
        """The option that a student has, as it is in the timetable."""
        found = self._option.get(student)
        if found is None:
            given = self._days_out.get(student, ())
            found = self._option[student] = self.problem.given_option(student, given)
        return found

    @cached_property
    def interns(self) -> dict[MentorId, list[StudentId]]:
        """By mentor: the students who are with them, each once."""
        found: dict[MentorId, dict[StudentId, None]] = defaultdict(dict)
        for out in self.timetable.days_out:
            found[out.mentor][out.student] = None
        return {mentor: list(students) for mentor, students in found.items()}

    @cached_property
    def guests(self) -> dict[SiteId, list[StudentId]]:
        """By internship site: the students out at it or at a part of it, each once."""
        found: dict[SiteId, dict[StudentId, None]] = defaultdict(dict)
        for out in self.timetable.days_out:
            for site in self.problem.instance.lineage(out.site):
                found[site.id][out.student] = None
        return {site: list(students) for site, students in found.items()}

    @cached_property
    def riders(self) -> dict[RunId, list[StudentId]]:
        """By vehicle run: who rides it."""
        return {use.run: list(use.riders) for use in self.timetable.runs}

    @cached_property
    def whereabouts(self) -> Whereabouts:
        """Where every student is in each slot."""
        return Whereabouts(self)

    @cached_property
    def out_on(self) -> Counter[tuple[SchoolSiteId, int, int]]:
        """By school site, week and weekday: students out of the weekly pattern."""
        found: Counter[tuple[SchoolSiteId, int, int]] = Counter()
        instance = self.problem.instance
        for student, outs in self._days_out.items():
            site = self.problem.student_site[student].id
            wishes = instance.student_of[student].internships
            on = {
                (week, out.day)
                for out in outs
                if wishes[out.internship].block is None
                for week in instance.weeks(wishes[out.internship].weeks)
            }
            for week, day in on:
                found[site, week, day] += 1
        return found

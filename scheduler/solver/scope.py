"""What a part of the week touches: all that rules have to be said about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from scheduler.domain.ids import AdvisoryId, RoomId, SchoolSiteId, SectionId, StaffId, StudentId
from scheduler.domain.people import Advisory, MeetingKind
from scheduler.solver.incumbent import Incumbent
from scheduler.solver.part import Part
from scheduler.solver.problem import Problem


class Scope:
    """Everybody and everything touched by a part (None: the whole school)."""

    def __init__(self, problem: Problem, part: Part | None, incumbent: Incumbent | None) -> None:
        self._problem = problem
        self._part = part
        self._incumbent = incumbent
        instance = problem.instance
        students = [student.id for student in instance.students]
        self.whole = part is None
        self.free_days: list[StudentId] = students
        self.free_enrolments: list[StudentId] = students
        self.free_sections: list[SectionId] = list(instance.section_of)
        self.free_meetings: dict[tuple[AdvisoryId, str], frozenset[int]] | None = None
        self.students: list[StudentId] = students
        """Students whose week may change."""
        self.kinds: list[tuple[Advisory, MeetingKind]] = [
            (advisory, kind) for advisory in instance.advisories for kind in advisory.meetings
        ]
        """Kinds of meeting whose times or members on campus may change."""
        if part is not None:
            assert incumbent is not None, "a part needs the timetable it is a part of"
            self._narrow(part, incumbent)

    def _narrow(self, part: Part, incumbent: Incumbent) -> None:
        problem, instance = self._problem, self._problem.instance
        order = problem.order
        self.free_days = sorted((StudentId(s) for s in part.days), key=order.__getitem__)
        self.free_enrolments = sorted(
            (StudentId(s) for s in part.enrolments), key=order.__getitem__
        )
        self.free_sections = sorted((SectionId(s) for s in part.sections), key=order.__getitem__)
        free: dict[tuple[AdvisoryId, str], set[int]] = defaultdict(set)
        for index in sorted(part.meetings):
            meeting = problem.meetings[index]
            free[meeting.advisory.id, meeting.kind.name].add(meeting.number)
        self.free_meetings = {key: frozenset(numbers) for key, numbers in free.items()}
        touched: set[StudentId] = {*self.free_days, *self.free_enrolments}
        for section in self.free_sections:
            touched.update(incumbent.members.get(section, ()))
        for advisory_id, _ in free:
            touched.update(one.id for one in instance.members_of[advisory_id])
        self.students = sorted(touched, key=order.__getitem__)
        moved = {instance.student_of[student].advisory for student in self.free_days}
        concerned = {*moved, *(advisory for advisory, _ in free)}
        self.kinds = [
            (advisory, kind)
            for advisory in (
                instance.advisory_of[a] for a in sorted(concerned, key=order.__getitem__)
            )
            for kind in advisory.meetings
            if advisory.id in moved or (advisory.id, kind.name) in free
        ]

    def meets_freely(self, advisory: Advisory, kind: MeetingKind) -> bool:
        """Whether the model decides a meeting of a kind."""
        return self.free_meetings is None or (advisory.id, kind.name) in self.free_meetings

    @property
    def free_kinds(self) -> list[tuple[Advisory, MeetingKind]]:
        """Kinds of meeting of which the model decides at least one."""
        return [both for both in self.kinds if self.meets_freely(*both)]

    @property
    def staff(self) -> list[StaffId]:
        """Staff whose week may change."""
        instance = self._problem.instance
        if self.whole:
            return [one.id for one in instance.staff]
        found = {lead for s in self.free_sections for lead in instance.section_of[s][0].leads}
        found |= {advisory.advisor for advisory, _ in self.free_kinds}
        assert self._incumbent is not None
        kept = (self._incumbent.section.get(s) for s in self.free_sections)
        found |= {one.lead for one in kept if one is not None}
        return sorted(found, key=self._problem.order.__getitem__)

    def led_by(self, staff: StaffId) -> tuple[list[SectionId], list[tuple[Advisory, MeetingKind]]]:
        """Sections and kinds of meeting that somebody may lead."""
        sections = list(self._problem.sections_of_lead.get(staff, ()))
        if self._incumbent is not None:
            free = set(self.free_sections)
            kept = self._incumbent.led.get(staff, [])
            sections = [s for s in sections if s in free] + [s for s in kept if s not in free]
        advised = self._problem.advised_by.get(staff, ())
        return sections, [(advisory, kind) for advisory in advised for kind in advisory.meetings]

    def sections(self, open_to_free: Iterable[SectionId]) -> list[SectionId]:
        """Sections whose times or members may change."""
        found = {*self.free_sections, *open_to_free}
        return sorted(found, key=self._problem.order.__getitem__)

    @property
    def school_sites(self) -> list[SchoolSiteId]:
        """School sites on which a student's whereabouts may change."""
        instance = self._problem.instance
        if self.whole:
            return [site.id for site in instance.school_sites]
        found = {self._problem.student_site[student].id for student in self.students}
        found |= {instance.section_of[s][0].site for s in self.free_sections}
        for student in self.free_enrolments:
            for bundle in self._problem.bundles_asked_for[student]:
                sections = self._problem.bundles[bundle].sections
                found |= {instance.section_of[s][0].site for s in sections}
        return sorted(found, key=self._problem.order.__getitem__)

    @property
    def rooms(self) -> list[RoomId]:
        """Rooms whose use may change."""
        if self.whole:
            return list(self._problem.instance.room_of)
        found: set[str] = {advisory.room for advisory, _ in self.free_kinds}
        for section in self.free_sections:
            found.update(self._problem.rooms_for[section])
        return [RoomId(room) for room in sorted(found, key=self._problem.order.__getitem__)]

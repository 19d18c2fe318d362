"""Seats of workshops: which requests cannot all be met, whoever goes where and when."""

from __future__ import annotations

from collections import defaultdict

from scheduler.domain.ids import RoomId, SectionId, StudentId, WorkshopId
from scheduler.domain.offer import Section, Workshop
from scheduler.domain.people import Request, RequestKind, Student
from scheduler.domain.rules import RuleId
from scheduler.solver.bounds.linear import Linear
from scheduler.solver.problem import Problem

FIRST_WISH_POINTS = 12
WISH_POINTS = 7
LOOSE = {
    RuleId.AVAILABLE,
    RuleId.ENROLLED_ONCE,
    RuleId.SECTION_SIZE,
    RuleId.SECTION_SESSIONS,
    RuleId.LINKED,
}
"""Softened, these let more students in than there are seats, or when they cannot come."""


class Seats:
    """Requests and seats as a program: each workshop seats what its sections seat at most."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self.model = Linear()
        self.missed_musts: list[int] = []
        self.missed_wishes: list[tuple[int, int]] = []
        """Columns with the points of each."""
        self._in: dict[tuple[StudentId, WorkshopId], int] = {}
        self._starts: dict[SectionId, list[tuple[int, int]]] = {}
        sure = not LOOSE & set(problem.instance.soft_points)
        for student in problem.instance.students:
            self._add_requests(student, sure)
        if sure:
            self._add_seats()

    def _add_requests(self, student: Student, sure: bool) -> None:
        first = True
        for request in student.requests:
            if request.kind is RequestKind.MUST:
                missed = self.model.column()
                self.missed_musts.append(missed)
            else:
                missed = self.model.column()
                self.missed_wishes.append((missed, FIRST_WISH_POINTS if first else WISH_POINTS))
                first = False
            if sure:
                self._meet(student, request, missed)

    def _meet(self, student: Student, request: Request, missed: int) -> None:
        ways = []
        for workshop_id in request.workshops:
            workshop = self._problem.instance.workshop_of[workshop_id]
            if any(self._attends(student, workshop, section) for section in workshop.sections):
                key = (student.id, workshop_id)
                if key not in self._in:
                    self._in[key] = self.model.column()
                ways.append((self._in[key], 1.0))
        self.model.row([*ways, (missed, 1.0)], low=1.0)

    def _add_seats(self) -> None:
        asking: dict[WorkshopId, list[int]] = defaultdict(list)
        for (_, workshop_id), column in self._in.items():
            asking[workshop_id].append(column)
        for workshop_id, columns in asking.items():
            workshop = self._problem.instance.workshop_of[workshop_id]
            seats = sum(self.seats_of(section) for section in workshop.sections)
            if len(columns) > seats:
                self.model.row(((c, 1.0) for c in columns), high=float(seats))

    def seats_of(self, section: Section) -> int:
        """The most students that a section can have, its linked sections considered."""
        bundle = self._problem.bundles[self._problem.bundle_of[section.id]]
        return min(self._most(other) for other in bundle.sections)

    def _most(self, section_id: SectionId) -> int:
        section, workshop = self._problem.instance.section_of[section_id]
        days = {day for day, _ in self._starts_of(section, workshop)}
        rooms = [RoomId(one) for one in self._problem.rooms_for[section_id]]
        if len(days) < workshop.sessions or not rooms:
            return 0
        return min(section.most, max(self._problem.instance.room_of[r][0].seats for r in rooms))

    def _starts_of(self, section: Section, workshop: Workshop) -> list[tuple[int, int]]:
        """(Weekday, mask) of every start of a session."""
        if section.id not in self._starts:
            starts = self._problem.session_starts(section, workshop)
            self._starts[section.id] = [(day, mask) for _, day, mask in starts]
        return self._starts[section.id]

    def _attends(self, student: Student, workshop: Workshop, section: Section) -> bool:
        """Whether enough weekdays have a start at which the student is available."""
        blocked = self._problem.student_blocked[student.id]
        times = self._problem.times
        days = {
            day
            for day, mask in self._starts_of(section, workshop)
            if not any(blocked[index] & mask for index in times.days_of(day, workshop.weeks))
        }
        return len(days) >= workshop.sessions

    def least_missed_musts(self, seconds: float | None = None) -> float:
        """Proven least number of musts that are not met."""
        self._price(musts=1.0, wishes=0.0)
        return self.model.relaxed(seconds).bound

    def least_wish_points(self, held: int, seconds: float | None = None) -> float:
        """Proven least points of wishes missed, with no more musts missed than held."""
        self._price(musts=0.0, wishes=1.0)
        row = self.model.row(((c, 1.0) for c in self.missed_musts), high=float(held))
        bound = self.model.relaxed(seconds).bound
        self.model.limit(row)
        return bound

    def _price(self, musts: float, wishes: float) -> None:
        for column in self.missed_musts:
            self.model.costs[column] = musts
        for column, points in self.missed_wishes:
            self.model.costs[column] = wishes * points

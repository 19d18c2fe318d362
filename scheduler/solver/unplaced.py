"""What may be left without a place: one literal for each must and week of minutes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from scheduler.domain.ids import StudentId
from scheduler.domain.people import Request, RequestKind
from scheduler.domain.rules import UnplacedKind
from scheduler.domain.timetable import Unplaced
from scheduler.solver.literals import Lit, Terms

if TYPE_CHECKING:
    from scheduler.solver.build import Build


class UnplacedItems:
    """The items that the students touched by a model may leave unplaced."""

    def __init__(self, build: Build) -> None:
        self._build = build
        self._unmet: dict[tuple[StudentId, int], Lit] = {}
        self._short: dict[tuple[StudentId, int], Lit] = {}

    def unmet(self, student: StudentId, number: int) -> Lit:
        """Whether a student's request of a number is not met."""
        key = (student, number)
        if key not in self._unmet:
            request = self._build.instance.student_of[student].requests[number]
            met = self.met(student, request)
            if all(isinstance(lit, int) for lit in met):
                self._unmet[key] = int(not any(met))
            else:
                self._unmet[key] = self._build.literals.new(f"unmet[{student},{number}]")
        return self._unmet[key]

    def met(self, student: StudentId, request: Request) -> list[Lit]:
        """Literals of enrolments that meet a request."""
        section_of = self._build.instance.section_of
        return [
            lit
            for section, lit in self._build.enrolments.of(student).items()
            if section_of[section][1].id in request.workshops
        ]

    def musts(self) -> Iterator[tuple[StudentId, Request, Lit]]:
        """Each must of a student whose enrolments are free, with whether it is unmet."""
        for student in self._build.scope.free_enrolments:
            requests = self._build.instance.student_of[student].requests
            for number, request in enumerate(requests):
                if request.kind is RequestKind.MUST:
                    yield student, request, self.unmet(student, number)

    def minutes(self) -> Iterator[tuple[StudentId, int, Lit]]:
        """Each student and week with advisory minutes to have, with whether they are short."""
        instance = self._build.instance
        for student in self._build.scope.students:
            if instance.advisory_of[instance.student_of[student].advisory].minutes > 0:
                for week in self._build.problem.times.weeks:
                    key = (student, week)
                    if key not in self._short:
                        self._short[key] = self._build.literals.new(f"short[{student},{week}]")
                    yield student, week, self._short[key]

    def terms(self) -> dict[UnplacedKind, Terms]:
        """Number of items by kind, of what the model touches."""
        days = self._build.days_out
        return {
            UnplacedKind.DAY: [
                (option.missing, lit)
                for student in self._build.scope.free_days
                for option, lit in days.options(student)
                if option.missing
            ],
            UnplacedKind.MUST: [(1, unmet) for _, _, unmet in self.musts()],
            UnplacedKind.MINUTES: [(1, short) for _, _, short in self.minutes()],
        }

    def extract(self, value: Callable[[Lit], bool]) -> list[Unplaced]:
        """Read back what students touched have left unplaced, from their decisions."""
        build, instance = self._build, self._build.instance
        found: list[Unplaced] = []
        for student_id in build.scope.students:
            student = instance.student_of[student_id]
            option = build.days_out.option_of(student_id, value)
            for index in range(len(student.internships)):
                had = sum(1 for out in option.outs if out.internship == index)
                wanted = len(instance.days_wanted(student, index))
                item = Unplaced(kind=UnplacedKind.DAY, student=student_id, subject=str(index))
                found += [item] * (wanted - had)
            for request in student.musts:
                if not any(value(lit) for lit in self.met(student_id, request)):
                    subject = str(request.workshop)
                    found.append(
                        Unplaced(kind=UnplacedKind.MUST, student=student_id, subject=subject)
                    )
            found += self._short_weeks(student_id, value)
        return found

    def _short_weeks(self, student: StudentId, value: Callable[[Lit], bool]) -> Iterator[Unplaced]:
        build = self._build
        required = build.instance.advisory_of[build.instance.student_of[student].advisory].minutes
        for week in build.problem.times.weeks:
            had = sum(
                one.placing.end - one.placing.begin
                for day in build.problem.times.weekdays
                if not value(build.days_out.out(student, week, day))
                for one in build.weeks.meetings(student, week, day)
                if value(one.lit)
            )
            if had < required:
                yield Unplaced(kind=UnplacedKind.MINUTES, student=student, subject=str(week))

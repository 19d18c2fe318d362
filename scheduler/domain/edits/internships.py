"""Edits of internships: days wanted, a mentor confirmed, an internship ended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar, Literal

from scheduler.domain.edits.candidates import candidates_for
from scheduler.domain.edits.leaving import with_timetables
from scheduler.domain.edits.lists import with_rows, with_student
from scheduler.domain.edits.naming import no_internship, unknown, unknown_of
from scheduler.domain.faults.things import Thing
from scheduler.domain.ids import MentorId, StudentId
from scheduler.domain.instance import Instance
from scheduler.domain.people import InternshipWish, Student
from scheduler.domain.places import TravelRow
from scheduler.errors import Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentDays:
    """A student wants to be out on so many days a week; on none: the internship ends.

    The number after the last internship is a new one, with ``candidates`` or those
    that `candidates_for` ranks. A block becomes weekly days.
    """

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    edit: Literal["student-days"] = "student-days"
    student: StudentId
    internship: int = 0
    days: int
    candidates: tuple[MentorId, ...] = ()
    travel: tuple[TravelRow, ...] = ()

    @property
    def named(self) -> frozenset[str]:
        """The student."""
        return frozenset({self.student})

    @property
    def says(self) -> tuple[tuple[str, str], ...]:
        """How often the student is out in this internship."""
        return ((self.student, f"internship {self.internship + 1}"),)

    def wrong(self, instance: Instance, thing: Thing) -> Iterator[Fault]:
        """Yield faults when it names nobody, or days that no week has."""
        yield from unknown(thing, "student", "student", self.student, instance.student_of)
        yield from unknown_of(thing, "candidates", "mentor", self.candidates, instance.mentor_of)
        if not 0 <= self.days <= 5:
            yield thing.fault("days", "Days out are 0 to 5 a week.", "Write 0 to 5.")
        student = instance.student_of.get(self.student)
        if student is None:
            return
        if self.days == 0 or not self._is_new(student):
            yield from no_internship(thing, student, self.internship)
        elif not self.candidates and not instance.mentors:
            yield thing.fault("candidates", "There is no mentor to be with.", "Add a mentor first.")

    def _is_new(self, student: Student) -> bool:
        return self.internship == len(student.internships)

    def made(self, instance: Instance) -> Instance:
        """Give the data with the days wanted."""
        if self.days == 0:
            return _ended(instance, self.student, self.internship)
        new = with_rows(instance, self.travel)
        student = new.student_of[self.student]
        if self._is_new(student):
            candidates = self.candidates or candidates_for(new, student)
            wish = InternshipWish(days=self.days, candidates=candidates)
            return with_student(new, replace(student, internships=(*student.internships, wish)))
        wish = replace(student.internships[self.internship], days=self.days, block=None)
        if self.candidates:
            wish = replace(wish, confirmed=None, candidates=self.candidates)
        return _with_wish(new, student, self.internship, wish)


@dataclass(frozen=True, slots=True, kw_only=True)
class InternshipConfirmed:
    """A student and a mentor have agreed on an internship."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    edit: Literal["internship-confirmed"] = "internship-confirmed"
    student: StudentId
    internship: int = 0
    mentor: MentorId
    travel: tuple[TravelRow, ...] = ()

    @property
    def named(self) -> frozenset[str]:
        """The student and the mentor."""
        return frozenset({self.student, self.mentor})

    @property
    def says(self) -> tuple[tuple[str, str], ...]:
        """With whom the internship is."""
        return ((self.student, f"mentor of internship {self.internship + 1}"),)

    def wrong(self, instance: Instance, thing: Thing) -> Iterator[Fault]:
        """Yield faults when it names nobody."""
        yield from unknown(thing, "student", "student", self.student, instance.student_of)
        yield from unknown(thing, "mentor", "mentor", self.mentor, instance.mentor_of)
        student = instance.student_of.get(self.student)
        if student is not None:
            yield from no_internship(thing, student, self.internship)

    def made(self, instance: Instance) -> Instance:
        """Give the data with the mentor confirmed."""
        student = instance.student_of[self.student]
        wish = student.internships[self.internship]
        wish = replace(wish, confirmed=self.mentor, candidates=())
        return _with_wish(with_rows(instance, self.travel), student, self.internship, wish)


@dataclass(frozen=True, slots=True, kw_only=True)
class InternshipEnded:
    """An internship is over.

    The student asks for none in its place; or, with ``seeks``, for as many days with
    another mentor: one of ``candidates``, or of those that `candidates_for` ranks.
    """

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    edit: Literal["internship-ended"] = "internship-ended"
    student: StudentId
    internship: int = 0
    seeks: bool = False
    candidates: tuple[MentorId, ...] = ()
    travel: tuple[TravelRow, ...] = ()

    @property
    def named(self) -> frozenset[str]:
        """The student."""
        return frozenset({self.student})

    @property
    def says(self) -> tuple[tuple[str, str], ...]:
        """That the internship is over: nothing else can be said of it."""
        about = f"internship {self.internship + 1}"
        return ((self.student, about), (self.student, f"mentor of {about}"))

    def wrong(self, instance: Instance, thing: Thing) -> Iterator[Fault]:
        """Yield faults when it names nobody, or there is nobody else to be with."""
        yield from unknown(thing, "student", "student", self.student, instance.student_of)
        yield from unknown_of(thing, "candidates", "mentor", self.candidates, instance.mentor_of)
        student = instance.student_of.get(self.student)
        if student is None:
            return
        yield from no_internship(thing, student, self.internship)
        if self.candidates and not self.seeks:
            yield thing.fault(
                "candidates",
                "Candidates are named, and the student seeks no other mentor.",
                "Say seeks, or take the candidates out.",
            )
        known = [m for wish in student.internships[self.internship :][:1] for m in wish.mentors]
        if self.seeks and not self.candidates and set(known).issuperset(instance.mentor_of):
            yield thing.fault(
                "seeks", "There is no other mentor to be with.", "Add a mentor first."
            )

    def made(self, instance: Instance) -> Instance:
        """Give the data without the internship, or with one that is open again."""
        if not self.seeks:
            return _ended(instance, self.student, self.internship)
        new = with_rows(instance, self.travel)
        student = new.student_of[self.student]
        wish = student.internships[self.internship]
        candidates = self.candidates or candidates_for(
            new, student, wish.allowed_days, without=wish.mentors
        )
        wish = replace(wish, confirmed=None, candidates=candidates)
        return _with_wish(new, student, self.internship, wish)


def _with_wish(instance: Instance, student: Student, number: int, wish: InternshipWish) -> Instance:
    wishes = list(student.internships)
    wishes[number] = wish
    return with_student(instance, replace(student, internships=tuple(wishes)))


def _ended(instance: Instance, student_id: StudentId, number: int) -> Instance:
    student = instance.student_of[student_id]
    wishes = student.internships[:number] + student.internships[number + 1 :]
    new = with_student(instance, replace(student, internships=wishes))
    moved: dict[tuple[StudentId, int], int | None] = {(student_id, number): None}
    for later in range(number + 1, len(student.internships)):
        moved[student_id, later] = later - 1
    return with_timetables(new, internships=moved)

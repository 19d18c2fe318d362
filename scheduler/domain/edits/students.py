"""Edits of students: they join, leave, move, or have other times."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar, Literal

from scheduler.domain.calendar import Span
from scheduler.domain.edits.leaving import Gone, without
from scheduler.domain.edits.lists import with_rows, with_student
from scheduler.domain.edits.naming import taken, unknown
from scheduler.domain.faults.things import Thing
from scheduler.domain.ids import AdvisoryId, StudentId
from scheduler.domain.instance import Instance
from scheduler.domain.people import Student
from scheduler.domain.places import Position, TravelRow
from scheduler.errors import Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentJoined:
    """A student is new."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    edit: Literal["student-joined"] = "student-joined"
    student: Student
    travel: tuple[TravelRow, ...] = ()
    """Minutes from and to the new home."""

    @property
    def named(self) -> frozenset[str]:
        """The student."""
        return frozenset({self.student.id})

    @property
    def says(self) -> tuple[tuple[str, str], ...]:
        """That the student is there."""
        return ((self.student.id, "new"),)

    def wrong(self, instance: Instance, thing: Thing) -> Iterator[Fault]:
        """Yield faults when the id is taken, or there is no such advisory."""
        yield from taken(instance, thing, "student.id", self.student.id)
        known = instance.advisory_of
        yield from unknown(thing, "student.advisory", "advisory", self.student.advisory, known)

    def made(self, instance: Instance) -> Instance:
        """Give the data with the student, last of all."""
        new = with_rows(instance, self.travel)
        return replace(new, students=(*instance.students, self.student))


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentLeft:
    """A student goes to this school no more; mentor, seats and van are free."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    edit: Literal["student-left"] = "student-left"
    student: StudentId

    @property
    def named(self) -> frozenset[str]:
        """The student."""
        return frozenset({self.student})

    @property
    def says(self) -> tuple[tuple[str, str], ...]:
        """That the student is gone."""
        return ((self.student, "gone"),)

    def wrong(self, instance: Instance, thing: Thing) -> Iterator[Fault]:
        """Yield a fault when it names nobody."""
        yield from unknown(thing, "student", "student", self.student, instance.student_of)

    def made(self, instance: Instance) -> Instance:
        """Give the data without the student and all that is about them."""
        return without(instance, Gone(students=frozenset({self.student})))


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentMoved:
    """A student lives elsewhere, is in another advisory, or both.

    Minutes and van stops of the old home go; ``travel`` gives those of the new one.
    """

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    edit: Literal["student-moved"] = "student-moved"
    student: StudentId
    home: Position | None = None
    advisory: AdvisoryId | None = None
    travel: tuple[TravelRow, ...] = ()

    @property
    def named(self) -> frozenset[str]:
        """The student."""
        return frozenset({self.student})

    @property
    def says(self) -> tuple[tuple[str, str], ...]:
        """The home, the advisory, or both."""
        given = {"home": self.home, "advisory": self.advisory}
        return tuple((self.student, name) for name, value in given.items() if value is not None)

    def wrong(self, instance: Instance, thing: Thing) -> Iterator[Fault]:
        """Yield faults when it names nobody, or nothing new."""
        yield from unknown(thing, "student", "student", self.student, instance.student_of)
        if self.advisory is not None:
            known = instance.advisory_of
            yield from unknown(thing, "advisory", "advisory", self.advisory, known)
        if self.home is None and self.advisory is None:
            yield thing.fault(
                "home", "Neither a home nor an advisory is given.", "Give one of them, or both."
            )

    def made(self, instance: Instance) -> Instance:
        """Give the data with the new home or advisory."""
        new = instance
        if self.home is not None:
            new = without(new, Gone(homes=frozenset({self.student})))
        student = new.student_of[self.student]
        home = student.home if self.home is None else self.home
        advisory = student.advisory if self.advisory is None else self.advisory
        new = with_student(new, replace(student, home=home, advisory=advisory))
        return with_rows(new, self.travel)


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentUnavailable:
    """A student cannot be used at these times; they are all of them."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    edit: Literal["student-unavailable"] = "student-unavailable"
    student: StudentId
    unavailable: tuple[Span, ...]

    @property
    def named(self) -> frozenset[str]:
        """The student."""
        return frozenset({self.student})

    @property
    def says(self) -> tuple[tuple[str, str], ...]:
        """The student's times."""
        return ((self.student, "unavailable"),)

    def wrong(self, instance: Instance, thing: Thing) -> Iterator[Fault]:
        """Yield a fault when it names nobody."""
        yield from unknown(thing, "student", "student", self.student, instance.student_of)

    def made(self, instance: Instance) -> Instance:
        """Give the data with the new times."""
        student = instance.student_of[self.student]
        return with_student(instance, replace(student, unavailable=self.unavailable))

"""Edits of mentors: they leave, come, are away on weekdays, or take more or fewer interns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar, Literal

from scheduler.domain.calendar import Span
from scheduler.domain.edits.candidates import may_be_with
from scheduler.domain.edits.leaving import Gone, without
from scheduler.domain.edits.lists import exchanged, with_rows
from scheduler.domain.edits.naming import taken, unknown, unknown_of, unused_days
from scheduler.domain.faults.things import Thing
from scheduler.domain.ids import MentorId, StudentId
from scheduler.domain.instance import Instance
from scheduler.domain.people import InternshipWish, Mentor
from scheduler.domain.places import TravelRow
from scheduler.errors import Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class MentorLeft:
    """A mentor hosts nobody any more.

    Students who were confirmed with the mentor, or had nobody else, look for another
    one among ``candidates``; where none are named, among those who share most interests
    with them, then the nearest (`candidates_for`).
    """

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    edit: Literal["mentor-left"] = "mentor-left"
    mentor: MentorId
    candidates: tuple[MentorId, ...] = ()
    travel: tuple[TravelRow, ...] = ()
    """Minutes to the candidates' sites that were not needed before."""

    @property
    def named(self) -> frozenset[str]:
        """The mentor."""
        return frozenset({self.mentor})

    @property
    def says(self) -> tuple[tuple[str, str], ...]:
        """That the mentor is gone."""
        return ((self.mentor, "gone"),)

    def wrong(self, instance: Instance, thing: Thing) -> Iterator[Fault]:
        """Yield faults when it names nobody, or leaves nobody to be with."""
        there = instance.mentor_of
        yield from unknown(thing, "mentor", "mentor", self.mentor, there)
        yield from unknown_of(thing, "candidates", "mentor", self.candidates, there)
        if self.mentor in self.candidates:
            yield thing.fault(
                "candidates",
                "The mentor who left is among the candidates.",
                "Take this id out of the candidates.",
            )
        yield from nobody_left(instance, thing, {self.mentor})

    def made(self, instance: Instance) -> Instance:
        """Give the data without the mentor."""
        new = with_rows(instance, self.travel)
        return without(new, Gone(mentors=frozenset({self.mentor})), self.candidates)


@dataclass(frozen=True, slots=True, kw_only=True)
class MentorAway:
    """A mentor no longer hosts on some weekdays; away on all of them is leaving."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    edit: Literal["mentor-away"] = "mentor-away"
    mentor: MentorId
    days: tuple[int, ...]

    @property
    def named(self) -> frozenset[str]:
        """The mentor."""
        return frozenset({self.mentor})

    @property
    def says(self) -> tuple[tuple[str, str], ...]:
        """The mentor's hours."""
        return ((self.mentor, "hours"),)

    def wrong(self, instance: Instance, thing: Thing) -> Iterator[Fault]:
        """Yield faults when it names nobody, or a day without hours."""
        yield from unknown(thing, "mentor", "mentor", self.mentor, instance.mentor_of)
        yield from unused_days(instance, thing, "days", self.days)
        mentor = instance.mentor_of.get(self.mentor)
        if mentor is not None and {span.day for span in mentor.hours}.isdisjoint(self.days):
            yield thing.fault(
                "days",
                "The mentor has no hours on these weekdays anyway.",
                "Name a weekday on which the mentor hosts, or leave the edit out.",
            )
        if mentor is not None and not self._left(mentor):
            yield from nobody_left(instance, thing, {self.mentor})

    def _left(self, mentor: Mentor) -> tuple[Span, ...]:
        return tuple(span for span in mentor.hours if span.day not in self.days)

    def made(self, instance: Instance) -> Instance:
        """Give the data with what is left of the mentor's hours."""
        mentor = instance.mentor_of[self.mentor]
        hours = self._left(mentor)
        if not hours:
            return without(instance, Gone(mentors=frozenset({self.mentor})))
        return _with_mentor(instance, replace(mentor, hours=hours))


@dataclass(frozen=True, slots=True, kw_only=True)
class MentorHours:
    """A mentor hosts at other times than before: these are all of them."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    edit: Literal["mentor-hours"] = "mentor-hours"
    mentor: MentorId
    hours: tuple[Span, ...]

    @property
    def named(self) -> frozenset[str]:
        """The mentor."""
        return frozenset({self.mentor})

    @property
    def says(self) -> tuple[tuple[str, str], ...]:
        """The mentor's hours."""
        return ((self.mentor, "hours"),)

    def wrong(self, instance: Instance, thing: Thing) -> Iterator[Fault]:
        """Yield faults when it names nobody, or no hours."""
        yield from unknown(thing, "mentor", "mentor", self.mentor, instance.mentor_of)
        if not self.hours:
            yield thing.fault(
                "hours",
                "The mentor would have no hours.",
                "Give hours, or say that the mentor left.",
            )

    def made(self, instance: Instance) -> Instance:
        """Give the data with the new hours."""
        return _with_mentor(instance, replace(instance.mentor_of[self.mentor], hours=self.hours))


@dataclass(frozen=True, slots=True, kw_only=True)
class MentorCapacity:
    """A mentor takes more or fewer interns; what is left out stays as it is."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    edit: Literal["mentor-capacity"] = "mentor-capacity"
    mentor: MentorId
    at_once: int | None = None
    in_all: int | None = None
    wished: int | None = None

    @property
    def named(self) -> frozenset[str]:
        """The mentor."""
        return frozenset({self.mentor})

    @property
    def says(self) -> tuple[tuple[str, str], ...]:
        """Each number that is given."""
        return tuple((self.mentor, name) for name in self._given())

    def _given(self) -> dict[str, int]:
        every = {"at_once": self.at_once, "in_all": self.in_all, "wished": self.wished}
        return {name: value for name, value in every.items() if value is not None}

    def wrong(self, instance: Instance, thing: Thing) -> Iterator[Fault]:
        """Yield faults when it names nobody, or nothing new."""
        yield from unknown(thing, "mentor", "mentor", self.mentor, instance.mentor_of)
        if not self._given():
            yield thing.fault("at_once", "No number is given.", "Give at_once, in_all or wished.")
        for name, value in self._given().items():
            if value < 0:
                yield thing.fault(name, "Interns cannot be fewer than none.", "Write 0 or more.")

    def made(self, instance: Instance) -> Instance:
        """Give the data with the new numbers."""
        given = self._given()
        mentor = instance.mentor_of[self.mentor]
        return _with_mentor(
            instance,
            replace(
                mentor,
                at_once=given.get("at_once", mentor.at_once),
                in_all=given.get("in_all", mentor.in_all),
                wished=given.get("wished", mentor.wished),
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MentorJoined:
    """A mentor is new.

    Students without a confirmed mentor who are named in ``candidate_for`` have the new
    one as their last candidate; where nobody is said, those who share an interest and
    could be there.
    """

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    edit: Literal["mentor-joined"] = "mentor-joined"
    mentor: Mentor
    candidate_for: tuple[StudentId, ...] | None = None
    travel: tuple[TravelRow, ...] = ()

    @property
    def named(self) -> frozenset[str]:
        """The mentor."""
        return frozenset({self.mentor.id})

    @property
    def says(self) -> tuple[tuple[str, str], ...]:
        """That the mentor is there."""
        return ((self.mentor.id, "new"),)

    def wrong(self, instance: Instance, thing: Thing) -> Iterator[Fault]:
        """Yield faults when the id is taken, or it names nobody."""
        yield from taken(instance, thing, "mentor.id", self.mentor.id)
        yield from unknown_of(
            thing, "mentor.sites", "internship site", self.mentor.sites, instance.site_of
        )
        yield from unknown_of(
            thing, "candidate_for", "student", self.candidate_for or (), instance.student_of
        )

    def made(self, instance: Instance) -> Instance:
        """Give the data with the mentor, last of all and last of the candidates."""
        new = replace(with_rows(instance, self.travel), mentors=(*instance.mentors, self.mentor))
        students = list(new.students)
        for index, student in enumerate(students):
            wishes = tuple(
                replace(wish, candidates=(*wish.candidates, self.mentor.id))
                if self._suits(new, student.id, wish)
                else wish
                for wish in student.internships
            )
            if any(one is not two for one, two in zip(wishes, student.internships, strict=True)):
                students[index] = replace(student, internships=wishes)
        return replace(new, students=tuple(students))

    def _suits(self, instance: Instance, student_id: StudentId, wish: InternshipWish) -> bool:
        if wish.confirmed is not None:
            return False
        if self.candidate_for is not None:
            return student_id in self.candidate_for
        student = instance.student_of[student_id]
        if set(student.interests).isdisjoint(self.mentor.interests):
            return False
        return may_be_with(instance, student, self.mentor, wish.allowed_days)


def nobody_left(instance: Instance, thing: Thing, gone: set[str]) -> Iterator[Fault]:
    """Yield a fault when students want internships and no mentor is left at all."""
    wanted = any(student.internships for student in instance.students)
    if wanted and instance.mentors and all(one.id in gone for one in instance.mentors):
        yield thing.fault(
            "mentor",
            "No mentor would be left, and students want internships.",
            "Add another mentor first, or end the internships.",
        )


def _with_mentor(instance: Instance, mentor: Mentor) -> Instance:
    return replace(instance, mentors=exchanged(instance.mentors, mentor))

"""The options of every student, listed when somebody asks for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

from scheduler.domain.ids import MentorId, SiteId, StudentId
from scheduler.domain.instance import Instance
from scheduler.domain.people import Student
from scheduler.solver.option import Option
from scheduler.solver.options import Options

Thing = TypeVar("Thing")


class ListedOptions(Mapping[str, list[Option]]):
    """By student: every option, taken from another instance's where nothing differs."""

    def __init__(
        self, instance: Instance, own: Options, like: Mapping[str, list[Option]] | None
    ) -> None:
        self.instance = instance
        self._own = own
        self._like = like if isinstance(like, ListedOptions) else None
        self._listed: dict[str, list[Option]] = {}

    def __getitem__(self, student_id: str) -> list[Option]:
        """Every option of a student, fewest missing and cheapest first."""
        found = self._listed.get(student_id)
        if found is None:
            student = self.instance.student_of[StudentId(student_id)]
            if self._like is not None and self._same(student):
                found = self._like[student.id]
                self._own.take(self._like._own, student.id)
            else:
                found = self._own.of(student)
            self._listed[student_id] = found
        return found

    def __iter__(self) -> Iterator[str]:
        """Go through the students in the order of the file."""
        return iter(self.instance.student_of)

    def __len__(self) -> int:
        """How many students there are."""
        return len(self.instance.student_of)

    def _same(self, student: Student) -> bool:
        """Whether all that a student's options come from is as it was in the other instance."""
        assert self._like is not None
        if not self._alike or self._like.instance.student_of.get(student.id) is not student:
            return False
        return student.id not in self._concerned and all(
            mentor in self._same_mentors for wish in student.internships for mentor in wish.mentors
        )

    @cached_property
    def _alike(self) -> bool:
        """Whether nothing differs that concerns everybody's options."""
        assert self._like is not None
        old, new = self._like.instance, self.instance
        return (
            old.term == new.term
            and old.travel.estimate == new.travel.estimate
            and old.runs == new.runs
            and old.vehicles == new.vehicles
            and old.soft_points == new.soft_points
            and old.factor_of == new.factor_of
            and old.pins == new.pins
            and old.release is new.release
            and all(rate.student is not None for rate in _changed(old.attendance, new.attendance))
            and all(
                {row.origin, row.destination} & (old.student_of.keys() | new.student_of.keys())
                for row in _changed(old.travel.rows, new.travel.rows)
            )
        )

    @cached_property
    def _concerned(self) -> frozenset[str]:
        """Students, by their homes, whose travel or attendance rates differ."""
        assert self._like is not None
        old, new = self._like.instance, self.instance
        rows = _changed(old.travel.rows, new.travel.rows)
        places = {place for row in rows for place in (row.origin, row.destination)}
        rates = _changed(old.attendance, new.attendance)
        return frozenset(places) | {rate.student for rate in rates if rate.student is not None}

    @cached_property
    def _same_mentors(self) -> frozenset[MentorId]:
        """Mentors of whom nothing differs, their sites included."""
        assert self._like is not None
        old, new = self._like.instance, self.instance
        sites: set[SiteId] = {
            one.id
            for one in new.internship_sites
            if all(old.site_of.get(up.id) is up for up in new.lineage(one.id))
        }
        return frozenset(
            one.id
            for one in new.mentors
            if old.mentor_of.get(one.id) is one and sites.issuperset(one.sites)
        )


def _changed(one: Sequence[Thing], two: Sequence[Thing]) -> list[Thing]:
    """What only one of two lists has, told apart by identity, which is quick."""
    if one is two:
        return []
    first, second = {id(thing) for thing in one}, {id(thing) for thing in two}
    only = [thing for thing in one if id(thing) not in second]
    return only + [thing for thing in two if id(thing) not in first]

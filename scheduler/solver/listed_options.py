"""The options of every student, listed when somebody asks for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from scheduler.domain.ids import StudentId
from scheduler.domain.instance import Instance
from scheduler.domain.likeness import Likeness
from scheduler.domain.people import Student
from scheduler.solver.option import Option
from scheduler.solver.options import Options


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
        return self._alike and self._likeness.same(student)

    @cached_property
    def _likeness(self) -> Likeness:
        assert self._like is not None
        return Likeness(self._like.instance, self.instance)

    @cached_property
    def _alike(self) -> bool:
        """Whether nothing differs that concerns everybody's options."""
        assert self._like is not None
        old, new = self._like.instance, self.instance
        return (
            old.soft_points == new.soft_points
            and old.factor_of == new.factor_of
            and old.pins is new.pins
            and old.release is new.release
        )

"""Lists of the data with an entry exchanged or rows added; all others stay the same objects."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from scheduler.domain.instance import Instance
from scheduler.domain.people import Student
from scheduler.domain.places import TravelRow


class Named(Protocol):
    """Something with an id."""

    @property
    def id(self) -> str:
        """The id, unique in the instance."""


T = TypeVar("T", bound=Named)


def exchanged(things: Sequence[T], *new: T) -> tuple[T, ...]:
    """Put things in the place of those with the same id."""
    by_id = {one.id: one for one in new}
    return tuple(by_id.get(one.id, one) for one in things)


def with_student(instance: Instance, student: Student) -> Instance:
    """Put a student in the place of the one with the same id."""
    return replace(instance, students=exchanged(instance.students, student))


def with_rows(instance: Instance, rows: Iterable[TravelRow]) -> Instance:
    """Add rows to the travel table."""
    added = tuple(rows)
    if not added:
        return instance
    travel = replace(instance.travel, rows=(*instance.travel.rows, *added))
    return replace(instance, travel=travel)

"""A move that cannot be made, said so that a person can mend it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TypeVar

from scheduler.domain.instance import Instance

Name = TypeVar("Name", bound=str)

_KNOWN: dict[str, Callable[[Instance], Collection[str]]] = {
    "student": lambda one: one.student_of,
    "mentor": lambda one: one.mentor_of,
    "member of staff": lambda one: one.staff_of,
    "internship site": lambda one: one.site_of,
    "section": lambda one: one.section_of,
    "room": lambda one: one.room_of,
}


class Refused(Exception):  # noqa: N818 (never leaves this room: `moved` makes an error of it)
    """A move that says nothing about this timetable: field, what is wrong, next step."""

    def __init__(self, field: str, message: str, next_step: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message
        self.next_step = next_step


def known(field: str, kind: str, id: Name, instance: Instance) -> Name:
    """Hand an id on that the school has.

    What was asked for is not repeated: it may be anything.
    """
    if id not in _KNOWN[kind](instance):
        raise Refused(field, f"The school has no {kind} of that id.", "Use an id of the data.")
    return id


def weekday(field: str, day: int) -> None:
    """Refuse what is no weekday."""
    if not 0 <= day <= 6:
        raise Refused(field, "A weekday is 0 (Monday) to 6 (Sunday).", "Name one of these.")

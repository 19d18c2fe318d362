"""Faults of edits that name nobody, or somebody who is there already."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from scheduler.domain.faults.things import Thing
from scheduler.domain.instance import Instance
from scheduler.domain.people import Student
from scheduler.errors import Fault


def unknown(
    thing: Thing, field: str, kind: str, name: str, there: Collection[str]
) -> Iterator[Fault]:
    """Yield a fault when nothing of a kind has the id."""
    if name not in there:
        yield thing.fault(
            field,
            f"There is no {kind} of this id.",
            f"Mend the id, or leave the edit out if the {kind} is gone already.",
        )


def unknown_of(
    thing: Thing, field: str, kind: str, names: Iterable[str], there: Collection[str]
) -> Iterator[Fault]:
    """Yield a fault for each id of a list that nothing of a kind has."""
    for index, name in enumerate(names):
        yield from unknown(thing, f"{field}[{index}]", kind, name, there)


def taken(instance: Instance, thing: Thing, field: str, name: str) -> Iterator[Fault]:
    """Yield a fault when an id is in use already, or empty."""
    if not name or name in instance.names:
        yield thing.fault(
            field,
            "The id is in use already." if name else "The id is empty.",
            "Give it an id of its own; ids are unique over all kinds of thing.",
        )


def no_internship(thing: Thing, student: Student, number: int) -> Iterator[Fault]:
    """Yield a fault when a student has no internship of this number."""
    count = len(student.internships)
    if not 0 <= number < count:
        has = "no internship" if count == 0 else f"the internships 0 to {count - 1}"
        yield thing.fault(
            "internship",
            f"The student has {has}, not number {number}.",
            "Name an internship of the student; they are counted from 0.",
        )


def unused_days(
    instance: Instance, thing: Thing, field: str, days: Iterable[int]
) -> Iterator[Fault]:
    """Yield a fault for each weekday that the term does not use."""
    for index, day in enumerate(days):
        if day not in instance.term.weekdays:
            yield thing.fault(
                f"{field}[{index}]",
                f"The term does not use weekday {day}.",
                "Name weekdays of the term, 0 for Monday to 6 for Sunday.",
            )

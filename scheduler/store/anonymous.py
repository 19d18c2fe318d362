"""Taking names and homes out of a school's data, and putting them back.

Where a name stood stands the edition of the person (`people`), so that what is read
back is what was kept, to the byte.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from scheduler.domain.instance import Instance
from scheduler.domain.places import Position
from scheduler.domain.records import Person, PersonKind

NOWHERE = Position(lat=0, lon=0)


def people_in(instance: Instance) -> Iterator[Person]:
    """Everybody the data names."""
    for student in instance.students:
        yield Person(id=student.id, kind=PersonKind.STUDENT, name=student.name, home=student.home)
    for staff in instance.staff:
        yield Person(id=staff.id, kind=PersonKind.STAFF, name=staff.name)
    for mentor in instance.mentors:
        yield Person(id=mentor.id, kind=PersonKind.MENTOR, name=mentor.name)


def without_people(instance: Instance, editions: dict[str, int]) -> Instance:
    """The data with nobody's name and home in it."""
    return replace(
        instance,
        students=tuple(
            replace(one, name=str(editions[one.id]), home=NOWHERE) for one in instance.students
        ),
        staff=tuple(replace(one, name=str(editions[one.id])) for one in instance.staff),
        mentors=tuple(replace(one, name=str(editions[one.id])) for one in instance.mentors),
    )


def editions_in(instance: Instance) -> dict[str, int]:
    """Which edition of each person belongs into this data."""
    return {one.id: int(one.name) for one in people_in(instance)}


def with_people(instance: Instance, known: dict[str, Person]) -> Instance:
    """The data with names and homes in it.

    Somebody who was erased is called by the id, and lives at school.
    """

    def name(one: str) -> str:
        return known[one].name if one in known else one

    def home(student: str) -> Position | None:
        return known[student].home if student in known else None

    return replace(
        instance,
        students=tuple(
            replace(
                one,
                name=name(one.id),
                home=home(one.id) or instance.school_site_of_student(one).position,
            )
            for one in instance.students
        ),
        staff=tuple(replace(one, name=name(one.id)) for one in instance.staff),
        mentors=tuple(replace(one, name=name(one.id)) for one in instance.mentors),
    )

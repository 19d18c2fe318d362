"""How a thing at fault is named to a person, and where it stands in the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from scheduler.domain.instance import Instance
from scheduler.domain.offer import Section, Workshop
from scheduler.domain.people import Advisory, Mentor, Staff, Student
from scheduler.domain.places import InternshipSite, Room, SchoolSite
from scheduler.errors import Fault

KINDS = {
    "schools": "school",
    "school_sites": "school site",
    "rooms": "room",
    "internship_sites": "internship site",
    "mentors": "mentor",
    "staff": "staff",
    "advisories": "advisory",
    "students": "student",
    "workshops": "workshop",
    "sections": "section",
    "vehicles": "vehicle",
    "runs": "vehicle run",
    "rows": "travel row",
    "attendance": "attendance rate",
    "soft_rules": "softened rule",
    "profiles": "profile",
    "edits": "edit",
    "scenarios": "scenario",
}
"""The word for one entry of each list of a file."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing as said to a person, ``student S12``, and as found in the file."""

    name: str
    path: str
    """Such as ``students[3]``; empty for the instance itself."""

    def fault(self, field: str, message: str, next_step: str) -> Fault:
        """Say what is wrong with a field of it."""
        position = f"{self.path}.{field}" if self.path and field else self.path or field
        return Fault(
            thing=self.name,
            field=field,
            message=message,
            next_step=next_step,
            position=position,
        )


def numbered(
    kind: str, path: str, items: Iterable[T], names: Iterable[str] | None = None
) -> Iterator[tuple[Thing, T]]:
    """Each item of a list with what it is called: by its id, else by its number."""
    if names is None:
        for index, item in enumerate(items):
            yield Thing(f"{kind} {getattr(item, 'id', '') or index + 1}", f"{path}[{index}]"), item
    else:
        for index, (item, name) in enumerate(zip(items, names, strict=True)):
            yield Thing(f"{kind} {name}", f"{path}[{index}]"), item


def whole(instance: Instance) -> Thing:
    """The instance as a whole."""
    return Thing(f"instance {instance.id}", "")


def the_term() -> Thing:
    """The term of the instance."""
    return Thing("term", "term")


def school_sites(instance: Instance) -> Iterator[tuple[Thing, SchoolSite]]:
    """Every school site."""
    return numbered("school site", "school_sites", instance.school_sites)


def rooms(instance: Instance) -> Iterator[tuple[Thing, Room]]:
    """Every room, in the order of the school sites."""
    for thing, site in school_sites(instance):
        yield from numbered("room", f"{thing.path}.rooms", site.rooms)


def internship_sites(instance: Instance) -> Iterator[tuple[Thing, InternshipSite]]:
    """Every internship site."""
    return numbered("internship site", "internship_sites", instance.internship_sites)


def mentors(instance: Instance) -> Iterator[tuple[Thing, Mentor]]:
    """Every mentor."""
    return numbered("mentor", "mentors", instance.mentors)


def staff(instance: Instance) -> Iterator[tuple[Thing, Staff]]:
    """Every member of staff."""
    return numbered("staff", "staff", instance.staff)


def advisories(instance: Instance) -> Iterator[tuple[Thing, Advisory]]:
    """Every advisory."""
    return numbered("advisory", "advisories", instance.advisories)


def students(instance: Instance) -> Iterator[tuple[Thing, Student]]:
    """Every student."""
    return numbered("student", "students", instance.students)


def workshops(instance: Instance) -> Iterator[tuple[Thing, Workshop]]:
    """Every workshop."""
    return numbered("workshop", "workshops", instance.workshops)


def sections(instance: Instance) -> Iterator[tuple[Thing, Section, Workshop]]:
    """Every section with its workshop."""
    for thing, workshop in workshops(instance):
        for one, section in numbered("section", f"{thing.path}.sections", workshop.sections):
            yield one, section, workshop

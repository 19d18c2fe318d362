"""Faults of ids: empty, or used twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from scheduler.domain.faults import things
from scheduler.domain.faults.things import Thing
from scheduler.domain.instance import FORMAT, Instance
from scheduler.errors import Fault


class Named(Protocol):
    """Something with an id."""

    @property
    def id(self) -> str:
        """The id, unique in the instance."""


def everything(instance: Instance) -> Iterator[tuple[Thing, str, str]]:
    """Everything that has an id: the thing, its id, and the word for its kind."""
    lists: tuple[tuple[str, str, Sequence[Named]], ...] = (
        ("school", "schools", instance.schools),
        ("school site", "school_sites", instance.school_sites),
        ("internship site", "internship_sites", instance.internship_sites),
        ("mentor", "mentors", instance.mentors),
        ("staff", "staff", instance.staff),
        ("advisory", "advisories", instance.advisories),
        ("student", "students", instance.students),
        ("workshop", "workshops", instance.workshops),
        ("vehicle", "vehicles", instance.vehicles),
        ("vehicle run", "runs", instance.runs),
    )
    for kind, path, items in lists:
        for thing, item in things.numbered(kind, path, items):
            yield thing, item.id, kind
    for thing, room in things.rooms(instance):
        yield thing, room.id, "room"
    for thing, section, _ in things.sections(instance):
        yield thing, section.id, "section"


def faults(instance: Instance) -> Iterator[Fault]:
    """Yield one fault for each id that is empty or was used before."""
    if instance.format != FORMAT:
        yield things.whole(instance).fault(
            "format",
            f"The format is {instance.format}, and this Fieldweek reads format {FORMAT}.",
            "Write the file anew with this version.",
        )
    if not instance.id:
        yield things.whole(instance).fault(
            "id", "The instance has no id.", "Give it one, such as a word for the term."
        )
    first: dict[str, Thing] = {}
    for thing, name, _ in everything(instance):
        if not name:
            yield thing.fault("id", "The id is empty.", "Give it an id of its own.")
        elif name in first:
            yield thing.fault(
                "id",
                f'The id "{name}" is already that of {first[name].name} ({first[name].path}).',
                "Give one of the two another id; ids are unique over all kinds of thing.",
            )
        else:
            first[name] = thing

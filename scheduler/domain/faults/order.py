"""Faults of linked and ordered sections: rings that no week can follow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from scheduler.domain.faults import things
from scheduler.domain.faults.things import Thing
from scheduler.domain.instance import Instance
from scheduler.errors import Fault

Names = Mapping[str, Sequence[str]]
"""What each section names, by id."""


def faults(instance: Instance) -> Iterator[Fault]:
    """Yield rings of ``after`` and ``linked``, and links within one workshop."""
    where: dict[str, Thing] = {one.id: thing for thing, one, _ in things.sections(instance)}
    after: Names = {one.id: one.after for _, one, _ in things.sections(instance)}
    linked: Names = {one.id: one.linked for _, one, _ in things.sections(instance)}
    for ring in rings(after):
        yield where[ring[0]].fault(
            "after",
            f"No section can come first: {' after '.join([*ring, ring[0]])}.",
            "Take one of them out of after.",
        )
    for ring in rings(linked):
        # Two that name each other say the same thing twice, which is natural.
        if len(ring) != 2:
            yield where[ring[0]].fault(
                "linked",
                f"The links run in a ring: {' with '.join([*ring, ring[0]])}.",
                "Name each link once: take one of them out of linked.",
            )
    yield from _of_workshops(instance)


def rings(names: Names) -> list[list[str]]:
    """Find the rings in what each thing names: one for each set that hangs together.

    Each begins with the first of its members in the order of the file.
    """
    found: list[list[str]] = []
    done: set[str] = set()
    for start in names:
        trail: list[str] = []
        branches = [iter((start,))]
        while branches:
            name = next(branches[-1], None)
            if name is None:
                branches.pop()
                if trail:
                    done.add(trail.pop())
            elif name in trail:
                found.append(_from_first(trail[trail.index(name) :], list(names)))
            elif name in names and name not in done:
                trail.append(name)
                branches.append(iter(names[name]))
    return found


def _from_first(ring: list[str], order: list[str]) -> list[str]:
    at = min(range(len(ring)), key=lambda index: order.index(ring[index]))
    return ring[at:] + ring[:at]


def _of_workshops(instance: Instance) -> Iterator[Fault]:
    """Tell where links, also by way of others, join two sections of one workshop."""
    group: dict[str, str] = {}

    def top(name: str) -> str:
        while group.get(name, name) != name:
            name = group[name]
        return name

    for _, section, _ in things.sections(instance):
        for other in section.linked:
            group[top(other)] = top(section.id)
    first: dict[tuple[str, str], str] = {}
    for thing, section, workshop in things.sections(instance):
        key = (top(section.id), workshop.id)
        if key in first:
            yield thing.fault(
                "linked",
                f"Links join it with {first[key]} of the same workshop, {workshop.id},"
                " and a student can be in only one of the two.",
                "Take one of the links out.",
            )
        first.setdefault(key, section.id)

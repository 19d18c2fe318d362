"""The data of each independent part, and a timetable cut along the same lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from scheduler.domain.instance import Instance, Pins
from scheduler.domain.timetable import Timetable
from scheduler.solver.decompose import components


class _Named(Protocol):
    @property
    def id(self) -> str: ...


Thing = TypeVar("Thing")
Named = TypeVar("Named", bound=_Named)


@dataclass(frozen=True, slots=True)
class Apart:
    """An instance as independent parts: everything is in just one of them."""

    instance: Instance
    number_of: dict[str, int]
    """By id, the part it is in; parts are numbered from 0, the largest first."""
    parts: tuple[Instance, ...]
    """Each keeps the id of the whole, so that its timetable is a piece of the whole one."""

    def cut(self, timetable: Timetable) -> tuple[Timetable, ...]:
        """The piece of a timetable that belongs to each part."""
        return _cut(timetable, self._number, len(self.parts))

    def _number(self, id: str) -> int:
        return self.number_of.get(id, 0)


def take_apart(instance: Instance) -> Apart:
    """Take an instance apart; one part where all hangs together."""
    found = components(instance)
    number_of = {id: number for number, ids in enumerate(found) for id in ids}
    if len(found) == 1:
        return Apart(instance, number_of, (instance,))
    return Apart(instance, number_of, _instances(instance, number_of, len(found)))


def _shared_out(
    things: Iterable[Thing], part: Callable[[Thing], int], count: int
) -> list[tuple[Thing, ...]]:
    """Share out things by part, in their order."""
    found: list[list[Thing]] = [[] for _ in range(count)]
    for one in things:
        found[part(one)].append(one)
    return [tuple(some) for some in found]


def _instances(instance: Instance, number_of: dict[str, int], count: int) -> tuple[Instance, ...]:
    def by_id(things: Sequence[Named]) -> list[tuple[Named, ...]]:
        return _shared_out(things, lambda one: number_of[one.id], count)

    school_sites = by_id(instance.school_sites)
    internship_sites = by_id(instance.internship_sites)
    mentors, staff = by_id(instance.mentors), by_id(instance.staff)
    advisories, students = by_id(instance.advisories), by_id(instance.students)
    workshops = by_id(instance.workshops)
    vehicles, runs = by_id(instance.vehicles), by_id(instance.runs)
    rows = _shared_out(instance.travel.rows, lambda row: number_of.get(row.origin, 0), count)
    everywhere = [one for one in instance.attendance if one.student is None and one.site is None]
    somewhere = _shared_out(
        (one for one in instance.attendance if one.student is not None or one.site is not None),
        lambda one: number_of[one.student or one.site or ""],
        count,
    )
    pins = _cut_or_none(instance.pins.timetable, number_of, count)
    release = _cut_or_none(instance.release, number_of, count)
    return tuple(
        replace(
            instance,
            school_sites=school_sites[n],
            internship_sites=internship_sites[n],
            mentors=mentors[n],
            staff=staff[n],
            advisories=advisories[n],
            students=students[n],
            workshops=workshops[n],
            vehicles=vehicles[n],
            runs=runs[n],
            travel=replace(instance.travel, rows=rows[n]),
            attendance=(*everywhere, *somewhere[n]),
            pins=Pins(timetable=pins[n]),
            release=release[n],
        )
        for n in range(count)
    )


def _cut_or_none(
    timetable: Timetable | None, number_of: dict[str, int], count: int
) -> Sequence[Timetable | None]:
    if timetable is None:
        return (None,) * count
    return _cut(timetable, number_of.__getitem__, count)


def _cut(timetable: Timetable, number: Callable[[str], int], count: int) -> tuple[Timetable, ...]:
    days_out = _shared_out(timetable.days_out, lambda one: number(one.student), count)
    meetings = _shared_out(timetable.meetings, lambda one: number(one.advisory), count)
    sections = _shared_out(timetable.sections, lambda one: number(one.section), count)
    enrolments = _shared_out(timetable.enrolments, lambda one: number(one.student), count)
    runs = _shared_out(timetable.runs, lambda one: number(one.run), count)
    unplaced = _shared_out(timetable.unplaced, lambda one: number(one.student), count)
    return tuple(
        Timetable(
            instance=timetable.instance,
            days_out=days_out[n],
            meetings=meetings[n],
            sections=sections[n],
            enrolments=enrolments[n],
            runs=runs[n],
            unplaced=unplaced[n],
        )
        for n in range(count)
    )

"""The inverse of edits: what stood where in the data before them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, ClassVar, Generic, Literal, TypeVar

from scheduler.domain.calendar import Term
from scheduler.domain.faults.things import Thing
from scheduler.domain.instance import AttendanceRate, Instance, Pins
from scheduler.domain.offer import Workshop
from scheduler.domain.people import Advisory, Mentor, Staff, Student
from scheduler.domain.places import InternshipSite, SchoolSite, TravelRow
from scheduler.domain.rules import Profile, SoftRule
from scheduler.domain.timetable import (
    DayOut,
    Enrolment,
    Meeting,
    RunningSection,
    RunUse,
    Timetable,
    Unplaced,
)
from scheduler.domain.vehicles import Vehicle, VehicleRun
from scheduler.errors import Fault

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Splice(Generic[T]):
    """So many entries of a list, from a place on, give way to others."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    at: int
    gone: int = 0
    put: tuple[T, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TimetableParts:
    """Splices of the lists of a timetable that comes with the data."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    days_out: tuple[Splice[DayOut], ...] = ()
    meetings: tuple[Splice[Meeting], ...] = ()
    sections: tuple[Splice[RunningSection], ...] = ()
    enrolments: tuple[Splice[Enrolment], ...] = ()
    runs: tuple[Splice[RunUse], ...] = ()
    unplaced: tuple[Splice[Unplaced], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PutBack:
    """The data is again what it was before some edits, to the byte.

    Made by `apply` as the undo of edits; it fits only the data that came of them.
    """

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    edit: Literal["put-back"] = "put-back"
    school_sites: tuple[Splice[SchoolSite], ...] = ()
    internship_sites: tuple[Splice[InternshipSite], ...] = ()
    mentors: tuple[Splice[Mentor], ...] = ()
    staff: tuple[Splice[Staff], ...] = ()
    advisories: tuple[Splice[Advisory], ...] = ()
    students: tuple[Splice[Student], ...] = ()
    workshops: tuple[Splice[Workshop], ...] = ()
    vehicles: tuple[Splice[Vehicle], ...] = ()
    runs: tuple[Splice[VehicleRun], ...] = ()
    attendance: tuple[Splice[AttendanceRate], ...] = ()
    soft_rules: tuple[Splice[SoftRule], ...] = ()
    profiles: tuple[Splice[Profile], ...] = ()
    travel: tuple[Splice[TravelRow], ...] = ()
    term: Term | None = None
    profile: str | None = None
    release: TimetableParts | None = None
    pins: TimetableParts | None = None

    @property
    def named(self) -> frozenset[str]:
        """Nobody: the people are those of the edits it undoes."""
        return frozenset()

    @property
    def says(self) -> tuple[tuple[str, str], ...]:
        """It says nothing new about anything."""
        return ()

    def wrong(self, instance: Instance, thing: Thing) -> Iterator[Fault]:
        """Yield a fault when it is not the undo of what was done to this data."""
        for name, have, splices in _lists_of(self, instance):
            reach = max((one.at + one.gone for one in splices), default=0)
            if reach > len(have) or any(one.at < 0 or one.gone < 0 for one in splices):
                yield thing.fault(
                    name,
                    "This puts back what was not taken from this data.",
                    "Undo the edits on the data that came of them, the last ones first.",
                )

    def made(self, instance: Instance) -> Instance:
        """Give the data as it was."""
        new: dict[str, Any] = {
            name: _spliced(getattr(instance, name), getattr(self, name))
            for name in _LISTS
            if getattr(self, name)
        }
        if self.travel:
            rows = _spliced(instance.travel.rows, self.travel)
            new["travel"] = replace(instance.travel, rows=rows)
        if self.term is not None:
            new["term"] = self.term
        if self.profile is not None:
            new["profile"] = self.profile
        if self.release is not None and instance.release is not None:
            new["release"] = _with_parts(instance.release, self.release)
        if self.pins is not None and instance.pins.timetable is not None:
            new["pins"] = Pins(timetable=_with_parts(instance.pins.timetable, self.pins))
        return replace(instance, **new)


_PARTS = tuple(one.name for one in fields(TimetableParts))
_LISTS = (
    "school_sites",
    "internship_sites",
    "mentors",
    "staff",
    "advisories",
    "students",
    "workshops",
    "vehicles",
    "runs",
    "attendance",
    "soft_rules",
    "profiles",
)


def between(now: Instance, then: Instance) -> PutBack:
    """Say what turns the data that is now into what was then; entries kept are the same objects."""
    put: dict[str, Any] = {
        name: _splices(getattr(now, name), getattr(then, name)) for name in _LISTS
    }
    put["travel"] = _splices(now.travel.rows, then.travel.rows)
    if now.term != then.term:
        put["term"] = then.term
    if now.profile != then.profile:
        put["profile"] = then.profile
    put["release"] = _parts(now.release, then.release)
    put["pins"] = _parts(now.pins.timetable, then.pins.timetable)
    return PutBack(**put)


def with_same_lists(before: Instance, now: Instance) -> Instance:
    """Put the very lists of before in the place of those whose entries are all the same.

    Who has made something ready of the data before sees at a glance what it still fits.
    """
    kept: dict[str, Any] = {}
    for name in _LISTS:
        old, new = getattr(before, name), getattr(now, name)
        if old is not new and _is_same(old, new):
            kept[name] = old
    travel = now.travel
    if travel.estimate == before.travel.estimate and _is_same(before.travel.rows, travel.rows):
        kept["travel"] = before.travel
    if _is_same_timetable(before.release, now.release):
        kept["release"] = before.release
    if _is_same_timetable(before.pins.timetable, now.pins.timetable):
        kept["pins"] = before.pins
    return replace(now, **kept) if kept else now


def _is_same(old: Sequence[object], new: Sequence[object]) -> bool:
    return old is new or (
        len(old) == len(new) and all(one is two for one, two in zip(old, new, strict=True))
    )


def _is_same_timetable(old: Timetable | None, new: Timetable | None) -> bool:
    if old is None or new is None:
        return old is new
    return all(_is_same(getattr(old, name), getattr(new, name)) for name in _PARTS)


def changed_by(undo: PutBack, now: Instance) -> frozenset[str]:
    """Ids of everything that differs before and after, by what would be put back."""
    found: set[str] = set()
    for name, have, splices in _lists_of(undo, now):
        if name.startswith(("release", "pins", "soft_rules", "profiles")):
            continue
        for splice in splices:
            for one in (*splice.put, *have[splice.at : splice.at + splice.gone]):
                for key in ("id", "origin", "destination", "student", "site"):
                    value = getattr(one, key, None)
                    if isinstance(value, str):
                        found.add(value)
    return frozenset(found)


def _lists_of(
    undo: PutBack, instance: Instance
) -> Iterator[tuple[str, Sequence[Any], Sequence[Splice[Any]]]]:
    """Every list of the data with what is to be put back into it."""
    for name in _LISTS:
        yield name, getattr(instance, name), getattr(undo, name)
    yield "travel", instance.travel.rows, undo.travel
    for name, timetable, parts in (
        ("release", instance.release, undo.release),
        ("pins", instance.pins.timetable, undo.pins),
    ):
        if parts is not None:
            for part in _PARTS:
                have = () if timetable is None else getattr(timetable, part)
                yield f"{name}.{part}", have, getattr(parts, part)


def _parts(now: Timetable | None, then: Timetable | None) -> TimetableParts | None:
    if now is then or now is None or then is None:
        return None
    return TimetableParts(
        **{name: _splices(getattr(now, name), getattr(then, name)) for name in _PARTS}
    )


def _with_parts(timetable: Timetable, parts: TimetableParts) -> Timetable:
    new: dict[str, Any] = {
        name: _spliced(getattr(timetable, name), getattr(parts, name))
        for name in _PARTS
        if getattr(parts, name)
    }
    return replace(timetable, **new)


def _splices(now: Sequence[T], then: Sequence[T]) -> tuple[Splice[T], ...]:
    """The fewest runs of entries to replace; entries that stay are told by identity."""
    if now is then:
        return ()
    here, there = {id(one) for one in now}, {id(one) for one in then}
    found: list[Splice[T]] = []
    i = j = 0
    while i < len(now) or j < len(then):
        if i < len(now) and j < len(then) and now[i] is then[j]:
            i, j = i + 1, j + 1
            continue
        start, first = i, j
        while i < len(now) and id(now[i]) not in there:
            i += 1
        while j < len(then) and id(then[j]) not in here:
            j += 1
        if i == start and j == first:  # in another order, or twice
            return (Splice(at=0, gone=len(now), put=tuple(then)),)
        found.append(Splice(at=start, gone=i - start, put=tuple(then[first:j])))
    return tuple(found)


def _spliced(have: Sequence[T], splices: Sequence[Splice[T]]) -> tuple[T, ...]:
    found = list(have)
    for one in reversed(splices):
        found[one.at : one.at + one.gone] = one.put
    return tuple(found)

"""All that is decided: one pattern for the weeks of the cycle."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import ClassVar

from scheduler.domain.calendar import minute
from scheduler.domain.ids import (
    AdvisoryId,
    MentorId,
    PlaceId,
    RoomId,
    RunId,
    SectionId,
    SiteId,
    StaffId,
    StudentId,
)
from scheduler.domain.places import Mode
from scheduler.domain.rules import UnplacedKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One hop of a journey."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    mode: Mode
    origin: PlaceId
    destination: PlaceId
    departs: time
    arrives: time
    run: RunId | None = None
    """The vehicle run, for a leg by van."""


Journey = tuple[Leg, ...]
"""How a student gets there or back; empty only where nothing is said."""


def journey_minutes(journey: Journey) -> int:
    """Minutes from leaving to arriving, waiting between legs included."""
    return minute(journey[-1].arrives) - minute(journey[0].departs) if journey else 0


def journey_mode(journey: Journey) -> Mode | None:
    """``van`` if any leg is by van, else the mode of the first leg."""
    if any(leg.mode is Mode.VAN for leg in journey):
        return Mode.VAN
    return journey[0].mode if journey else None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOut:
    """One weekday a student spends with a mentor, and the ways there and back.

    In the weeks (or, for a block, on the dates) of the internship it belongs to.
    """

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    student: StudentId
    internship: int
    """Index into the student's internships."""
    mentor: MentorId
    site: SiteId
    day: int
    there: Journey
    back: Journey


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """An advisory meets, from this slot of its school site on, in its home room."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    advisory: AdvisoryId
    kind: str
    slot: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedSession:
    """One session of a section: its first slot and its room."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    slot: int
    room: RoomId


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningSection:
    """A section that runs: its lead, and its sessions in order of time."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    section: SectionId
    lead: StaffId
    sessions: tuple[PlacedSession, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """A student in a section."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    student: StudentId
    section: SectionId


@dataclass(frozen=True, slots=True, kw_only=True)
class RunUse:
    """A vehicle run that is driven: indices of the stops served, and its riders."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    run: RunId
    stops: tuple[int, ...]
    riders: tuple[StudentId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unplaced:
    """One item left without a place.

    ``subject``: for a day the index of the internship, for a must the workshop, for
    minutes the week of the cycle, all as text. Two days of one internship are two
    equal items.
    """

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    kind: UnplacedKind
    student: StudentId
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """A full decision for an instance, never changed once made.

    Every tuple is sorted (by its fields in the order given), so that equal
    timetables are equal values and equal bytes.
    """

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    instance: str
    """Id of the instance it was made for."""
    days_out: tuple[DayOut, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    sections: tuple[RunningSection, ...] = ()
    enrolments: tuple[Enrolment, ...] = ()
    runs: tuple[RunUse, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()

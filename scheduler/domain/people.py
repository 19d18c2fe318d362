"""Who there is: schools, students, advisories, staff and mentors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from scheduler.domain.calendar import DateSpan, Span
from scheduler.domain.ids import (
    AdvisoryId,
    MentorId,
    RoomId,
    SchoolId,
    SiteId,
    StaffId,
    StudentId,
    WorkshopId,
)
from scheduler.domain.places import Clearance, Mode, Position


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """One school of the organisation."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    id: SchoolId
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InternshipWish:
    """One internship a student is to have: how often, and with whom it may be."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    days: int = 0
    """Weekly days out wanted; 0 with a block."""
    block: DateSpan | None = None
    """Instead of weekly days: every school date of this span is out."""
    confirmed: MentorId | None = None
    candidates: tuple[MentorId, ...] = ()
    """Mentors in order of interest; empty when one is confirmed."""
    allowed_days: tuple[int, ...] = ()
    """Weekdays it may be on; empty: all of the term."""
    weeks: tuple[int, ...] = ()
    """Weeks of the cycle; empty: every week."""

    def __post_init__(self) -> None:
        if not 0 <= self.days <= 5:
            raise ValueError(f"days must be 0 to 5, not {self.days}")
        if (self.days == 0) == (self.block is None):
            raise ValueError("an internship has either days or a block of dates")
        if (self.confirmed is None) == (not self.candidates):
            raise ValueError("an internship has either a confirmed mentor or candidates")
        if len(set(self.candidates)) < len(self.candidates):
            raise ValueError("candidates must be named once each")

    @property
    def mentors(self) -> tuple[MentorId, ...]:
        """Everybody it may be with, best first."""
        return self.candidates if self.confirmed is None else (self.confirmed,)


class RequestKind(StrEnum):
    """How much a workshop is wanted."""

    MUST = "must"
    WISH = "wish"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A workshop asked for. Wishes rank in the order they are listed."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    workshop: WorkshopId
    kind: RequestKind
    alternatives: tuple[WorkshopId, ...] = ()
    """Workshops that would do instead, best first."""

    @property
    def workshops(self) -> tuple[WorkshopId, ...]:
        """The workshop and what would do instead."""
        return (self.workshop, *self.alternatives)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accommodations:
    """What a student needs so that the week can be lived."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    wheelchair: bool = False
    most_walk_minutes: int | None = None
    """No walking leg longer than this."""
    break_every: int | None = None
    """No more than so many slots without a break."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Student:
    """A student; the id also names the student's home as a place."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    id: StudentId
    name: str
    advisory: AdvisoryId
    grade: int
    age: int
    """In years, for the whole term."""
    home: Position
    interests: tuple[str, ...] = ()
    internships: tuple[InternshipWish, ...] = ()
    least_apart: int = 1
    """Days out are at least so many days apart (1: may be adjacent)."""
    most_apart: int = 6
    wanted_apart: int = 2
    """Nearer than this costs `spread-days`."""
    unavailable: tuple[Span, ...] = ()
    modes: tuple[Mode, ...] = (Mode.WALK,)
    longest_journey: int = 60
    """Minutes, each way."""
    clearances: tuple[Clearance, ...] = ()
    avoid_hazards: tuple[str, ...] = ()
    accommodations: Accommodations = Accommodations()
    requests: tuple[Request, ...] = ()

    def __post_init__(self) -> None:
        if not 0 < self.age < 120:
            raise ValueError(f"age must be in years, not {self.age}")
        if not self.modes:
            raise ValueError("modes must name at least one way of travelling")
        if self.longest_journey < 0:
            raise ValueError("longest_journey must not be negative")
        if not 1 <= self.least_apart <= self.most_apart:
            raise ValueError("least_apart must be 1 or more and not above most_apart")

    @property
    def musts(self) -> tuple[Request, ...]:
        """What must be had."""
        return tuple(r for r in self.requests if r.kind is RequestKind.MUST)

    @property
    def wishes(self) -> tuple[Request, ...]:
        """What is wished for, first wish first."""
        return tuple(r for r in self.requests if r.kind is RequestKind.WISH)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingKind:
    """A kind of meeting that an advisory must have each week."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    name: str
    count: int
    """Meetings a week, on different days."""
    length: int
    """Slots."""
    allowed: tuple[Span, ...] = ()
    """It lies inside one of these; empty: anywhere in the grid."""
    whole: bool = False
    """Every member is there."""
    quorum: float = 0.0
    """Otherwise at least this share of the members is."""
    weeks: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.count < 1 or self.length < 1:
            raise ValueError("count and length must be at least 1")
        if not 0 <= self.quorum <= 1:
            raise ValueError(f"quorum is a share from 0 to 1, not {self.quorum}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Advisory:
    """The home group: its advisor, its room, and the meetings it must have."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    id: AdvisoryId
    name: str
    advisor: StaffId
    room: RoomId
    """The home room; its school site is the school site of every member."""
    meetings: tuple[MeetingKind, ...] = ()
    minutes: int = 0
    """Advisory minutes that every member must have each week."""

    def __post_init__(self) -> None:
        if self.minutes < 0:
            raise ValueError(f"minutes must not be negative, not {self.minutes}")
        if len({kind.name for kind in self.meetings}) < len(self.meetings):
            raise ValueError("kinds of meeting must have different names")


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """Somebody employed by the school who leads sessions or an advisory."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    id: StaffId
    name: str
    school: SchoolId
    kind: str
    """Staff of a kind and school are compared by `fair-load`."""
    available: tuple[Span, ...] = ()
    """When they can lead; empty: always."""
    most_day: int | None = None
    """Slots led a day."""
    most_week: int | None = None

    def __post_init__(self) -> None:
        if (self.most_day or 0) < 0 or (self.most_week or 0) < 0:
            raise ValueError("most_day and most_week must not be negative")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentor:
    """Hosts interns at one or more internship sites."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    id: MentorId
    name: str
    sites: tuple[SiteId, ...]
    hours: tuple[Span, ...]
    """When interns may come: at most one span a weekday and week."""
    at_once: int = 1
    """Interns on one day."""
    in_all: int = 1
    """Different interns in the week or block."""
    wished: int | None = None
    """Interns the mentor would like at most; above costs `fair-load`."""
    interests: tuple[str, ...] = ()
    clearance_until: date | None = None
    never_with: tuple[StudentId, ...] = ()

    def __post_init__(self) -> None:
        if self.at_once < 0 or self.in_all < 0:
            raise ValueError("at_once and in_all must not be negative")
        if not self.sites:
            raise ValueError("sites must name at least one internship site")

"""One change by hand to a timetable: what a person who plans can do in a draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from scheduler.domain.ids import (
    AdvisoryId,
    MentorId,
    RoomId,
    SectionId,
    SiteId,
    StaffId,
    StudentId,
)
from scheduler.domain.timetable import Journey, PlacedSession


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveSession:
    """A session of a section goes to another slot, another room, or both."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    move: Literal["move-session"] = "move-session"
    section: SectionId
    slot: int
    """Where it begins now."""
    to_slot: int | None = None
    to_room: RoomId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLead:
    """Another member of staff leads a section."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    move: Literal["change-lead"] = "change-lead"
    section: SectionId
    lead: StaffId


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSection:
    """A section that did not run now does."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    move: Literal["open-section"] = "open-section"
    section: SectionId
    lead: StaffId
    sessions: tuple[PlacedSession, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseSection:
    """A section no longer runs, and nobody is in it."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    move: Literal["close-section"] = "close-section"
    section: SectionId


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveMeeting:
    """A meeting of an advisory goes to another slot."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    move: Literal["move-meeting"] = "move-meeting"
    advisory: AdvisoryId
    kind: str
    slot: int
    """Where it begins now."""
    to_slot: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceDay:
    """A student gets a day out that had no place.

    Without a mentor it is the one the student has for this internship, or the only
    one it may be with; without a site the nearest of the mentor's; without journeys
    the shortest.
    """

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    move: Literal["place-day"] = "place-day"
    student: StudentId
    internship: int = 0
    day: int
    mentor: MentorId | None = None
    site: SiteId | None = None
    there: Journey = ()
    back: Journey = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveDay:
    """A day out of a student goes to another weekday, another site of the mentor, or both."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    move: Literal["move-day"] = "move-day"
    student: StudentId
    internship: int = 0
    day: int
    """Where it is now."""
    to_day: int | None = None
    to_site: SiteId | None = None
    there: Journey = ()
    back: Journey = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DropDay:
    """A day out of a student loses its place and is listed as unplaced."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    move: Literal["drop-day"] = "drop-day"
    student: StudentId
    internship: int = 0
    day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeMentor:
    """All days out of one internship of a student are with another mentor."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    move: Literal["change-mentor"] = "change-mentor"
    student: StudentId
    internship: int = 0
    mentor: MentorId
    site: SiteId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrol:
    """A student comes into a section, and into those linked to it."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    move: Literal["enrol"] = "enrol"
    student: StudentId
    section: SectionId


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw:
    """A student leaves a section, and those linked to it."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    move: Literal["withdraw"] = "withdraw"
    student: StudentId
    section: SectionId


Move = (
    MoveSession
    | ChangeLead
    | OpenSection
    | CloseSection
    | MoveMeeting
    | PlaceDay
    | MoveDay
    | DropDay
    | ChangeMentor
    | Enrol
    | Withdraw
)
"""Moves that belong together are made together: only what they come to is checked."""

"""What the service keeps about a school: each thing with its id, its number and its maker.

Moments are in UTC. ``made_by`` is the id of an account, link or run, or ``fieldweek``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from scheduler.domain.places import Position
from scheduler.domain.rules import Score


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """A school or a network of schools; nobody sees into another's data."""

    id: str
    name: str
    made_at: datetime


class PersonKind(StrEnum):
    """What a person is in the school's data."""

    STUDENT = "student"
    STAFF = "staff"
    MENTOR = "mentor"
    GUARDIAN = "guardian"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What is known of a person beside an id: all that is erased with them."""

    id: str
    kind: PersonKind
    name: str = field(repr=False)
    home: Position | None = field(default=None, repr=False)
    email: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Says that a person was erased: when, by whom, and how many rows of what went."""

    id: str
    organisation: str
    person: str
    made_at: datetime
    made_by: str
    counts: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class TermRecord:
    """A planning period of an organisation."""

    id: str
    organisation: str
    instance_key: str
    """The id that its data gives itself, the same in every version."""
    name: str
    first: date
    last: date
    zone: str
    schools: tuple[str, ...]
    follows: str | None
    """The term it was rolled forward from."""
    made_at: datetime


class InstanceOrigin(StrEnum):
    """How a version of a term's data came to be."""

    UPLOADED = "uploaded"
    EDITED = "edited"
    ROLLED = "rolled"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceRecord:
    """A version of a term's data, without the data."""

    id: str
    organisation: str
    term: str
    number: int
    """From 1 on within the term."""
    origin: InstanceOrigin
    content_hash: str
    """SHA-256 of the data; equal for equal data of equal people."""
    size: int
    """Bytes of the data as JSON."""
    counts: dict[str, int]
    """How many there are of each kind of thing."""
    made_at: datetime
    made_by: str


class TimetableOrigin(StrEnum):
    """How a timetable came to be."""

    RUN = "run"
    HAND = "hand"
    DRAFT = "draft"
    ROLLED = "rolled"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimetableRecord:
    """A timetable that is kept, without its days and sessions."""

    id: str
    organisation: str
    term: str
    instance: str
    """Id of the version of the data it was made for."""
    origin: TimetableOrigin
    run: str | None
    name: str
    content_hash: str
    score: Score
    made_at: datetime
    made_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditRecord:
    """One change to a term's data that is kept."""

    id: str
    organisation: str
    term: str
    scenario: str | None
    """The scenario it is of; None: a change by itself."""
    position: int
    kind: str
    body: dict[str, Any]
    instance: str | None
    """Id of the version of the data that came of it, once applied."""
    made_at: datetime
    made_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioRecord:
    """A named list of edits to a version of a term's data."""

    id: str
    organisation: str
    term: str
    instance: str
    name: str
    made_at: datetime
    made_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepRecord:
    """What is tried on a release, by a run: scenarios, each with every seed."""

    run: str
    organisation: str
    term: str
    release: str
    """Id of the release on which it is tried."""
    grid: dict[str, Any]
    """Scenarios with their edits, seeds, and how long each may take."""
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReshuffleRecord:
    """A change to a release that was asked about, and the repairs found."""

    id: str
    organisation: str
    term: str
    run: str | None
    """The run that answers it, as long as that is kept."""
    release: str
    """Id of the release that is repaired."""
    instance: str
    """Id of the version of the data with the edits made."""
    first: date
    """From when on the change holds."""
    until: date | None
    """The last date on which it does; None: to the end of the term."""
    weight: int
    """Of each person touched."""
    named: frozenset[str]
    """Ids of people whom the edits themselves name: they do not count as touched."""
    answer: dict[str, Any] | None
    """Who is stranded, what is proven, and the menu, once found."""
    accepted: str | None
    """Id of the release that came of it."""
    made_at: datetime
    made_by: str

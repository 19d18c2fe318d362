"""A term's draft, its steps, and the releases that come of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from scheduler.domain.rules import Score
from scheduler.domain.timetable import Timetable


class StepKind(StrEnum):
    """What was done to a draft."""

    TAKE = "take"
    MOVE = "move"
    PIN = "pin"
    UNPIN = "unpin"
    UNDO = "undo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The one editable copy of a term. Its version goes up by one at every change."""

    term: str
    version: int
    instance: str
    """The version of the data it is for."""
    taken: str
    """The timetable that was taken into it."""
    timetable: Timetable
    pins: Timetable
    """What must stay as it is: entries of the timetable."""
    score: Score
    changed_at: datetime
    changed_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftStanding:
    """How a draft stands, without what is in it."""

    term: str
    version: int
    score: Score
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One change of a draft, in ids."""

    version: int
    """The version that it made."""
    kind: StepKind
    said: tuple[str, ...]
    """What was done, a sentence each."""
    undone: bool
    made_at: datetime
    made_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """What people live by: numbered, dated, frozen and announced."""

    id: str
    term: str
    number: int
    timetable: str
    instance: str
    holds_from: date
    note: str
    changes: dict[str, Any]
    """How many entries differ from the release before, and the ids of whom it touches."""
    made_at: datetime
    made_by: str


class MessageState(StrEnum):
    """How far a message is."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    LISTED = "listed"
    """On the list to print: there is no address, or no mail server."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a person has to be told; names of people stand as ``{id}``."""

    id: str
    organisation: str
    term: str | None
    release: str | None
    person: str
    subject: str
    text: str
    state: MessageState
    attempts: int = 0
    due_at: datetime
    sent_at: datetime | None = None
    reason: str | None = None
    made_at: datetime

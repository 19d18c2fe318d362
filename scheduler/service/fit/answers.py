"""Answers to questions about one seat: who or what fits, and what is in the way."""

from __future__ import annotations

from dataclasses import dataclass, field

from scheduler.domain.ids import SectionId, StudentId
from scheduler.domain.moves import Move
from scheduler.domain.rules import GoalId


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocker:
    """One thing in the way, in a sentence with ids, and who or what could give way."""

    text: str
    students: tuple[StudentId, ...] = ()
    """Who has the seat that is missing."""
    section: SectionId | None = None
    """A section of the student's own that is at the same time."""
    full_section: SectionId | None = None
    """The section that is full."""
    place: str = ""
    """The mentor or internship site that is full."""
    day: int | None = None
    """The weekday on which it is; None: in all."""
    is_own: bool = False
    """The day out at the place is the student's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """One candidate: what it would come to, or the first thing in the way."""

    who: str
    """Id of the mentor, section, member of staff or student that is the candidate."""
    text: str
    """What it is, in words with ids: ``M7 at HARBOR on Tue``."""
    blocker: str | None = None
    """The first thing in the way; None: it works, and breaks no rule."""
    moves: tuple[Move, ...] = ()
    """What makes it, in a draft."""
    unplaced: tuple[int, int, int] = (0, 0, 0)
    """By how many items of each priority more (or less, below 0) is without a place."""
    goals: dict[GoalId, int] = field(default_factory=dict)
    """By how many points each goal changes; those that stay are left out."""
    softened: int = 0
    """By how many points broken softened rules change."""
    minutes: int = 0
    """By how many minutes all journeys of the week together change."""
    touched: tuple[str, ...] = ()
    """Who else has something else than before, besides those asked about and the candidate."""
    how: str = ""
    """How others make way, in a sentence with ids; empty where nobody has to."""

    @property
    def works(self) -> bool:
        """Whether it can be had."""
        return self.blocker is None

    @property
    def points(self) -> int:
        """By how many points the penalty changes."""
        return sum(self.goals.values()) + self.softened


@dataclass(frozen=True, slots=True, kw_only=True)
class Fits:
    """Who or what fits an open item: those that work, best first, then those that do not."""

    about: tuple[str, ...]
    """Ids of the student, section, advisory or mentor asked about."""
    item: str
    """What is open, in words with ids."""
    candidates: tuple[Fit, ...]

    @property
    def best(self) -> Fit | None:
        """The candidate to recommend, if any works."""
        return next((one for one in self.candidates if one.works), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyNot:
    """Why a student does not have a place, and what it would take."""

    student: StudentId
    wanted: str
    """What was asked for, in words with ids."""
    has: bool
    """The student has it already."""
    blockers: tuple[str, ...]
    """What is in the way by itself, first things first."""
    ways: tuple[Fit, ...]
    """What it would take, each checked: by itself, then with others making way."""

"""Who is expected, and how it stands with them: the folded truth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from scheduler.domain.attendance import Witness
from scheduler.domain.codes import Counts
from scheduler.domain.places import Mode
from scheduler.domain.timetable import Journey, journey_minutes, journey_mode

LEAST_SLACK = 5


class EntryKind(StrEnum):
    """What somebody is expected at."""

    DAY_OUT = "day-out"
    CAMPUS = "campus"
    """A day at the school site; its sessions and meetings are entries of their own."""
    SESSION = "session"
    MEETING = "meeting"

    @property
    def is_day(self) -> bool:
        """Whether it is a whole day somewhere: what attendance is counted by."""
        return self is _DAY_OUT or self is _CAMPUS  # asked of every line of every report


_DAY_OUT, _CAMPUS = EntryKind.DAY_OUT, EntryKind.CAMPUS


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """One line of the register: a student, at a place, from a minute to a minute of a date."""

    student: str
    day: date
    entry: str
    """Stays the same from date to date and from release to release."""
    kind: EntryKind
    site: str
    """The internship site or school site."""
    place: str
    """The same, or the room in it."""
    people: tuple[str, ...] = ()
    """With whom: the mentor, the lead, the advisor."""
    start: int
    """Minutes after midnight in the site's zone."""
    end: int
    advisory: str = ""
    there: Journey = ()
    back: Journey = ()

    @property
    def minutes(self) -> int:
        """How long it is."""
        return self.end - self.start

    @property
    def mode(self) -> Mode | None:
        """The mode of the way there."""
        return journey_mode(self.there)

    @property
    def slack(self) -> int:
        """Minutes after the start before somebody who is not there is missed: by their way."""
        return LEAST_SLACK + journey_minutes(self.there) // 5


class Presence(StrEnum):
    """What is known of somebody's being there."""

    UNVERIFIED = "unverified"
    """Nobody who can say has said anything. It is not absence."""
    SELF_REPORTED = "self-reported"
    CONFIRMED = "confirmed"
    EXCUSED = "excused"
    """It was said ahead, or afterwards, that they would not be here."""
    ABSENT = "absent"


class Flag(StrEnum):
    """What somebody ought to look at."""

    WITNESSES = "witnesses"
    """Some say they were there, some that they were not."""
    EXCUSED_BUT_HERE = "excused-but-here"
    ABSENT_BUT_HERE = "absent-but-here"
    """Only they themselves say that they were there."""
    NOT_BOARDED = "not-boarded"
    ELSEWHERE = "elsewhere"
    """They were seen at another site than where they are expected."""
    OUTSIDE = "outside"
    """The phone was not at the site."""
    CLOCK = "clock"
    """The phone's clock or time zone is wrong."""
    OVERRIDDEN = "overridden"
    """The office decided otherwise than was submitted."""
    DISPUTED = "disputed"


WORK = frozenset(
    {
        Flag.WITNESSES,
        Flag.EXCUSED_BUT_HERE,
        Flag.ABSENT_BUT_HERE,
        Flag.ELSEWHERE,
        Flag.NOT_BOARDED,
        Flag.DISPUTED,
    }
)
"""The flags that make a work list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How it stands with one line of the register, whatever order the marks came in."""

    presence: Presence
    code: str = ""
    """The code that holds; empty where nothing was said."""
    counts: Counts = Counts.NOTHING
    """What it counts as: nothing while it is unverified."""
    arrived: int | None = None
    """In minutes after midnight, where somebody said or a tap showed it."""
    left: int | None = None
    is_late: bool = False
    """Late, whether or not it is known by how much."""
    late: int = 0
    """Minutes after the start, beyond the grace, and not excused."""
    is_early: bool = False
    early: int = 0
    """Minutes before the end, likewise."""
    present_minutes: int = 0
    excused_minutes: int = 0
    absent_minutes: int = 0
    says: Mapping[Witness, Counts] = field(default_factory=dict)
    """What each witness says."""
    holds: str | None = None
    """The id of the mark that holds."""
    submitted: str | None = None
    """The id of the mark that would hold without the office's."""
    flags: frozenset[Flag] = frozenset()

    @property
    def is_work(self) -> bool:
        """Whether somebody has to look into it."""
        return bool(self.flags & WORK)

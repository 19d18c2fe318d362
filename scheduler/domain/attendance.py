"""What was observed of who was where."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any


class Witness(StrEnum):
    """Who can say of one fact whether it is so."""

    STUDENT = "student"
    MENTOR = "mentor"
    VAN = "van"
    REGISTER = "register"
    OFFICE = "office"
    """No witness of its own: it decides where the others disagree."""


class How(StrEnum):
    """By what means a mark came."""

    CHECK_IN = "check-in"
    VAN = "van"
    KIOSK = "kiosk"
    IMPORT = "import"
    MENTOR = "mentor-link"
    REGISTER = "register"
    NOTE = "note"
    """A guardian's."""
    OFFICE = "office"

    @cached_property  # asked of every mark of every report
    def authority(self) -> int:
        """Of two marks about one thing, that of more authority holds."""
        return _AUTHORITY[self]

    @cached_property
    def witness(self) -> Witness:
        """Whose word it is."""
        return _WITNESS[self]

    @cached_property
    def is_tap(self) -> bool:
        """Whether it comes at the moment of coming or going, so that its time is theirs."""
        return self in (How.CHECK_IN, How.KIOSK)


_AUTHORITY = {
    How.CHECK_IN: 10,
    How.VAN: 20,
    How.KIOSK: 30,
    How.IMPORT: 40,
    How.MENTOR: 50,
    How.REGISTER: 60,
    How.NOTE: 70,
    How.OFFICE: 90,
}
_WITNESS = {
    How.CHECK_IN: Witness.STUDENT,
    How.VAN: Witness.VAN,
    How.KIOSK: Witness.REGISTER,
    How.IMPORT: Witness.REGISTER,
    How.MENTOR: Witness.MENTOR,
    How.REGISTER: Witness.REGISTER,
    How.NOTE: Witness.OFFICE,
    How.OFFICE: Witness.OFFICE,
}


class Band(StrEnum):
    """How far from the site a phone was when it was tapped; never where."""

    INSIDE = "inside"
    OUTSIDE = "outside"
    """Outside, and no more is said."""
    WITHIN_500_M = "within-500-m"
    WITHIN_2_KM = "within-2-km"
    BEYOND_2_KM = "beyond-2-km"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One recorded observation of a student; it is never changed, only superseded."""

    id: str
    """Made where it is recorded, so that sending it again does nothing."""
    term: str
    student: str
    day: date
    """The date at the site."""
    site: str
    """Where: an internship site or a school site; empty for a whole day."""
    entry: str = ""
    """What of the register: `Expected.entry`; empty: the day at the site."""
    code: str
    how: How
    start: int | None = None
    """From when it holds (when they came), in minutes after midnight, where that is said."""
    end: int | None = None
    """Until when it holds (when they left), where that is said."""
    about: dict[str, Any] = field(default_factory=dict)
    """What else it is about, in ids, such as the vehicle run."""
    band: Band | None = None
    accuracy: int | None = None
    """Metres within which the phone knew its position."""
    effective_at: datetime
    """When it was seen: the server's receipt less the seconds since the tap."""
    received_at: datetime
    claimed_at: datetime | None = None
    """What the device's clock said: a claim, no more."""
    offset: int | None = None
    """Minutes from UTC that the device thought it was at: a claim as well."""
    authority: int
    """Of two marks about one thing, that of more authority holds."""
    supersedes: str | None = None
    made_by: str

    @property
    def claim(self) -> tuple[object, ...]:
        """What the sender said: equal when the same mark is sent again."""
        return (
            self.term,
            self.student,
            self.day,
            self.site,
            self.entry,
            self.code,
            self.how,
            self.start,
            self.end,
            self.about,
            self.band,
            self.accuracy,
            self.claimed_at,
            self.offset,
            self.supersedes,
            self.made_by,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A mark as somebody sends it, before it is known whether it is taken."""

    id: str
    term: str | None = None
    """None: the one that the date lies in."""
    student: str
    code: str
    how: How | None = None
    """None: as usual for who sends it."""
    day: date | None = None
    """None: the date at the site at the moment it was seen. That of a tap is always that."""
    site: str = ""
    entry: str = ""
    start: int | None = None
    end: int | None = None
    about: dict[str, Any] = field(default_factory=dict)
    band: Band | None = None
    accuracy: int | None = None
    seconds_ago: float = 0
    """Seconds since it was seen, by the device's own count."""
    claimed_at: datetime | None = None
    offset: int | None = None
    supersedes: str | None = None
    reason: str = ""
    """Words that go with it: why it is corrected or excused."""

    def became(self, mark: Mark) -> bool:
        """Whether it is what a mark of its id was made of.

        What was left out was filled in by the register of that moment, which may be another now.
        """
        day = None if mark.how.is_tap else self.day
        site = "" if mark.how is How.CHECK_IN and not mark.entry else self.site
        said = (self.entry, self.code, self.start, self.end, self.about, self.band, self.accuracy)
        kept = (mark.entry, mark.code, mark.start, mark.end, mark.about, mark.band, mark.accuracy)
        return (
            (self.id, self.student, *said) == (mark.id, mark.student, *kept)
            and (self.claimed_at, self.offset, self.supersedes)
            == (mark.claimed_at, mark.offset, mark.supersedes)
            and self.term in (None, mark.term)
            and self.how in (None, mark.how)
            and day in (None, mark.day)
            and site in ("", mark.site)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A mark that was not taken, and the sentence its sender was told."""

    mark: str
    """The id it was sent under."""
    code: str
    """Why, in a word that does not change."""
    sentence: str
    student: str
    """Whom it was said to be about, where there is such a student; else empty."""
    made_by: str
    received_at: datetime

"""What was observed of who was where."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


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
    kind: str
    about: dict[str, Any] = field(default_factory=dict)
    """What of the timetable it is about, in ids."""
    effective_at: datetime
    """When it was seen: the server's receipt less the seconds since the tap."""
    received_at: datetime
    claimed_at: datetime | None = None
    """What the device's clock said: a claim, no more."""
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
            self.kind,
            self.about,
            self.claimed_at,
            self.supersedes,
            self.made_by,
        )

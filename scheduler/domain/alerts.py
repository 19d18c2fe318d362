"""What was done about somebody who was missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class AlertStep(StrEnum):
    """How far it got."""

    ACKNOWLEDGED = "acknowledged"
    CALLED = "called"
    RESOLVED = "resolved"


class AlertOutcome(StrEnum):
    """What came of it. Words about people are not kept with alerts."""

    NONE = ""
    SAFE = "safe"
    """They were found where they ought to be, or somewhere safe."""
    AT_HOME = "at-home"
    ON_THE_WAY = "on-the-way"
    NO_ANSWER = "no-answer"
    PASSED_ON = "passed-on"
    """The school's procedure for missing students took over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertNote:
    """Somebody did something about an alert."""

    id: str
    term: str
    day: date
    student: str
    entry: str
    kind: str
    """Why the alert was: an `AlertKind`."""
    step: AlertStep
    outcome: AlertOutcome = AlertOutcome.NONE
    made_at: datetime
    made_by: str

    @property
    def alert(self) -> str:
        """The alert it is about, as `Alert.key` names it."""
        return f"{self.student}/{self.entry}/{self.kind}"

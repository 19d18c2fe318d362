"""Everything Fieldweek raises on purpose.

SchedulerError                    code, message, subjects
├── InvalidInputError             data refused, with every fault at once
│   └── RulesBrokenError          a change that breaks rules, each in a sentence
├── NotFoundError                 nothing has that name
├── NotSignedInError              nobody, or nobody known, is asking
├── ForbiddenError                somebody known asks for what is not theirs to do
├── TooManyError                  asked too often; says when to ask again
├── ConflictError                 somebody else was first, or it is there already
├── StaleError                    what is to be edited changed since it was read
├── StaleDraftError               the draft changed since it was read
├── StoreUnavailableError         the database cannot be read or written now
├── RunCancelledError             stopped before there was anything to keep
└── SolverDisagreementError       solver and checker differ: a bug of ours
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong with the data, said so that a person can mend it."""

    thing: str
    """Kind and id of the thing at fault, such as ``student S12``."""
    field: str
    """The field as written in the file, such as ``internships[0].candidates``."""
    message: str
    """What is wrong, in one sentence."""
    next_step: str
    """What to do about it, in one sentence."""
    position: str = ""
    """Where in the file: ``line 12`` or a path such as ``students[3].age``."""

    def __str__(self) -> str:
        where = f" ({self.position})" if self.position else ""
        field = f", {self.field}" if self.field else ""
        return f"{self.thing}{field}{where}: {self.message} {self.next_step}".rstrip()


class SchedulerError(Exception):
    """The root: a stable code, a sentence, and the ids it is about."""

    code = "error"

    def __init__(self, message: str, subjects: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.subjects = tuple(subjects)


class InvalidInputError(SchedulerError):
    """Data that cannot be planned with; carries every fault found."""

    code = "invalid-input"

    def __init__(self, message: str, faults: Sequence[Fault] = ()) -> None:
        super().__init__(message, tuple(fault.thing for fault in faults))
        self.faults = tuple(faults)


class RulesBrokenError(InvalidInputError):
    """A change of a timetable that breaks rules; nothing was changed."""

    code = "breaks-rules"


class NotFoundError(SchedulerError):
    """Nothing has the id or name asked for."""

    code = "not-found"


class NotSignedInError(SchedulerError):
    """Nobody is signed in, or the sign-in, key or link is no longer good."""

    code = "not-signed-in"


class ForbiddenError(SchedulerError):
    """The one who asks is known, and this is not for them to do."""

    code = "forbidden"


class TooManyError(SchedulerError):
    """Asked too often; to be asked again in some seconds."""

    code = "too-many"

    def __init__(self, message: str, retry_after: float) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class ConflictError(SchedulerError):
    """What is asked for cannot be done as things stand; nothing was changed."""

    code = "conflict"


class StaleError(SchedulerError):
    """What is to be edited is not what it was when it was read; nothing was changed."""

    code = "stale"


class StaleDraftError(SchedulerError):
    """The draft is not what it was when it was read; nothing was changed."""

    code = "stale-draft"


class StoreUnavailableError(SchedulerError):
    """The database cannot be read or written at the moment; nothing was changed."""

    code = "store-unavailable"

    def __init__(self, message: str, place: str = "") -> None:
        super().__init__(message)
        self.place = place
        """Which database it is, for whoever runs the server: nobody else is told."""


class RunCancelledError(SchedulerError):
    """A run was stopped before it had a timetable to keep."""

    code = "cancelled"


class SolverDisagreementError(SchedulerError):
    """The checker refuses, or scores differently, what the solver made."""

    code = "solver-disagreement"

"""The catalogue of rules and goals, and what is said about them.

`docs/reference/rules.md` says exactly what each means and how it is counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


class RuleId(StrEnum):
    """What must hold."""

    ONE_PLACE = "one-place"
    AVAILABLE = "available"
    DAYS_OUT = "days-out"
    SAME_MENTOR = "same-mentor"
    DAYS_APART = "days-apart"
    MENTOR_LOAD = "mentor-load"
    SITE_SEATS = "site-seats"
    ELIGIBLE = "eligible"
    JOURNEY = "journey"
    VEHICLE_RUN = "vehicle-run"
    ADVISORY_MEETS = "advisory-meets"
    ADVISORY_WHOLE = "advisory-whole"
    ADVISORY_TIME = "advisory-time"
    SECTION_SESSIONS = "section-sessions"
    SECTION_SIZE = "section-size"
    ENROLLED_ONCE = "enrolled-once"
    LINKED = "linked"
    SCHOOL_SEATS = "school-seats"
    STUDENT_DAY = "student-day"
    STAFF_DAY = "staff-day"
    PINNED = "pinned"


NEVER_SOFT = frozenset({RuleId.ONE_PLACE, RuleId.ELIGIBLE, RuleId.PINNED})


class GoalId(StrEnum):
    """What is wanted."""

    INTEREST = "interest"
    TRAVEL = "travel"
    WISHES = "wishes"
    SPREAD_DAYS = "spread-days"
    EVEN_DAYS = "even-days"
    TOGETHER = "together"
    COMPACT = "compact"
    EVEN_SECTIONS = "even-sections"
    FAIR_LOAD = "fair-load"
    VEHICLE_COST = "vehicle-cost"
    ATTENDANCE = "attendance"
    KEEP = "keep"


class UnplacedKind(StrEnum):
    """What can be left without a place."""

    DAY = "day"
    MUST = "must"
    MINUTES = "minutes"


@dataclass(frozen=True, slots=True, kw_only=True)
class SoftRule:
    """A rule softened for this instance: points for each violation."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    rule: RuleId
    points: int

    def __post_init__(self) -> None:
        if self.rule in NEVER_SOFT:
            raise ValueError(f"{self.rule} cannot be softened")
        if self.points < 1:
            raise ValueError(f"points must be at least 1, not {self.points}")


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalWeight:
    """By how much a profile multiplies the points of a goal."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    goal: GoalId
    factor: int

    def __post_init__(self) -> None:
        if self.factor < 0:
            raise ValueError(f"factor must not be negative, not {self.factor}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A named set of weights; goals not named have factor 1."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    name: str
    weights: tuple[GoalWeight, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Priorities:
    """Which unplaced items count first: 1 before 2 before 3."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    day: int = 1
    must: int = 2
    minutes: int = 3

    def of(self, kind: UnplacedKind) -> int:
        """The priority of a kind."""
        return int(getattr(self, kind.value))

    def __post_init__(self) -> None:
        if not {self.day, self.must, self.minutes} <= {1, 2, 3}:
            raise ValueError("priorities are 1, 2 or 3")


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule, in a sentence with ids."""

    rule: RuleId
    subjects: tuple[str, ...]
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How good a timetable is: unplaced by priority 1, 2, 3, then penalty."""

    unplaced: tuple[int, int, int]
    goals: dict[GoalId, int]
    """Points of every goal, the profile's factor applied."""
    softened: dict[RuleId, int]
    """Points of broken softened rules."""

    @property
    def penalty(self) -> int:
        """All points together."""
        return sum(self.goals.values()) + sum(self.softened.values())

    @property
    def rank(self) -> tuple[int, int, int, int]:
        """What timetables are compared by; less is better."""
        return (*self.unplaced, self.penalty)

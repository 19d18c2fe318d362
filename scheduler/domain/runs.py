"""A request to the solver, how it goes, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from scheduler.domain.rules import GoalId, RuleId, Score, UnplacedKind
from scheduler.domain.timetable import Timetable, Unplaced


class Status(StrEnum):
    """What is known about the answer."""

    OPTIMAL = "optimal"
    """A timetable, and a proof that none is better."""
    FEASIBLE = "feasible"
    """A timetable that passes the checker."""
    INFEASIBLE = "infeasible"
    """The rules contradict each other: proven."""
    UNDECIDED = "undecided"
    """No timetable found yet, none excluded."""


LARGE = 1_500
"""Students from which on an instance is taken apart, where it can be, without being asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """When to stop. At least one of ``seconds`` and ``work`` is given.

    ``work`` is in units of a million search steps of ours or one second of solver
    deterministic time; with one worker and a work limit a run repeats to the byte.
    """

    seconds: float | None = None
    work: float | None = None
    workers: int = 1
    """Processes solving; with 1 everything runs in the calling process."""
    seed: int = 0
    gap: float = 0.0
    """Stop at this proven gap."""
    patience: float | None = None
    """Stop after so many seconds in which no better timetable was found."""

    def __post_init__(self) -> None:
        if self.seconds is None and self.work is None:
            raise ValueError("give a limit: seconds or work")
        for limit in (self.seconds, self.work, self.patience):
            if limit is not None and not 0 < limit < float("inf"):
                raise ValueError("a limit must be above 0 and finite")
        if not 0 <= self.gap <= 1:
            raise ValueError(f"gap must be 0 to 1, not {self.gap}")
        if not 1 <= self.workers <= 64:
            raise ValueError(f"workers must be 1 to 64, not {self.workers}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What is proven about the timetables of the instance.

    ``unplaced`` is the least number of items of priority 1, 2 and 3 *in all*, over every
    timetable that is no worse than the answer by priority: more items of priority 1 may
    spare several of the others. ``goals`` and ``penalty`` hold for every timetable with no
    more unplaced items of each priority than the answer has (all of it in each part, where
    an instance was taken apart).
    """

    unplaced: int = 0
    goals: dict[GoalId, int] = field(default_factory=dict)
    penalty: int = 0


def gap_of(penalty: int, bound: int) -> float:
    """(penalty - bound) / max(1, penalty).

    >>> gap_of(200, 150)
    0.25
    """
    return max(0, penalty - bound) / max(1, penalty)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How a run stands at a moment."""

    seconds: float
    work: float
    unplaced: tuple[int, int, int] | None
    penalty: int | None
    bounds: Bounds
    phase: str
    """What is going on, in a word or two: ``first timetable``, ``improving``."""

    @property
    def gap(self) -> float | None:
        """Gap of the goals with the unplaced items held at their number."""
        return None if self.penalty is None else gap_of(self.penalty, self.bounds.penalty)


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocker:
    """One option that an unplaced item had, and the first thing that blocks it."""

    option: str
    blocker: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why an item is unplaced: every option it had, each with its first blocker."""

    item: Unplaced
    blockers: tuple[Blocker, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One rule about named things, as said to a person."""

    rule: RuleId
    subjects: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WayOut:
    """A least giving way that makes a timetable possible, confirmed by a solve."""

    gives_way: tuple[Statement, ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Statements that cannot hold together, and the cheapest ways out."""

    statements: tuple[Statement, ...]
    ways_out: tuple[WayOut, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a run."""

    status: Status
    timetable: Timetable | None
    score: Score | None
    bounds: Bounds
    seconds: float
    first_seconds: float | None
    """Seconds until the first complete timetable had passed the checker."""
    work: float
    workers: int
    seed: int
    peak_mib: float
    """Most memory held at one moment, over all processes, in MiB."""
    history: tuple[Progress, ...] = ()
    conflict: Conflict | None = None
    stopped: bool = False
    """Whether somebody stopped it early."""

    @property
    def gap(self) -> float | None:
        """Gap of the goals with the unplaced items held at their number."""
        return None if self.score is None else gap_of(self.score.penalty, self.bounds.penalty)

    @property
    def unplaced(self) -> int | None:
        """Number of unplaced items of all priorities."""
        return None if self.score is None else sum(self.score.unplaced)

    def unplaced_of(self, kind: UnplacedKind) -> int:
        """Number of unplaced items of a kind."""
        items = self.timetable.unplaced if self.timetable else ()
        return sum(1 for item in items if item.kind is kind)

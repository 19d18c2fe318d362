"""A request to the solver as the service keeps it: who does it, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from scheduler.domain.runs import Limits, Progress


class RunState(StrEnum):
    """How far a run is."""

    QUEUED = "queued"
    """Waits for a worker."""
    RUNNING = "running"
    """A worker plans, or its worker has died and no other has noticed yet."""
    DONE = "done"
    """Ended by itself; what came of it is in its outcome."""
    FAILED = "failed"
    """Given up; the reason says why. The school's data is kept."""
    STOPPED = "stopped"
    """Somebody stopped it; the best so far is kept."""

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self in (RunState.DONE, RunState.FAILED, RunState.STOPPED)


class Operation(StrEnum):
    """What a run is asked to do."""

    SOLVE = "solve"
    NONE = "none"
    """Nothing: the data is kept and validated, which it was when it was sent."""
    RESHUFFLE = "reshuffle"
    """A release is repaired after a change, see `records.ReshuffleRecord`."""
    SWEEP = "sweep"
    """Many changes are tried on a release, see `records.SweepRecord`."""


MOST_DEATHS = 3
"""Workers that may die of a run; then it is given up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """A run as it stands."""

    id: str
    organisation: str
    term: str
    instance: str
    """Id of the version of the school's data that is planned."""
    name: str
    operation: Operation
    limits: Limits
    start: str | None
    """Id of a timetable to begin from."""
    state: RunState
    made_by: str
    """Who asked."""
    created_at: datetime
    claimed_at: datetime | None = None
    """When the present worker, or the last one, took it."""
    first_at: datetime | None = None
    """When there was a complete timetable that passed the checker."""
    heartbeat_at: datetime | None = None
    """When its worker was last seen."""
    finished_at: datetime | None = None
    stop_asked_at: datetime | None = None
    attempt: int = 0
    """How often a worker took it: only the last one may write."""
    deaths: int = 0
    """How often its worker or its solver died."""
    worker: str | None = None
    best: str | None = None
    """Id of the best timetable kept so far."""
    progress: dict[str, Any] | None = None
    """How it stands, see `standing`."""
    outcome: dict[str, Any] | None = None
    """What came of it beside the timetable: status, conflict, memory and work used."""
    reason: str | None = None
    """Why it failed, or ended otherwise than asked, in a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunEvent:
    """One thing that happened in a run; numbered from 1 on without a gap."""

    run: str
    number: int
    at: datetime
    kind: str
    """``queued``, ``claimed``, ``progress``, ``best``, ``lost``, ``given-back``, ``done``,
    ``failed`` or ``stopped``."""
    body: dict[str, Any]


def standing(progress: Progress) -> dict[str, Any]:
    """How a run stands, as it is kept and sent: best so far with goals' bounds and gap.

    >>> from scheduler.domain.runs import Bounds
    >>> at = Progress(seconds=2.0, work=1.0, unplaced=(1, 0, 2), penalty=400,
    ...               bounds=Bounds(unplaced=1, penalty=300), phase="improving")
    >>> standing(at)["unplaced"], standing(at)["bound"], standing(at)["gap"]
    ([1, 0, 2], 300, 0.25)
    """
    return {
        "seconds": progress.seconds,
        "work": progress.work,
        "phase": progress.phase,
        "unplaced": None if progress.unplaced is None else list(progress.unplaced),
        "unplaced_bound": progress.bounds.unplaced,
        "penalty": progress.penalty,
        "bound": progress.bounds.penalty,
        "goal_bounds": {goal.value: points for goal, points in progress.bounds.goals.items()},
        "gap": None if progress.gap is None else round(progress.gap, 6),
    }

"""A run as a page shows it: how it stands, in figures that may not be there yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from scheduler.domain.rules import GoalId
from scheduler.domain.runs import Bounds, Limits
from scheduler.domain.service_runs import RunEvent, RunRecord
from scheduler.web.words import duration, percent

MOST_MOMENTS = 400
"""Points of a chart; more would not be seen."""


@dataclass(frozen=True, kw_only=True)
class RunView:
    """A run with the figures of its best timetable so far."""

    record: RunRecord
    called: str = ""
    """What tells it from others."""

    @property
    def id(self) -> str:
        """Its id."""
        return self.record.id

    @property
    def name(self) -> str:
        """Its name, or what tells it from others."""
        return self.record.name or self.called or f"Run {self.record.id[-6:]}"

    @property
    def state(self) -> str:
        """Whether it waits, runs, or how it ended."""
        return self.record.state.value

    @property
    def live(self) -> bool:
        """Whether more will happen."""
        return not self.record.state.is_over

    @property
    def created_at(self) -> datetime:
        """When it was asked for."""
        return self.record.created_at

    @property
    def unplaced(self) -> int | None:
        """Things without a place."""
        counts = self._said("unplaced")
        return None if counts is None else sum(counts)

    @property
    def unplaced_bound(self) -> int | None:
        """The least that any timetable leaves without a place."""
        return self._whole("unplaced_bound")

    @property
    def penalty(self) -> int | None:
        """Points of all goals."""
        return self._whole("penalty")

    @property
    def bound(self) -> int | None:
        """Points that no timetable is below."""
        return self._whole("bound")

    @property
    def gap(self) -> float | None:
        """How much better a timetable could be at most."""
        found: float | None = self._said("gap")
        return found

    @property
    def phase(self) -> str:
        """What is going on."""
        if not self.live:
            return ""
        if self.record.claimed_at is None:
            return "waits for a worker"
        return self._said("phase") or "begins"

    @property
    def seconds(self) -> float | None:
        """How long it has taken."""
        if self.record.claimed_at is None:
            return None
        until = self.record.finished_at or datetime.now(UTC)
        return max(0.0, (until - self.record.claimed_at).total_seconds())

    @property
    def limits(self) -> str:
        """When it ends at the latest, in words."""
        return limits_text(self.record.limits)

    @property
    def bounds(self) -> Bounds | None:
        """What is proven, goal by goal."""
        goals, bound = self._said("goal_bounds"), self.bound
        if goals is None or bound is None:
            return None
        return Bounds(
            unplaced=self.unplaced_bound or 0,
            goals={GoalId(goal): points for goal, points in goals.items()},
            penalty=bound,
        )

    @property
    def times(self) -> tuple[tuple[str, datetime | None], ...]:
        """What happened when."""
        record = self.record
        return (
            ("Asked for", record.created_at),
            ("Begun", record.claimed_at),
            ("First timetable", record.first_at),
            ("Last sign of life", record.heartbeat_at),
            ("Ended", record.finished_at),
        )

    def _whole(self, what: str) -> int | None:
        found: int | None = self._said(what)
        return found

    def _said(self, what: str) -> Any:
        return None if self.record.progress is None else self.record.progress.get(what)


def limits_text(limits: Limits) -> str:
    """Say the limits of a run.

    >>> limits_text(Limits(seconds=60, workers=2, gap=0.02, patience=20))
    'at most 1 min 0 s, 20.0 s without improvement, gap 2.0 %, 2 processes'
    """
    said = [] if limits.seconds is None else [f"at most {duration(limits.seconds)}"]
    if limits.patience is not None:
        said.append(f"{duration(limits.patience)} without improvement")
    if limits.gap:
        said.append(f"gap {percent(limits.gap)}")
    said.append("1 process" if limits.workers == 1 else f"{limits.workers} processes")
    return ", ".join(said)


def moments(events: Iterable[RunEvent]) -> list[dict[str, Any]]:
    """Give the points of the chart of a run, thinned where there are very many."""
    found = [moment(event.body) for event in events if event.kind == "progress"]
    return thinned(found)


def moment(body: dict[str, Any]) -> dict[str, Any]:
    """Give one point of the chart: what a progress event says."""
    counts = body.get("unplaced")
    wanted = ("seconds", "phase", "unplaced_bound", "penalty", "bound", "gap")
    return {key: body.get(key) for key in wanted} | {
        "unplaced": None if counts is None else sum(counts)
    }


def thinned(found: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out points evenly; the first and the last stay."""
    if len(found) <= MOST_MOMENTS:
        return list(found)
    step = (len(found) - 1) / (MOST_MOMENTS - 1)
    return [found[round(number * step)] for number in range(MOST_MOMENTS)]

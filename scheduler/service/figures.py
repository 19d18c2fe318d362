"""How the service is doing, in numbers: runs, how long they wait, marks."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.domain.service_runs import RunState
from scheduler.store import figures
from scheduler.store.engine import Store
from scheduler.store.migrations import newest, revision


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """How the service is doing at this moment, all organisations together."""

    runs: dict[RunState, int]
    longest_wait: float
    """Seconds the run has waited that waits longest; 0 when none does."""
    largest_gap: float
    """Of the runs under way; 0 when there is none."""
    marks: int


def now(store: Store) -> Now:
    """Count."""
    with store.read() as tx:
        return Now(
            runs={state: 0 for state in RunState} | figures.runs_by_state(tx),
            longest_wait=figures.longest_wait(tx),
            largest_gap=figures.largest_gap(tx),
            marks=figures.marks(tx),
        )


def is_ready(store: Store) -> bool:
    """Whether the store answers and is of this program's version."""
    return revision(store) == newest()

"""What is run, and what came of it, kept as JSON lines so that a stop loses nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One run: which school, which limits, which state of the sources."""

    preset: str
    seed: int
    planted: bool
    seconds: float
    workers: int
    sources: str
    solver_seed: int | None = None
    """None: that of the school."""

    @property
    def kind(self) -> str:
        """What medians are taken over: all but the seeds."""
        planted = " planted" if self.planted else ""
        return f"{self.preset}{planted}, {self.seconds:g} s"

    @property
    def name(self) -> str:
        solver = "" if self.solver_seed is None else f" and {self.solver_seed}"
        return f"{self.kind}, seed {self.seed}{solver}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of a run: the figures of ``solve --json`` without history and reasons."""

    case: Case
    exit_status: int
    passed_check: bool
    """Whether `fieldweek check`, in a process of its own, found no violation."""
    outcome: dict[str, Any]
    processor_seconds: float | None = None
    """Of the solve, all its processes included; None where the system does not say."""

    def line(self) -> str:
        return json.dumps(asdict(self), sort_keys=True)


def read_results(path: Path) -> Iterator[Result]:
    """Read what was run before; a last line cut short by a stop is left out."""
    if not path.exists():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            found = json.loads(line)
        except ValueError:
            continue
        yield Result(**{**found, "case": Case(**found["case"])})

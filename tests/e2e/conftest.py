from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from scheduler.check import score
from scheduler.cli.door import main
from scheduler.domain.instance import Instance
from scheduler.domain.rules import GoalId, RuleId
from scheduler.domain.runs import (
    Blocker,
    Bounds,
    Conflict,
    Limits,
    Outcome,
    Progress,
    Reason,
    Statement,
    Status,
    WayOut,
)
from scheduler.domain.timetable import Timetable
from scheduler.files import write_instance, write_timetable
from tests import factories as f


@dataclass(frozen=True)
class Said:
    status: int
    out: str
    err: str


@pytest.fixture
def fieldweek(capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Run the command as a person types it; gives status, stdout and stderr."""

    def run(*words: object) -> Said:
        capsys.readouterr()
        status = main([str(word) for word in words])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return Said(status, out, err)

    return run


@pytest.fixture
def school(tmp_path: Path) -> Path:
    path = tmp_path / "school.json"
    write_instance(f.instance(), path)
    return path


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.json"
    write_timetable(f.timetable(), path)
    return path


@dataclass
class FakeSolver:
    """Answers at once with what a test puts here, in place of the real solver."""

    timetable: Timetable | None = field(default_factory=f.timetable)
    status: Status = Status.FEASIBLE
    found: Conflict | None = None
    before: Callable[[Callable[[], bool]], None] = lambda should_stop: None
    limits: Limits | None = None
    start: Timetable | None = None
    parts: Path | None = None

    def solve(
        self,
        instance: Instance,
        limits: Limits,
        *,
        on_progress: Any = None,
        should_stop: Any = None,
        start: Timetable | None = None,
        parts: Path | None = None,
    ) -> Outcome:
        self.limits, self.start, self.parts = limits, start, parts
        self.before(should_stop)
        made = score(instance, self.timetable) if self.timetable else None
        bounds = Bounds(unplaced=0, goals={GoalId.TRAVEL: 0}, penalty=0)
        progress = Progress(
            seconds=0.5,
            work=1.0,
            unplaced=made.unplaced if made else None,
            penalty=made.penalty if made else None,
            bounds=bounds,
            phase="improving",
        )
        on_progress(progress)
        return Outcome(
            status=self.status,
            timetable=self.timetable,
            score=made,
            bounds=bounds,
            seconds=1.0,
            first_seconds=0.5 if made else None,
            work=1.0,
            workers=limits.workers,
            seed=limits.seed,
            peak_mib=100.0,
            history=(progress,),
            conflict=self.found,
            stopped=should_stop(),
        )

    def reasons(self, instance: Instance, timetable: Timetable) -> tuple[Reason, ...]:
        return tuple(
            Reason(item=item, blockers=(Blocker(option="mentor M1", blocker="full on Tue"),))
            for item in timetable.unplaced
        )

    def conflict(self, instance: Instance, seconds: float = 30) -> Conflict | None:
        return self.found


@pytest.fixture
def solver(monkeypatch: pytest.MonkeyPatch) -> FakeSolver:
    fake = FakeSolver()
    solving, explaining = ModuleType("scheduler.solver"), ModuleType("scheduler.solver.explain")
    solving.__dict__.update(solve=fake.solve)
    explaining.__dict__.update(reasons=fake.reasons, conflict=fake.conflict)
    for module in (solving, explaining):
        monkeypatch.setitem(sys.modules, module.__name__, module)
    return fake


def contradiction() -> Conflict:
    statement = Statement(
        rule=RuleId.MENTOR_LOAD, subjects=("M1",), text="M1 hosts one intern at once."
    )
    way = WayOut(gives_way=(statement,), text="M1 hosts one more intern.")
    return Conflict(statements=(statement,), ways_out=(way,))

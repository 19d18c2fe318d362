"""A run ends when nothing better has come for as long as was said."""

from __future__ import annotations

import pytest

from scheduler.domain.rules import GoalId, Score
from scheduler.domain.runs import Limits
from scheduler.solver import incumbents
from scheduler.solver.run import Run
from tests import factories as f


def run_with(patience: float | None, monkeypatch: pytest.MonkeyPatch) -> tuple[Run, list[float]]:
    clock = [0.0]
    run = Run(f.instance(), Limits(seconds=1_000, patience=patience), None, lambda: False)
    monkeypatch.setattr(type(run.found), "seconds", property(lambda _: clock[0]))
    not_the_best = Score(unplaced=(0, 0, 0), goals={GoalId.TRAVEL: 5}, softened={})
    monkeypatch.setattr(incumbents, "score", lambda *_: not_the_best)
    return run, clock


def test_patience_counts_from_the_last_better_timetable(monkeypatch: pytest.MonkeyPatch) -> None:
    run, clock = run_with(20, monkeypatch)
    clock[0] = 500
    assert not run.over(), "before the first timetable there is nothing to keep"
    assert run.found.offer(f.timetable())
    clock[0] = 500 + 20 + run.between_looks() - 0.1
    assert not run.over()
    clock[0] += 0.2
    assert run.over()
    assert not run.stopped


def test_without_patience_only_the_clock_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    run, clock = run_with(None, monkeypatch)
    run.found.offer(f.timetable())
    clock[0] = 900
    assert not run.over()


@pytest.mark.parametrize("patience", [0, -1, float("nan"), float("inf")])
def test_nonsense_is_refused(patience: float) -> None:
    with pytest.raises(ValueError, match="above 0"):
        Limits(seconds=1, patience=patience)

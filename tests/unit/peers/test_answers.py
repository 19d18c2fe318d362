"""Each peer on the school worked out on paper: what it writes down is what the checker judges."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import scheduler
from benchmarks.peers import days_first, fet, mip, one_model, timefold_java
from benchmarks.peers.cells import Cell, Judged
from benchmarks.peers.recording import Recorder, read_answer
from benchmarks.peers.running import ask, judged
from scheduler.solver.problem import Problem
from scheduler.solver.warm import ready

TINY = Path("instances/tiny/instance.json")
BEST = ((0, 0, 0), 45)
CELL = Cell(
    peer="one-model",
    preset="tiny",
    school=1,
    seed=1,
    planted=False,
    seconds=60.0,
    workers=1,
    sources="",
)


def judge(folder: Path) -> Judged:
    return judged(CELL, scheduler.load(TINY), read_answer(folder), folder, 0.0, 0)


def test_one_model_finds_the_best_week(tmp_path: Path) -> None:
    one_model.answer(TINY, 60.0, 1, 1, tmp_path)
    found = judge(tmp_path)
    assert (found.violations, found.unplaced, found.penalty) == (0, *BEST)
    assert found.first_seconds is not None
    assert found.first_seconds <= found.seconds


def test_highs_finds_the_best_week(tmp_path: Path) -> None:
    if (text := mip.missing()) is not None:
        pytest.skip(text)
    mip.answer(TINY, 60.0, 1, 1, tmp_path)
    found = judge(tmp_path)
    assert (found.violations, found.unplaced, found.penalty) == (0, *BEST)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["answer.json", "timetable.json"]


def test_days_first_keeps_to_the_common_days_where_it_can(tmp_path: Path) -> None:
    ready()
    instance = scheduler.load(TINY)
    settled = days_first.settle(Problem(instance), (1, 2), seed=1)
    # S5 can be out on Monday alone.
    assert sorted(settled) == ["S1", "S2", "S3", "S4", "S6"]
    days_first.plan_the_rest(instance, settled, Recorder(tmp_path, 20.0), 1, 1)
    found = judge(tmp_path)
    assert (found.violations, found.unplaced) == (0, (0, 0, 0))
    timetable = scheduler.load_timetable(tmp_path / "timetable.json")
    given = {student: [out.day for out in option.outs] for student, option in settled.items()}
    assert {o.student: [o.day] for o in timetable.days_out if o.student != "S5"} == given


def test_timefold_counts_as_the_checker_does(tmp_path: Path) -> None:
    if (text := timefold_java.missing()) is not None:
        pytest.skip(text)
    timefold_java.answer(TINY, 4.0, 1, 1, tmp_path)
    found = judge(tmp_path)
    answer = read_answer(tmp_path)
    assert found.unplaced is not None
    assert f"{found.penalty}soft" in answer.says
    assert ("; 0hard" in answer.says) is (found.violations == 0)


def test_fet_times_what_is_given(tmp_path: Path) -> None:
    if (text := fet.missing()) is not None:
        pytest.skip(text)
    (given := tmp_path / "ours-1").mkdir()
    (mine := tmp_path / "fet-1").mkdir()
    shutil.copy(TINY.with_name("timetable.json"), given)
    fet.answer(TINY, 20.0, 1, 1, mine)
    found = judge(mine)
    assert (found.violations, found.unplaced) == (0, (0, 0, 0))
    theirs, our = (scheduler.load_timetable(one / "timetable.json") for one in (mine, given))
    assert (theirs.days_out, theirs.enrolments) == (our.days_out, our.enrolments)


def test_a_peer_that_does_not_end_is_ended_and_has_no_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("benchmarks.peers.running.START_UP", 0.0)
    _, status = ask("one-model", TINY, tmp_path, 0.2, 1, 1)
    assert status == -9
    assert judge(tmp_path).unplaced is None

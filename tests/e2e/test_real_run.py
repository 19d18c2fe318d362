"""The whole path with the real solver, from made-up school to checked timetable."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.e2e.conftest import Said

TINY = Path(__file__).parents[2] / "instances" / "tiny" / "instance.json"
Run = Callable[..., Said]


def test_tiny_is_planned_whole_and_passes_the_check(fieldweek: Run, tmp_path: Path) -> None:
    week = tmp_path / "week.json"
    said = fieldweek("solve", TINY, "-o", week, "--work", 2, "--json", "-q")
    assert said.status == 0
    document = json.loads(said.out)
    assert (document["unplaced"], document["unplaced_bound"]) == (0, 0)
    assert document["bound"] <= document["penalty"]
    checked = fieldweek("check", TINY, week, "--json")
    assert checked.status == 0
    assert json.loads(checked.out)["penalty"] == document["penalty"]
    assert fieldweek("explain", TINY, week).status == 0


def test_same_work_and_seed_give_the_same_bytes(fieldweek: Run, tmp_path: Path) -> None:
    school = tmp_path / "school.json"
    fieldweek("make", "small", "--seed", 3, "-o", school)
    for name in ("a.json", "b.json"):
        said = fieldweek("solve", school, "-o", tmp_path / name, "--work", 0.1, "--seed", 3, "-q")
        assert said.status == 0
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()


def test_ctrl_c_in_a_terminal_keeps_the_best_of_all_processes(
    fieldweek: Run, tmp_path: Path
) -> None:
    school, week = tmp_path / "school.json", tmp_path / "week.json"
    fieldweek("make", "small", "--seed", 1, "-o", school)
    words = ["solve", school, "-o", week, "--seconds", "300", "--workers", "2", "--json"]
    running = subprocess.Popen(
        [sys.executable, "-m", "scheduler.cli", *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert running.stderr is not None
    for line in running.stderr:
        if "unplaced" in line:
            break
    os.killpg(running.pid, signal.SIGINT)  # a terminal sends it to every process
    out, err = running.communicate(timeout=60)
    assert running.returncode == 0, err
    assert json.loads(out)["stopped"] is True
    assert fieldweek("check", school, week).status == 0

"""Several processes: they end with the solve, and with whoever started them."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from scheduler.check import broken, score
from scheduler.domain.runs import Limits, Progress
from scheduler.made import make
from scheduler.solver import solve

SOLVES_FOR_LONG = """
import multiprocessing

from scheduler.domain.runs import Limits
from scheduler.made import make
from scheduler.solver import solve


def tell(progress):
    if children := multiprocessing.active_children():
        print(*(child.pid for child in children), flush=True)


if __name__ == "__main__":
    solve(make("small", 1).instance, Limits(seconds=300, workers=2), on_progress=tell)
"""

PLANS_AT_ONCE = """
import scheduler
from scheduler.made import make

print("begun")
outcome = scheduler.solve(make("small", 1).instance, seconds=8, workers=2)
print(outcome.unplaced is not None, outcome.work > 0)
"""


def test_a_script_that_plans_with_two_workers_needs_no_guard(tmp_path: Path) -> None:
    script = tmp_path / "plans_at_once.py"
    script.write_text(PLANS_AT_ONCE)
    ran = subprocess.run((sys.executable, script), capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.returncode) == ("begun\nTrue True\n", 0), ran.stderr


def test_two_workers_leave_a_checked_timetable_and_no_process() -> None:
    instance = make("small", 1).instance
    outcome = solve(instance, Limits(seconds=6, workers=2, seed=1))
    assert multiprocessing.active_children() == []
    assert outcome.timetable is not None
    assert broken(instance, outcome.timetable) == []
    assert outcome.score == score(instance, outcome.timetable)
    assert outcome.bounds.unplaced <= sum(outcome.score.unplaced)
    assert outcome.bounds.penalty <= outcome.score.penalty
    assert outcome.work > 0


def test_two_workers_cool_under_a_limit_of_work_as_well() -> None:
    instance = make("small", 1).instance
    one, two = (solve(instance, Limits(work=2.0, workers=n, seed=1)).score for n in (1, 2))
    assert one is not None
    assert two is not None
    assert two.penalty < 1.2 * one.penalty  # a hot one has 1.3 times as many


@pytest.mark.parametrize("which", [min, max], ids=["who searches", "who proves as well"])
def test_a_run_goes_on_when_a_child_dies(which: Callable[[list[int]], int]) -> None:
    instance = make("small", 1).instance
    killed: list[int] = []

    def kill(_: Progress) -> None:
        children = [child.pid for child in multiprocessing.active_children() if child.pid]
        if len(children) == 2 and not killed:
            killed.append(which(children))
            os.kill(killed[0], signal.SIGKILL)

    outcome = solve(instance, Limits(work=0.6, workers=2, seed=1), on_progress=kill)
    assert killed
    assert outcome.timetable is not None
    assert broken(instance, outcome.timetable) == []
    assert outcome.work >= 0.6


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks /proc who is alive")
def test_children_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "solves_for_long.py"
    script.write_text(SOLVES_FOR_LONG, encoding="utf-8")
    running = subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
    )
    assert running.stdout is not None
    children = [int(word) for word in running.stdout.readline().split()]
    assert len(children) == 2
    assert all(_alive(child) for child in children)
    running.send_signal(signal.SIGKILL)
    running.wait()
    running.stdout.close()
    until = time.monotonic() + 60
    while any(_alive(child) for child in children) and time.monotonic() < until:
        time.sleep(0.1)
    assert [child for child in children if _alive(child)] == []


def _alive(process: int) -> bool:
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.rsplit(")", 1)[1].split()[0] != "Z"  # nobody may have buried it yet

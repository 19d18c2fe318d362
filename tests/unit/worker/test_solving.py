"""A run in a process of its own: it ends as asked, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from scheduler.check import broken
from scheduler.domain.instance import Instance
from scheduler.domain.runs import Limits, Progress, Status
from scheduler.files import read_instance
from scheduler.made import make
from scheduler.worker.child import Better, Ended, Gone, Task, Told
from scheduler.worker.solving import Solving, members

TINY = Path(__file__).parents[3] / "instances" / "tiny" / "instance.json"
ENOUGH_MIB = 4_096
linux = pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")


@contextmanager
def solving(instance: Instance, limits: Limits, memory_mib: int = ENOUGH_MIB) -> Iterator[Solving]:
    run = Solving(Task(instance, limits, None, memory_mib))
    try:
        yield run
    finally:
        run.end()


def hear(run: Solving, until: Callable[[Told], bool], seconds: float = 90) -> list[Told]:
    heard: list[Told] = []
    deadline = time.monotonic() + seconds
    while not any(until(word) for word in heard):
        assert time.monotonic() < deadline, heard[-3:]
        heard += run.told(0.2)
    return heard


def gone(group: int) -> bool:
    deadline = time.monotonic() + 10
    while members(group) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not members(group)


def is_last(word: Told) -> bool:
    return isinstance(word, Ended | Gone)


def test_a_school_is_planned_and_the_timetable_keeps_every_rule() -> None:
    school = read_instance(TINY)
    with solving(school, Limits(seconds=20)) as run:
        heard = hear(run, is_last)
    last = heard[-1]
    assert isinstance(last, Ended)
    assert last.outcome.status is Status.OPTIMAL
    assert last.outcome.timetable is not None
    assert broken(school, last.outcome.timetable) == []
    better = [word.timetable for word in heard if isinstance(word, Better)]
    assert better[-1] == last.outcome.timetable
    assert any(isinstance(word, Progress) for word in heard)
    assert gone(run.group)


def test_a_stop_keeps_the_best() -> None:
    school = make("small", 1).instance
    with solving(school, Limits(seconds=300)) as run:
        hear(run, lambda word: isinstance(word, Better))
        run.stop()
        last = hear(run, is_last)[-1]
    assert isinstance(last, Ended)
    assert last.outcome.stopped
    assert last.outcome.timetable is not None
    assert broken(school, last.outcome.timetable) == []


@linux
def test_too_much_memory_ends_the_run_with_the_reason() -> None:
    with solving(make("small", 1).instance, Limits(seconds=300), memory_mib=64) as run:
        last = hear(run, is_last)[-1]
    assert isinstance(last, Gone)
    assert "MiB" in last.reason and not last.hopeless
    assert gone(run.group)


@linux
def test_a_killed_child_is_noticed_and_its_helpers_end() -> None:
    with solving(make("small", 1).instance, Limits(seconds=300, workers=2)) as run:
        hear(run, lambda word: isinstance(word, Progress) and word.phase == "improving")
        wait_for_helpers(run.group)
        os.kill(run.group, signal.SIGKILL)
        last = hear(run, is_last)[-1]
        assert isinstance(last, Gone) and not last.hopeless
    assert gone(run.group)


def wait_for_helpers(group: int) -> None:
    deadline = time.monotonic() + 60
    while len(members(group)) < 4:  # child, server, tracker, at least one helper
        assert time.monotonic() < deadline
        time.sleep(0.02)


WORKER = """
import sys
from scheduler.domain.runs import Limits
from scheduler.made import make
from scheduler.worker.child import Task
from scheduler.worker.solving import Solving
if __name__ == "__main__":
    run = Solving(Task(make("small", 1).instance, Limits(seconds=300, workers=2), None, 4096))
    print(run.group, flush=True)
    while True:
        run.told(1.0)
"""


@linux
def test_no_process_outlives_a_killed_worker(tmp_path: Path) -> None:
    script = tmp_path / "worker.py"
    script.write_text(WORKER)
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None
        group = int(worker.stdout.readline())
        wait_for_helpers(group)
        worker.kill()
        worker.wait()
        assert gone(group)

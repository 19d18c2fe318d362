"""Running one cell: make the school, let the peer plan it, have our checker judge."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import scheduler
from benchmarks.peers.cells import Cell, Judged
from benchmarks.peers.recording import ANSWER, TIMETABLE, Answer, read_answer
from scheduler.domain.instance import Instance
from scheduler.domain.timetable import Timetable
from scheduler.errors import SchedulerError

MADE = Path("instances/made")
START_UP = 90.0
"""Seconds a peer may take to load its code and the instance, and to end."""
OVERTIME = 1.1
"""A timetable had later than so many times the limit is no answer."""
SOURCES = ("scheduler", "benchmarks/peers")


def state_of_sources(sources: Sequence[str] = SOURCES) -> str:
    """What the code of the planner and of a benchmark is, whatever else was committed."""

    def git(*words: str) -> bytes:
        return subprocess.run(("git", *words), capture_output=True, check=False).stdout

    trees = b"".join(git("rev-parse", f"HEAD:{folder}") for folder in sources)
    changes = git("diff", "HEAD", "--", *sources)
    return hashlib.sha256(trees + changes).hexdigest()[:10]


def instance_of(cell: Cell) -> Path:
    """Make the school of a cell, always anew: its preset may have changed."""
    MADE.mkdir(parents=True, exist_ok=True)
    path = MADE / f"{cell.preset}-{cell.school}{'-planted' if cell.planted else ''}.json"
    instance = scheduler.make(cell.preset, cell.school, planted=cell.planted)
    scheduler.save(instance, path)
    return path


def run(cell: Cell, folder: Path | None = None) -> Judged:
    """Let a peer plan a school in a process of its own, which is ended when time is up."""
    path = instance_of(cell)
    with tempfile.TemporaryDirectory() as own:
        place = folder or Path(own)
        wall, status = ask(cell.peer, path, place, cell.seconds, cell.workers, cell.seed)
        return judged(cell, scheduler.load(path), read_answer(place), place, wall, status)


def ask(
    peer: str, instance: Path, folder: Path, seconds: float, workers: int, seed: int
) -> tuple[float, int]:
    """Run a peer until it ends or must; say how long it took and how it ended."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in (ANSWER, TIMETABLE):
        (folder / name).unlink(missing_ok=True)
    words = [sys.executable, "-m", "benchmarks.peers.process", peer, str(instance), str(folder)]
    words += ["--seconds", str(seconds), "--workers", str(workers), "--seed", str(seed)]
    began = time.monotonic()
    with (folder / "said.txt").open("w", encoding="utf-8") as said:
        process = subprocess.Popen(words, stdout=said, stderr=said, start_new_session=True)
        try:
            process.wait(OVERTIME * seconds + START_UP)
        except subprocess.TimeoutExpired:
            pass
        finally:
            _end(process)
    return time.monotonic() - began, process.returncode


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a peer with all that it started."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def judged(
    cell: Cell, instance: Instance, answer: Answer, folder: Path, wall: float, status: int
) -> Judged:
    """Have our checker look at a peer's timetable: rules broken, unplaced, points."""
    known = Judged(
        cell=cell,
        students=len(instance.students),
        first_seconds=answer.first_seconds,
        seconds=answer.seconds,
        wall=round(wall, 1),
        exit_status=status,
        says=answer.says,
    )
    if answer.timetable is None or answer.seconds > OVERTIME * cell.seconds + 1:
        return known
    try:
        timetable: Timetable = scheduler.load_timetable(folder / answer.timetable)
    except SchedulerError:
        return known
    broken = scheduler.check(instance, timetable)
    score = scheduler.score(instance, timetable)
    return known.with_score(
        violations=len(broken),
        rules=tuple(sorted({str(one.rule) for one in broken})),
        unplaced=score.unplaced,
        penalty=score.penalty,
    )

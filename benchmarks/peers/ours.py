"""Fieldweek as a peer among peers: the command a person would type."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import scheduler
from benchmarks.peers.recording import TIMETABLE, Recorder

FIELDWEEK = (sys.executable, "-m", "scheduler.cli")


def missing() -> str | None:
    return None


def answer(instance_path: Path, seconds: float, workers: int, seed: int, folder: Path) -> None:
    recorder = Recorder(folder, seconds)
    solved = subprocess.run(
        (
            *(*FIELDWEEK, "solve", str(instance_path), "-o", str(folder / TIMETABLE)),
            *("--json", "--quiet", "--seconds", str(seconds)),
            *("--workers", str(workers), "--seed", str(seed)),
        ),
        stdout=subprocess.PIPE,
        check=False,
    )
    if not solved.stdout:
        return
    outcome = json.loads(solved.stdout)
    if outcome["first_seconds"] is not None:
        recorder.first_was(outcome["first_seconds"])
        recorder.offer(scheduler.load_timetable(folder / TIMETABLE), at=outcome["seconds"])
    recorder.say(outcome["status"])

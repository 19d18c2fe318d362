"""Running one case by the command line, in processes of its own."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.quality.processor import Spent
from benchmarks.quality.results import Case, Result

FIELDWEEK = (sys.executable, "-m", "scheduler.cli")
MADE = Path("instances/made")
LEFT_OUT = ("history", "reasons", "conflict")


def state_of_sources() -> str:
    """The commit, and a hash of what is not committed, if anything."""

    def git(*words: str) -> bytes:
        return subprocess.run(("git", *words), capture_output=True, check=False).stdout

    commit = git("rev-parse", "--short", "HEAD").decode().strip() or "no-commit"
    changes = git("diff", "HEAD", "--", "scheduler")
    return f"{commit}+{hashlib.sha256(changes).hexdigest()[:6]}" if changes else commit


def instance_of(case: Case) -> Path:
    """Make the school of a case, always anew: its presets may have changed."""
    MADE.mkdir(parents=True, exist_ok=True)
    path = MADE / f"{case.preset}-{case.seed}{'-planted' if case.planted else ''}.json"
    words = [*FIELDWEEK, "make", case.preset, "--seed", str(case.seed), "-o", str(path)]
    subprocess.run(words + ["--planted"] * case.planted, check=True, capture_output=True)
    return path


def measure(case: Case) -> Result:
    """Solve, then check the timetable written."""
    instance = instance_of(case)
    solver_seed = case.seed if case.solver_seed is None else case.solver_seed
    spent = Spent()
    with tempfile.TemporaryDirectory() as folder:
        timetable = Path(folder) / "timetable.json"
        solved = subprocess.run(
            (
                *(*FIELDWEEK, "solve", str(instance), "-o", str(timetable), "--json", "--quiet"),
                *("--seconds", str(case.seconds), "--workers", str(case.workers)),
                *("--seed", str(solver_seed)),
            ),
            stdout=subprocess.PIPE,
            check=False,
        )
        used = spent.so_far()
        checked = subprocess.run(
            (*FIELDWEEK, "check", str(instance), str(timetable)), capture_output=True, check=False
        )
    outcome = json.loads(solved.stdout) if solved.stdout else {}
    return Result(
        case=case,
        exit_status=solved.returncode,
        passed_check=checked.returncode == 0,
        outcome={name: value for name, value in outcome.items() if name not in LEFT_OUT},
        processor_seconds=used,
    )

"""``python -m benchmarks.change.sweeps``: many changes to one release; each mentor left out."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter

from benchmarks.change.ground import edits_of, release_of
from scheduler.domain.edits import Scenario
from scheduler.what_if.grid import Grid
from scheduler.what_if.leaving_out import Part
from scheduler.what_if.n_minus_one import n_minus_one
from scheduler.what_if.rows import Table
from scheduler.what_if.sweep import sweep


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.change.sweeps", description=__doc__)
    parser.add_argument("--preset", default="met")
    parser.add_argument("--seed", type=int, default=1, help="of the school")
    parser.add_argument("--edits", type=int, default=200)
    parser.add_argument("--edits-seed", type=int, default=1)
    parser.add_argument("--plan-seconds", type=float, default=60.0)
    parser.add_argument("--seconds", type=float, default=0.5, help="for one line")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--n-1", action="store_true", help="also leave out each mentor")
    return parser.parse_args()


def told(name: str, table: Table, seconds: float) -> str:
    """Say how long a table took, and what its rows came to."""
    counts = ", ".join(
        f"{count} {status}" for status, count in Counter(r.status for r in table).items()
    )
    lines = sorted(row.seconds or 0.0 for row in table)
    return (
        f"| {name} | {len(table)} | {seconds:.0f} | {lines[len(lines) // 2]:.2f}"
        f" | {lines[int(0.95 * (len(lines) - 1))]:.2f} | {counts} |"
    )


def main() -> int:
    wanted = arguments()
    instance, release = release_of(wanted.preset, wanted.seed, wanted.plan_seconds)
    edits = edits_of(instance, release, wanted.edits_seed, wanted.edits)
    grid = Grid(
        scenarios=tuple(
            Scenario(name=f"{number} {edit.edit}", edits=(edit,))
            for number, edit in enumerate(edits)
        ),
        seconds=wanted.seconds,
    )
    print("| | lines | seconds | median line | p95 | |\n| --- | ---: | ---: | ---: | ---: | --- |")
    began = time.monotonic()
    table = sweep(instance, release, grid, workers=wanted.workers)
    print(told("single changes", table, time.monotonic() - began), flush=True)
    if wanted.n_1:
        began = time.monotonic()
        table = n_minus_one(
            instance,
            release,
            parts=(Part.MENTORS,),
            seconds=wanted.seconds,
            workers=wanted.workers,
        )
        print(told("each mentor left out", table, time.monotonic() - began))
    return 0


if __name__ == "__main__":
    sys.exit(main())

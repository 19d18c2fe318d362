"""``python -m benchmarks.change.against``: repairs beside other ways to answer a change.

For a sample of the changes: ours (fewest touched, and the best plan of the menu), a line
of a sweep, a full re-solve with a change cost, a full solve from the same release, and
CP-SAT with the release as hints, pinned and not. One line of JSON a cell; what is in the
results of the same sources is not run again.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median

import scheduler
from benchmarks.change.ground import FOLDER, edits_of, release_of
from benchmarks.change.peer import Answer, counted, resolved
from benchmarks.quality.running import state_of_sources
from scheduler.domain.edits import Applied, Edit, apply
from scheduler.solver.reshuffle import Base, reshuffle
from scheduler.what_if.grid import Aim, Task
from scheduler.what_if.trying import attempt, base_row

WAYS = ("fewest", "best", "sweep", "keep", "solve", "pinned", "hinted")
SAID = {
    "fewest": "ours, fewest touched",
    "best": "ours, best plan of the menu",
    "sweep": "ours, a line of a sweep",
    "keep": "full re-solve with a change cost",
    "solve": "full solve from the release",
    "pinned": "CP-SAT, all else pinned, hints",
    "hinted": "CP-SAT, whole school, hints",
}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.change.against")
    parser.add_argument("--preset", default="met")
    parser.add_argument("--seed", type=int, default=1, help="of the school")
    parser.add_argument("--edits", type=int, default=200)
    parser.add_argument("--edits-seed", type=int, default=1)
    parser.add_argument("--sample", type=int, default=20)
    parser.add_argument("--plan-seconds", type=float, default=60.0)
    parser.add_argument("--seconds", type=float, default=60.0, help="for each full solve")
    parser.add_argument("--ours", type=float, default=10.0, help="seconds for our menu")
    parser.add_argument("--line", type=float, default=0.5, help="seconds for a line of a sweep")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=list(WAYS))
    parser.add_argument("--results", type=Path, default=FOLDER / "against.jsonl")
    return parser.parse_args()


def answers(base: Base, wanted: argparse.Namespace) -> dict[str, Callable[[Edit], Answer]]:
    """By way: how a change is answered."""
    against = base_row(base.instance, base.release)

    def ours(edit: Edit, *, best: bool) -> Answer:
        began = time.monotonic()
        found = reshuffle(base, applied_of(base, edit), seconds=wanted.ours, menu=best)
        passed = time.monotonic() - began
        if found is None:
            return Answer(timetable=None, first=None, seconds=passed)
        repair = found.menu[-1] if best else found.fewest
        return Answer(timetable=repair.timetable, first=found.first_seconds, seconds=passed)

    def line(edit: Edit) -> Answer:
        began = time.monotonic()
        task = Task(scenario="", edits=(edit,), seed=0, seconds=wanted.line, aim=Aim.FEWEST)
        tried = attempt(base, against, task)
        return Answer(timetable=tried.timetable, first=None, seconds=time.monotonic() - began)

    def whole(edit: Edit, *, keep: bool) -> Answer:
        data = applied_of(base, edit).instance
        data = replace(data, release=base.release if keep else None)
        outcome = scheduler.solve(
            data, seconds=wanted.seconds, workers=wanted.workers, seed=1, start=base.release
        )
        return Answer(
            timetable=outcome.timetable, first=outcome.first_seconds, seconds=outcome.seconds
        )

    def peer(edit: Edit, *, pinned: bool) -> Answer:
        return resolved(base, applied_of(base, edit), wanted.seconds, pinned=pinned)

    return {
        "fewest": lambda edit: ours(edit, best=False),
        "best": lambda edit: ours(edit, best=True),
        "sweep": line,
        "keep": lambda edit: whole(edit, keep=True),
        "solve": lambda edit: whole(edit, keep=False),
        "pinned": lambda edit: peer(edit, pinned=True),
        "hinted": lambda edit: peer(edit, pinned=False),
    }


def applied_of(base: Base, edit: Edit) -> Applied:
    return apply(base.instance, [edit])


def main() -> int:
    wanted = arguments()
    instance, release = release_of(wanted.preset, wanted.seed, wanted.plan_seconds)
    edits = edits_of(instance, release, wanted.edits_seed, wanted.edits)
    numbers = sorted(random.Random(1).sample(range(len(edits)), min(wanted.sample, len(edits))))
    case = [wanted.preset, wanted.seed, wanted.edits_seed, wanted.edits, wanted.plan_seconds]
    spent = [wanted.seconds, wanted.ours, wanted.line, wanted.workers]
    key = json.dumps([case, spent, state_of_sources()])
    known: dict[tuple[int, str], dict[str, object]] = {}
    if wanted.results.exists():
        for text in wanted.results.read_text().splitlines():
            row = json.loads(text)
            if row["key"] == key:
                known[row["number"], row["way"]] = row
    base = Base(instance, release)
    how = answers(base, wanted)
    wanted.results.parent.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        for way in wanted.ways:
            if (number, way) in known:
                continue
            edit = edits[number]
            found = how[way](edit)
            row = {"key": key, "number": number, "kind": edit.edit, "way": way}
            row |= {"first": found.first, "seconds": round(found.seconds, 3)}
            row |= counted(base, applied_of(base, edit), found.timetable)
            known[number, way] = row
            with wanted.results.open("a", encoding="utf-8") as file:
                file.write(json.dumps(row) + "\n")
            print({k: v for k, v in row.items() if k != "key"}, file=sys.stderr, flush=True)
    print(table(known, numbers, wanted.ways))
    return 0


def table(
    known: dict[tuple[int, str], dict[str, object]], numbers: list[int], ways: list[str]
) -> str:
    """A line a way, then how ours compares pair by pair."""
    lines = [
        "| way | answered | touched, median | newly unplaced, all | penalty, median | seconds |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for way in ways:
        rows = [known[n, way] for n in numbers if known[n, way].get("broken") == 0]
        if rows:
            lines.append(
                f"| {SAID[way]} | {len(rows)} of {len(numbers)} | {middle(rows, 'touched'):g} |"
                f" {sum(whole(r, 'newly_unplaced') for r in rows)} |"
                f" {middle(rows, 'penalty'):g} | {middle(rows, 'seconds'):.1f} |"
            )
    if {"fewest", "keep"} <= set(ways):
        pairs = [(known[n, "fewest"], known[n, "keep"]) for n in numbers]
        pairs = [(a, b) for a, b in pairs if "touched" in a and b.get("broken") == 0]
        fair = [p for p in pairs if whole(p[1], "newly_unplaced") <= whole(p[0], "newly_unplaced")]
        more = sum(whole(a, "touched") > whole(b, "touched") for a, b in fair)
        lines += [
            "",
            f"Touched more than the full re-solve, as many unplaced: {more} of {len(fair)}",
        ]
    if {"sweep", "solve"} <= set(ways):
        pairs = [(known[n, "sweep"], known[n, "solve"]) for n in numbers]
        pairs = [(a, b) for a, b in pairs if "penalty" in a and b.get("broken") == 0]
        above = [whole(a, "penalty") / max(1, whole(b, "penalty")) - 1 for a, b in pairs]
        if above:
            lines.append(f"A sweep's penalty above the full solve's: median {median(above):.1%}")
    return "\n".join(lines)


def whole(row: dict[str, object], field: str) -> int:
    return int(str(row[field]))


def middle(rows: list[dict[str, object]], field: str) -> float:
    return median(float(str(row[field])) for row in rows)


if __name__ == "__main__":
    sys.exit(main())

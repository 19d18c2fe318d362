"""``python -m benchmarks.peers.repairs``: Timefold mends a release, beside our own repairs.

The edits are those of `benchmarks.change`. Timefold begins from what the change leaves of the
release and pays for every entry that differs from it, more than all goals together can cost:
its non-disruptive replanning. Both get the same seconds; our checker judges both.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import median

from benchmarks.change.ground import edits_of, release_of
from benchmarks.peers.flat import Flat, Had, cannot
from benchmarks.peers.recording import TIMETABLE, Recorder, read_answer
from benchmarks.peers.running import state_of_sources
from benchmarks.peers.timefold_java import compiled, missing, plan
from scheduler.check import broken
from scheduler.domain.edits import Applied, Edit, apply
from scheduler.domain.timetable import Timetable
from scheduler.files import read_timetable
from scheduler.solver.problem import Problem
from scheduler.solver.reshuffle import Base, reshuffle
from scheduler.solver.reshuffle.case import Case
from scheduler.solver.reshuffle.stranded import stranded

FOLDER = Path("out/peers/repairs")
POINTS_OF_CHANGE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """What came of one change with one of the two."""

    key: str
    number: int
    kind: str
    by: str
    violations: int | None = None
    newly_unplaced: int = 0
    touched: int = 0
    seconds: float = 0.0
    """To the first repair that breaks no rule, as its maker has it."""


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers.repairs", description=__doc__)
    parser.add_argument("--preset", default="small")
    parser.add_argument("--seed", type=int, default=1, help="of the school")
    parser.add_argument("--edits", type=int, default=20)
    parser.add_argument("--edits-seed", type=int, default=1)
    parser.add_argument("--plan-seconds", type=float, default=60.0)
    parser.add_argument("--seconds", type=float, default=10.0, help="for one repair")
    return parser.parse_args()


def main() -> int:
    wanted = arguments()
    if (text := missing()) is not None:
        print(text, file=sys.stderr)
        return 2
    instance, release = release_of(wanted.preset, wanted.seed, wanted.plan_seconds)
    edits = edits_of(instance, release, wanted.edits_seed, wanted.edits)
    base = Base(instance, release)
    results = FOLDER / "repairs.jsonl"
    results.parent.mkdir(parents=True, exist_ok=True)
    case = f"{wanted.preset} {wanted.seed} {wanted.edits_seed} {wanted.seconds}"
    key = f"{case} {state_of_sources()}"
    lines = results.read_text(encoding="utf-8").splitlines() if results.exists() else []
    rows = [one for one in (Mended(**json.loads(line)) for line in lines) if one.key == key]
    done = {(one.number, one.by) for one in rows}
    for number, edit in enumerate(edits):
        applied = apply(instance, [edit])
        for by, mend in (("ours", ours), ("timefold", timefold)):
            if (number, by) in done:
                continue
            row = replace(
                mend(base, applied, wanted.seconds), key=key, number=number, kind=edit_kind(edit)
            )
            rows.append(row)
            with results.open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(row)) + "\n")
            print(row, file=sys.stderr, flush=True)
    print(table(rows))
    return 0


def edit_kind(edit: Edit) -> str:
    return str(edit.edit)


def ours(base: Base, applied: Applied, seconds: float) -> Mended:
    """Our own repair that touches the fewest."""
    found = reshuffle(base, applied, seconds=seconds, menu=False)
    nothing = Mended(key="", number=0, kind="", by="ours")
    if found is None:
        return nothing
    return _judged(nothing, base, applied, found.fewest.timetable, found.first_seconds)


def timefold(base: Base, applied: Applied, seconds: float) -> Mended:
    """Timefold, from what the change leaves of the release."""
    nothing = Mended(key="", number=0, kind="", by="timefold")
    instance = replace(applied.instance, release=None)
    if cannot(instance) is not None:
        return nothing
    kept = stranded(base.changed(applied.instance), base.release).kept
    folder = FOLDER / "timefold"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / TIMETABLE).unlink(missing_ok=True)
    classes = compiled()
    # The school is made ready before the clock starts, as `Base` is for ours.
    flat = Flat(Problem(instance), Had(timetable=kept, points_of_change=POINTS_OF_CHANGE))
    flat.text()
    recorder = Recorder(folder, seconds)
    plan(flat, recorder, classes, seed=1)
    answer = read_answer(folder)
    if answer.timetable is None:
        return nothing
    found = read_timetable(folder / answer.timetable)
    return _judged(nothing, base, applied, found, answer.first_seconds or answer.seconds)


def _judged(
    row: Mended, base: Base, applied: Applied, timetable: Timetable, seconds: float
) -> Mended:
    problem = base.changed(applied.instance)
    case = Case(
        problem=problem,
        release=base.release,
        stranded=stranded(problem, base.release),
        named=applied.named,
        weight=1,
    )
    return replace(
        row,
        violations=len(broken(problem.instance, timetable)),
        newly_unplaced=len(case.newly_unplaced(timetable)),
        touched=len(case.touched(timetable)),
        seconds=round(seconds, 3),
    )


def table(rows: Sequence[Mended]) -> str:
    """One line for each of the two."""
    lines = [
        "| repairs by | changes | break no rule | newly unplaced, in all | touched, median"
        " | touched, in all | first repair, s, median |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for by in ("ours", "timefold"):
        mine = [one for one in rows if one.by == by]
        whole = [one for one in mine if one.violations == 0]
        if not whole:
            lines.append(f"| {by} | {len(mine)} | 0 | | | | |")
            continue
        lines.append(
            f"| {by} | {len(mine)} | {len(whole)} | {sum(one.newly_unplaced for one in whole)}"
            f" | {median(one.touched for one in whole):g}"
            f" | {sum(one.touched for one in whole)}"
            f" | {median(one.seconds for one in whole):.2f} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())

"""``python -m benchmarks.quality``: run what has not been run, print the medians."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks.quality.gates import cases
from benchmarks.quality.results import Case, Result, read_results
from benchmarks.quality.running import measure, state_of_sources
from benchmarks.quality.table import table

RESULTS = Path("out/quality.jsonl")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__)
    parser.add_argument("--presets", nargs="+", default=["small", "met"])
    parser.add_argument("--seeds", nargs="+", type=int, default=[1, 2, 3])
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--planted", action="store_true", help="planted instances")
    parser.add_argument(
        "--gates",
        action="store_true",
        help="the limits and seeds by which the planner is judged, of the presets named",
    )
    parser.add_argument("--results", type=Path, default=RESULTS, help="JSON lines, appended to")
    parser.add_argument("--again", action="store_true", help="run also what was run before")
    return parser.parse_args()


def main() -> int:
    wanted = arguments()
    sources = state_of_sources()
    asked_for = [
        Case(
            preset=preset,
            seed=seed,
            planted=wanted.planted,
            seconds=wanted.seconds,
            workers=wanted.workers,
            sources=sources,
        )
        for preset in wanted.presets
        for seed in wanted.seeds
    ]
    if wanted.gates:
        asked_for = list(cases(wanted.presets, wanted.workers, sources))
    known = {} if wanted.again else {one.case: one for one in read_results(wanted.results)}
    results: list[Result] = []
    for case in asked_for:
        if case not in known:
            print(f"{case.name} …", file=sys.stderr, flush=True)
            known[case] = measure(case)
            wanted.results.parent.mkdir(parents=True, exist_ok=True)
            with wanted.results.open("a", encoding="utf-8") as file:
                file.write(known[case].line() + "\n")
        results.append(known[case])
    print(table(results))
    return 0 if all(one.passed_check for one in results) else 1


if __name__ == "__main__":
    sys.exit(main())

"""``python -m benchmarks.outside``: run what has not been run, print one table.

Data is read where it lies, see `benchmarks.outside.data`; what is not there is skipped.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.outside.cases import Case, Judged, read_judged
from benchmarks.outside.catalogue import BENCHMARKS, NOT_PLANNED
from benchmarks.outside.data import missing
from benchmarks.peers.running import state_of_sources
from scheduler.solver.warm import ready

RESULTS = Path("out/outside.jsonl")
SOURCES = ("scheduler", "benchmarks/outside")


def arguments(words: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.outside", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=list(BENCHMARKS), default=list(BENCHMARKS))
    parser.add_argument("--instances", nargs="+", help="some of the instances, by name")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--seeds", nargs="+", type=int, default=[1], help="of the solver")
    parser.add_argument("--results", type=Path, default=RESULTS, help="JSON lines, appended to")
    parser.add_argument("--again", action="store_true", help="run also what was run before")
    return parser.parse_args(words)


def cases_of(wanted: argparse.Namespace) -> list[Case]:
    """Every case asked for whose data is there."""
    sources = state_of_sources(SOURCES)
    found = []
    for name in wanted.only:
        if lacks := missing(BENCHMARKS[name].FOLDER):
            print(f"{name} is skipped. {lacks}", file=sys.stderr)
            continue
        found += [
            Case(
                benchmark=name,
                instance=instance,
                seconds=wanted.seconds,
                workers=wanted.workers,
                seed=seed,
                sources=sources,
            )
            for instance in BENCHMARKS[name].INSTANCES
            if wanted.instances is None or instance in wanted.instances
            for seed in wanted.seeds
        ]
    return found


def table(cases: Sequence[Case], known: Mapping[Case, Judged]) -> str:
    """Write what came of each case beside the best known."""
    head = ("instance", "value", "best known", "first, s", "seconds", "processor s", "violations")
    lines = [_row(*head), _row("---", *["---:"] * (len(head) - 1))]
    for case in cases:
        one = known[case]
        first = "none" if one.first_seconds is None else f"{one.first_seconds:.1f}"
        best = BENCHMARKS[case.benchmark].BEST_KNOWN[case.instance]
        value = " + ".join(f"{part:,}" for part in one.value)
        used = "" if one.processor_seconds is None else f"{one.processor_seconds:.0f}"
        spent = (first, f"{one.seconds:.0f}", used)
        lines.append(_row(case.name, value, best, *spent, str(len(one.broken) + one.violations)))
    lines += ["", *(f"{name}: {BENCHMARKS[name].MEASURE}." for name in BENCHMARKS)]
    lines += [f"{folder}: not planned. {why}" for folder, why in NOT_PLANNED.items()]
    return "\n".join(lines)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def main(words: Sequence[str] | None = None) -> int:
    wanted = arguments(words)
    known = {} if wanted.again else {one.case: one for one in read_judged(wanted.results)}
    cases = cases_of(wanted)
    ready()  # compiling the search is start-up
    for case in cases:
        if case in known:
            continue
        print(f"{case.name} …", file=sys.stderr, flush=True)
        known[case] = BENCHMARKS[case.benchmark].run(case)
        wanted.results.parent.mkdir(parents=True, exist_ok=True)
        with wanted.results.open("a", encoding="utf-8") as file:
            file.write(known[case].line() + "\n")
    print(table(cases, known))
    return 1 if any(known[case].broken or known[case].violations for case in cases) else 0


if __name__ == "__main__":
    sys.exit(main())

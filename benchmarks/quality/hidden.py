"""``python -m benchmarks.quality.hidden``: how good a planted school's timetable can be at least.

A planted school is made from a hidden timetable that places everything. The search begins
from it: with moves of students alone, then with all moves from ever hotter. Whatever it
finds is a timetable, so that no bound can be above it, and the planner, which does not know
the hidden one, should come near it.
"""

from __future__ import annotations

import argparse
import sys
import time

from benchmarks.quality.running import state_of_sources
from scheduler.made import PRESETS, make_sized
from scheduler.solver.problem import Problem
from scheduler.solver.search.annealer import COLD, HOT, SHARES, Annealer, running_sums
from scheduler.solver.search.fill import pack
from scheduler.solver.search.unpack import decisions_of

OF_STUDENTS = ("days", "enrolments", "request", "open request", "refill", "chain", "make way")
STAGES = ((HOT, OF_STUDENTS), (2.0, SHARES), (4.0, SHARES), (8.0, SHARES))
"""From which temperature, with which moves."""
PIECE = 4_000


def reached(preset: str, seed: int, seconds: float) -> list[tuple[int, int]]:
    """Unplaced items and points: of the hidden timetable, then after each stage."""
    made = make_sized(PRESETS[preset], seed, planted=True)
    problem = Problem(made.instance)
    slab = pack(problem)
    assert made.hidden is not None
    decisions = decisions_of(problem, slab, made.hidden)
    annealer = Annealer(slab.arrays, seed)
    if decisions is None or not annealer.load(decisions):
        raise SystemExit(f"{preset} {seed}: the hidden timetable does not keep the rules")
    found = [_stands(annealer)]
    for hot, kinds in STAGES:
        annealer.shares = running_sums({kind: SHARES[kind] for kind in kinds})
        begun = time.process_time()
        while (share := (time.process_time() - begun) / seconds) < 1.0:
            annealer.run(PIECE, hot * (COLD / hot) ** share)
        annealer.load(annealer.best.copy())
        found.append(_stands(annealer))
    return found


def _stands(annealer: Annealer) -> tuple[int, int]:
    days, musts, minutes, _, penalty = annealer.now
    return days + musts + minutes, penalty


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.quality.hidden", description=__doc__.split("\n\n")[0]
    )
    parser.add_argument("--presets", nargs="+", choices=list(PRESETS), default=["small"])
    parser.add_argument("--seeds", nargs="+", type=int, default=[1, 2, 3])
    parser.add_argument("--seconds", type=float, default=20.0, help="of each of the four stages")
    wanted = parser.parse_args()
    names = [f"from {hot:g}{'' if kinds is SHARES else ', students'}" for hot, kinds in STAGES]
    print(f"| planted | hidden | {' | '.join(names)} |\n|---|{'---:|' * (len(names) + 1)}")
    for preset in wanted.presets:
        for seed in wanted.seeds:
            cells = [
                f"{points:,}" if not unplaced else f"{points:,} ({unplaced} unplaced)"
                for unplaced, points in reached(preset, seed, wanted.seconds)
            ]
            print(f"| {preset} {seed} | {' | '.join(cells)} |", flush=True)
    print(f"\n{wanted.seconds:g} processor seconds a stage; {state_of_sources()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

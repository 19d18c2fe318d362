"""``python -m benchmarks.peers``: run what has not been run, cell by cell; print one table.

A cell is one peer on one school with one seed. What is in the results of the same sources
is not run again, so a stop loses one cell at most. Timetables are kept beside the results.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import scheduler
from benchmarks.peers.catalogue import OURS, PEERS, module_of
from benchmarks.peers.cells import Cell, Judged, read_judged
from benchmarks.peers.held import run_held
from benchmarks.peers.recording import TIMETABLE
from benchmarks.peers.running import run, state_of_sources
from benchmarks.peers.table import table

FOLDER = Path("out/peers")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    parser.add_argument("--presets", nargs="+", default=["small", "met"])
    parser.add_argument("--seeds", nargs="+", type=int, default=[1, 2, 3], help="of the schools")
    parser.add_argument("--solver-seeds", nargs="+", type=int, default=[1])
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--planted", action="store_true", help="planted instances")
    parser.add_argument("--peers", nargs="+", choices=list(PEERS), default=list(PEERS))
    parser.add_argument("--held", action="store_true", help="also ours, held at worse numbers")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="of results and timetables")
    parser.add_argument("--again", action="store_true", help="run also what was run before")
    return parser.parse_args()


def cells_of(wanted: argparse.Namespace) -> list[Cell]:
    """Every cell asked for, ours first on each school."""
    peers = [OURS, *(one for one in wanted.peers if one != OURS)]
    sources = state_of_sources()
    return [
        Cell(
            peer=peer,
            preset=preset,
            school=school,
            seed=seed,
            planted=wanted.planted,
            seconds=wanted.seconds,
            workers=wanted.workers,
            sources=sources,
        )
        for preset in wanted.presets
        for peer in peers
        for school in wanted.seeds
        for seed in wanted.solver_seeds
    ]


def main() -> int:
    wanted = arguments()
    results = wanted.folder / "cells.jsonl"
    known = {} if wanted.again else {one.cell: one for one in read_judged(results)}
    lacking = {peer: module_of(peer).missing() for peer in wanted.peers}

    def keep(judged: Judged) -> None:
        known[judged.cell] = judged
        results.parent.mkdir(parents=True, exist_ok=True)
        with results.open("a", encoding="utf-8") as file:
            file.write(judged.line() + "\n")

    cells = cells_of(wanted)
    for cell in cells:
        if cell in known:
            continue
        print(f"{cell.name} …", file=sys.stderr, flush=True)
        if text := lacking.get(cell.peer):
            # Not kept: the next run may be on a machine that has it.
            known[cell] = Judged(cell=cell, students=0, missing=text)
            print(text, file=sys.stderr)
            continue
        keep(run(cell, folder_of(wanted.folder, cell)))
    for cell in cells if wanted.held else ():
        if cell.of_ours_held in known or not needs_holding(cell, known):
            continue
        print(f"{cell.of_ours_held.name} …", file=sys.stderr, flush=True)
        theirs, ours = (
            scheduler.load_timetable(folder_of(wanted.folder, one) / TIMETABLE).unplaced
            for one in (cell, cell.of_ours)
        )
        keep(run_held(cell, theirs, ours))
    print(table(cells, known))
    return 0 if all(not known[c].violations for c in cells if c.peer == OURS) else 1


def folder_of(folder: Path, cell: Cell) -> Path:
    """Where a cell's timetable is kept."""
    kind = "-planted" if cell.planted else ""
    school = f"{cell.preset}{kind}-{cell.school}-{cell.seconds:g}s"
    return folder / school / f"{cell.peer}-{cell.seed}"


def needs_holding(cell: Cell, known: dict[Cell, Judged]) -> bool:
    """Whether a peer answered, broke nothing, and left more out than we did."""
    theirs, ours = known[cell], known.get(cell.of_ours)
    if theirs.unplaced is None or theirs.violations or ours is None or ours.unplaced is None:
        return False
    return theirs.unplaced > ours.unplaced


if __name__ == "__main__":
    sys.exit(main())

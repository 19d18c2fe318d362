"""``python -m benchmarks.quality.scaling``: time to a gap against the number of students.

From a small school to the whole network, on log axes; a line in them is a power, whose
exponent is found by least squares. Runs are kept, so that a stop loses nothing.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.quality.processor import Spent
from benchmarks.quality.running import FIELDWEEK, MADE, state_of_sources
from scheduler.files import write_instance
from scheduler.made import PRESETS, Size, make_sized

if TYPE_CHECKING:
    from matplotlib.figure import Figure

RESULTS = Path("out/scaling.jsonl")
SECONDS = {
    180: 60.0,
    360: 90.0,
    704: 180.0,
    1_250: 300.0,
    2_500: 600.0,
    6_000: 900.0,
    15_000: 1_800.0,
    30_000: 3_600.0,
}
"""By number of students, the limit of a run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One run."""

    students: int
    seed: int
    seconds: float
    workers: int
    sources: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What came of a run: when which gap was reached."""

    cell: Cell
    first_seconds: float | None
    history: list[dict[str, Any]]
    processor_seconds: float | None

    def seconds_to(self, gap: float) -> float | None:
        """When a gap was reached for good; None if it was not."""
        reached = None
        for one in self.history:
            if one["gap"] is None or one["gap"] > gap:
                reached = None
            elif reached is None:
                reached = float(one["seconds"])
        return reached


def size_for(students: int) -> Size:
    """A preset, or the next larger one with everything in proportion."""
    known = sorted(PRESETS.values(), key=lambda one: one.students)
    like = next((one for one in known if one.students >= students), known[-1])
    if like.students == students:
        return like

    def part(count: int) -> int:
        return max(1, round(count * students / like.students))

    sites = part(like.school_sites)
    return replace(
        like,
        name=f"{like.name}-{students}",
        students=students,
        advisories=part(like.advisories),
        schools=min(sites, part(like.schools)),
        school_sites=sites,
        cities=min(sites, part(like.cities)),
        internship_sites=part(like.internship_sites),
        mentors=part(like.mentors),
        vans=part(like.vans),
        sections=part(like.sections),
    )


def measure(cell: Cell) -> Found:
    """Plan the school of a cell by the command a person would type."""
    MADE.mkdir(parents=True, exist_ok=True)
    instance = MADE / f"scaling-{cell.students}-{cell.seed}.json"
    write_instance(make_sized(size_for(cell.students), cell.seed).instance, instance)
    spent = Spent()
    with tempfile.TemporaryDirectory() as folder:
        output = str(Path(folder) / "timetable.json")
        solved = subprocess.run(
            (
                *(*FIELDWEEK, "solve", str(instance), "-o", output, "--json", "--quiet"),
                *("--seconds", str(cell.seconds), "--workers", str(cell.workers)),
                *("--seed", str(cell.seed)),
            ),
            stdout=subprocess.PIPE,
            check=True,
        )
    outcome = json.loads(solved.stdout)
    kept = ("seconds", "unplaced", "penalty", "bound", "gap")
    return Found(
        cell=cell,
        first_seconds=outcome["first_seconds"],
        history=[{key: one[key] for key in kept} for one in outcome["history"]],
        processor_seconds=spent.so_far(),
    )


def read_found(path: Path) -> Iterator[Found]:
    """Read what was run before; a last line cut short by a stop is left out."""
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        try:
            found = json.loads(line)
        except ValueError:
            continue
        yield Found(**{**found, "cell": Cell(**found["cell"])})


def exponent(students: Sequence[int], seconds: Sequence[float]) -> tuple[float, float] | None:
    """Factor and exponent of the power nearest to points, in logarithms; None for one size.

    >>> exponent([10, 100], [1.0, 100.0])
    (0.01, 2.0)
    """
    if len(set(students)) < 2:
        return None
    slope, constant = np.polyfit(np.log(students), np.log(seconds), 1)
    return round(float(np.exp(constant)), 9), round(float(slope), 6)


def points(found: Sequence[Found], gap: float | None) -> tuple[list[int], list[float]]:
    """Students and seconds to a gap, or to the first timetable, of runs that came there."""
    both = [
        (one.cell.students, seconds)
        for one in found
        if (seconds := one.first_seconds if gap is None else one.seconds_to(gap)) is not None
    ]
    return [students for students, _ in both], [seconds for _, seconds in both]


def figure(found: Sequence[Found], gaps: Sequence[float]) -> Figure:
    """Draw seconds against students on log axes, a line for each gap."""
    from matplotlib.figure import Figure

    drawn = Figure(figsize=(8, 6))
    axes = drawn.subplots()
    for number, gap in enumerate((None, *gaps)):
        students, seconds = points(found, gap)
        if not students:
            continue
        name = name_of(gap)
        if (power := exponent(students, seconds)) is not None:
            ends = np.array([min(students), max(students)], dtype=float)
            axes.plot(ends, power[0] * ends ** power[1], color=f"C{number}", linewidth=1)
            name += f": students to the power of {power[1]:.2f}"
        axes.plot(students, seconds, "o", color=f"C{number}", label=name)
    axes.set(xscale="log", yscale="log", xlabel="students", ylabel="seconds", title="Time to gap")
    axes.legend(frameon=False)
    return drawn


def name_of(gap: float | None) -> str:
    return "first complete timetable" if gap is None else f"gap of {gap:.0%}"


def table(found: Sequence[Found], gaps: Sequence[float]) -> str:
    """Write a row for each run and the exponents below."""
    names = [name_of(gap) for gap in (None, *gaps)]
    lines = [
        f"| students | seed | {' | '.join(names)} | gap at the end | limit | processor s |",
        f"|{'---:|' * (len(names) + 5)}",
    ]
    for one in found:
        times = [one.first_seconds, *(one.seconds_to(gap) for gap in gaps)]
        cells = ["not reached" if t is None else f"{t:.1f} s" for t in times]
        last = one.history[-1]["gap"] if one.history else None
        end = "none" if last is None else f"{last:.1%}"
        used = "" if one.processor_seconds is None else f"{one.processor_seconds:.0f}"
        cell = one.cell
        lines.append(
            f"| {cell.students:,} | {cell.seed} | {' | '.join(cells)} | {end} |"
            f" {cell.seconds:g} s | {used} |"
        )
    for gap, name in zip((None, *gaps), names, strict=True):
        power = exponent(*points(found, gap))
        said = "too few sizes came there" if power is None else f"exponent {power[1]:.2f}"
        lines.append(f"\n{name}: {said}")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.quality.scaling", description=__doc__
    )
    parser.add_argument("--students", nargs="+", type=int, default=list(SECONDS))
    parser.add_argument("--seeds", nargs="+", type=int, default=[1])
    parser.add_argument("--seconds", type=float, help="of each run; by size where it is not said")
    parser.add_argument("--gaps", nargs="+", type=float, default=[0.6, 0.45, 0.35])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--results", type=Path, default=RESULTS, help="JSON lines, appended to")
    parser.add_argument("-o", "--output", type=Path, default=Path("out"), help="for the picture")
    wanted = parser.parse_args()
    sources = state_of_sources()
    known = {one.cell: one for one in read_found(wanted.results)}
    found = []
    for students in wanted.students:
        for seed in wanted.seeds:
            cell = Cell(
                students=students,
                seed=seed,
                seconds=wanted.seconds or SECONDS.get(students, 60.0),
                workers=wanted.workers,
                sources=sources,
            )
            if cell not in known:
                print(f"{students:,} students, seed {seed} …", file=sys.stderr, flush=True)
                known[cell] = measure(cell)
                wanted.results.parent.mkdir(parents=True, exist_ok=True)
                with wanted.results.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(asdict(known[cell]), sort_keys=True) + "\n")
            found.append(known[cell])
    print(table(found, wanted.gaps))
    from scheduler.cli.pictures import drawn

    wanted.output.mkdir(parents=True, exist_ok=True)
    drawn({"scaling": lambda: figure(found, wanted.gaps)}, wanted.output)
    return 0


if __name__ == "__main__":
    sys.exit(main())

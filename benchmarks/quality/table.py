"""The Markdown tables of a benchmark: medians, then every run."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from benchmarks.quality.results import Result

Outcome = dict[str, Any]


@dataclass(frozen=True)
class Measure:
    """One row: what it is called, how it is had, how it is written."""

    name: str
    of: Callable[[Outcome], float | None]
    written: str = "{:,.0f}"

    def value(self, result: Result) -> float | None:
        if not result.passed_check:
            return None
        return self.of(result.outcome)

    def text(self, value: float | None) -> str:
        return "none" if value is None else self.written.format(value)


def _above_bound(outcome: Outcome) -> float | None:
    above: float = outcome["unplaced"] - outcome["unplaced_bound"]
    return above / max(1.0, float(outcome["demands"]))


MEASURES = (
    Measure("first timetable, s", lambda o: o["first_seconds"], "{:.1f}"),
    Measure("unplaced", lambda o: o["unplaced"]),
    Measure("unplaced, proven minimum", lambda o: o["unplaced_bound"]),
    Measure("unplaced above the minimum", lambda o: o["unplaced"] - o["unplaced_bound"]),
    Measure("the same, of demands", _above_bound, "{:.2%}"),
    Measure("gap of the goals", lambda o: o["gap"], "{:.1%}"),
    Measure("penalty", lambda o: o["penalty"]),
    Measure("proven bound", lambda o: o["bound"]),
    Measure(
        "points a student above the bound", lambda o: o["points_per_student_above_bound"], "{:.2f}"
    ),
    Measure("peak memory, MiB", lambda o: o["peak_mib"]),
)


def table(results: Sequence[Result]) -> str:
    """Write medians over the seeds, then each run, then what it was measured with."""
    kinds = list(dict.fromkeys(one.case.kind for one in results))
    lines = [_row("median", *kinds), _row("---", *["---:"] * len(kinds))]
    for measure in MEASURES:
        cells = [
            measure.text(_median([measure.value(r) for r in results if r.case.kind == kind]))
            for kind in kinds
        ]
        lines.append(_row(measure.name, *cells))
    last = ("status", "wall s", "processor s", "work")
    lines += ["", _row("run", *(m.name for m in MEASURES), *last)]
    lines.append(_row("---", *["---:"] * (len(MEASURES) + len(last))))
    for one in results:
        cells = [measure.text(measure.value(one)) for measure in MEASURES]
        status = one.outcome.get("status", f"exit {one.exit_status}")
        wall, work = one.outcome.get("seconds", 0.0), one.outcome.get("work", 0.0)
        used = "" if one.processor_seconds is None else f"{one.processor_seconds:.0f}"
        lines.append(_row(one.case.name, *cells, status, f"{wall:.0f}", used, f"{work:.1f}"))
    return "\n".join([*lines, "", _measured_with(results)])


def _median(values: Sequence[float | None]) -> float | None:
    """Take the median where a run without an answer is worse than any answer."""
    infinite = float("inf")
    found = median(infinite if value is None else value for value in values)
    return None if found == infinite else found


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _measured_with(results: Sequence[Result]) -> str:
    case = results[0].case
    versions: Outcome = next(
        (r.outcome["versions"] for r in results if "versions" in r.outcome), {}
    )
    named = ", ".join(f"{name} {number}" for name, number in sorted(versions.items()))
    return (
        f"{case.workers} workers, commit {case.sources}; {named};"
        f" {os.cpu_count()} cores, {platform.machine()}, {platform.system()}."
    )

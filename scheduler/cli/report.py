"""What came of a run, as one JSON document and as tables for a person."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from scheduler.domain.instance import Instance
from scheduler.domain.rules import GoalId, UnplacedKind
from scheduler.domain.runs import Conflict, Outcome, Progress, Reason
from scheduler.domain.words import several
from scheduler.service.weeks.names import Names

if TYPE_CHECKING:
    from rich.console import Console

FORMAT = 1


def document(
    instance: Instance, outcome: Outcome, reasons: Sequence[Reason], startup_seconds: float
) -> dict[str, Any]:
    """Say what came of a run, for machines: every figure, reason and moment of it."""
    names = Names(instance)
    score, bounds = outcome.score, outcome.bounds
    return {
        "format": FORMAT,
        "instance": instance.id,
        "status": outcome.status.value,
        "stopped": outcome.stopped,
        "seconds": round(outcome.seconds, 3),
        "first_seconds": _rounded(outcome.first_seconds, 3),
        "startup_seconds": round(startup_seconds, 3),
        "work": outcome.work,
        "workers": outcome.workers,
        "seed": outcome.seed,
        "peak_mib": round(outcome.peak_mib, 1),
        "demands": instance.demands,
        "unplaced": outcome.unplaced,
        "unplaced_bound": bounds.unplaced,
        "unplaced_by_priority": list(score.unplaced) if score else None,
        "unplaced_by_kind": {kind.value: outcome.unplaced_of(kind) for kind in UnplacedKind}
        if outcome.timetable
        else None,
        "penalty": score.penalty if score else None,
        "bound": bounds.penalty,
        "gap": _rounded(outcome.gap, 6),
        "points_per_student_above_bound": _rounded(points_above(instance, outcome), 6),
        "goals": {
            goal.value: {
                "value": score.goals.get(goal, 0) if score else None,
                "bound": bounds.goals.get(goal, 0),
            }
            for goal in GoalId
        },
        "softened": {rule.value: n for rule, n in score.softened.items()} if score else {},
        "reasons": reasons_document(reasons, names),
        "conflict": conflict_document(outcome.conflict, names),
        "history": [_moment(progress) for progress in outcome.history],
        "versions": versions(),
    }


def points_above(instance: Instance, outcome: Outcome) -> float | None:
    """Points above the bound for each student; says more than the gap near 0."""
    if outcome.score is None:
        return None
    above = max(0, outcome.score.penalty - outcome.bounds.penalty)
    return above / max(1, len(instance.students))


def versions() -> dict[str, str]:
    """Versions of what the answer depends on."""
    found = {"python": platform.python_version()}
    for name in ("fieldweek", "ortools", "numpy", "numba", "networkx"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:  # run from a folder of sources
            found[name] = "unknown"
    return found


def reasons_document(reasons: Sequence[Reason], names: Names) -> list[dict[str, Any]]:
    """Reasons for machines; the texts carry names beside the ids."""
    return [
        {
            "kind": one.item.kind.value,
            "student": one.item.student,
            "name": names.of(one.item.student),
            "subject": one.item.subject,
            "blockers": [
                {"option": names.put(b.option), "blocker": names.put(b.blocker)}
                for b in one.blockers
            ],
        }
        for one in reasons
    ]


def conflict_document(conflict: Conflict | None, names: Names) -> dict[str, Any] | None:
    """A contradiction for machines."""
    if conflict is None:
        return None
    return {
        "statements": [
            {"rule": s.rule.value, "subjects": list(s.subjects), "text": names.put(s.text)}
            for s in conflict.statements
        ],
        "ways_out": [
            {
                "text": names.put(way.text),
                "gives_way": [names.put(s.text) for s in way.gives_way],
            }
            for way in conflict.ways_out
        ],
    }


def print_summary(console: Console, instance: Instance, outcome: Outcome) -> None:
    """Say how good the answer is: in a sentence, and each goal with value and bound."""
    from rich.table import Table

    score, bounds = outcome.score, outcome.bounds
    assert score is not None, "there is a timetable to sum up"
    console.print(_headline(instance, outcome), style="bold")
    table = Table(title_justify="left", show_footer=True, box=None, pad_edge=False)
    table.add_column("goal", footer="all goals")
    table.add_column("points", justify="right", footer=f"{score.penalty:,}")
    table.add_column("proven bound", justify="right", footer=f"{bounds.penalty:,}")
    for goal in GoalId:
        value, bound = score.goals.get(goal, 0), bounds.goals.get(goal, 0)
        if value or bound:
            table.add_row(goal.value, f"{value:,}", f"{bound:,}")
    for rule, points in score.softened.items():
        table.add_row(f"{rule.value} (softened)", f"{points:,}", "0")
    console.print(table)
    gap, above = outcome.gap or 0.0, points_above(instance, outcome) or 0.0
    console.print(f"Gap {gap:.1%}; {above:.2f} points a student above the bound.")


def _headline(instance: Instance, outcome: Outcome) -> str:
    first = "" if outcome.first_seconds is None else f", first after {outcome.first_seconds:.1f} s"
    kinds = ", ".join(
        several(outcome.unplaced_of(kind), one, many)
        for kind, one, many in (
            (UnplacedKind.DAY, "day out", "days out"),
            (UnplacedKind.MUST, "must", "musts"),
            (
                UnplacedKind.MINUTES,
                "week short of advisory minutes",
                "weeks short of advisory minutes",
            ),
        )
        if outcome.unplaced_of(kind)
    )
    return (
        f"{instance.name}: {outcome.status.value} after {outcome.seconds:.1f} s{first};"
        f" {outcome.unplaced:,} of {several(instance.demands, 'demand')} unplaced"
        f"{f' ({kinds})' if kinds else ''},"
        f" at least {outcome.bounds.unplaced:,} in any timetable no worse by priority;"
        f" {outcome.peak_mib:,.0f} MiB."
    )


def _moment(progress: Progress) -> dict[str, Any]:
    return {
        "seconds": round(progress.seconds, 3),
        "work": progress.work,
        "phase": progress.phase,
        "unplaced": sum(progress.unplaced) if progress.unplaced is not None else None,
        "penalty": progress.penalty,
        "unplaced_bound": progress.bounds.unplaced,
        "bound": progress.bounds.penalty,
        "gap": _rounded(progress.gap, 6),
    }


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)

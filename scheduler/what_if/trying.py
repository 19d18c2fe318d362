"""One scenario tried: its edits made, the release repaired, the row that comes of it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from scheduler.check import score
from scheduler.domain.edits import apply, faults
from scheduler.domain.instance import Instance
from scheduler.domain.rules import GoalId, Score, UnplacedKind
from scheduler.domain.timetable import Timetable
from scheduler.solver.reshuffle import Base, reshuffle
from scheduler.what_if.grid import Aim, Task
from scheduler.what_if.rows import BASE, Answer, Row

PATIENT = 5
"""So many times as long may it take where otherwise there would be no repair at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A row, and the timetable it is about."""

    row: Row
    timetable: Timetable | None = None


def base_row(instance: Instance, release: Timetable) -> Row:
    """The release as it is."""
    found = score(instance, release)
    return Row(
        scenario=BASE,
        status=Answer.PROVEN,
        newly_unplaced=0,
        touched=0,
        touched_bound=0,
        more_unplaced=0,
        more_penalty=0,
        stranded=0,
        **_counted(release, found),
    )


def attempt(
    base: Base, against: Row, task: Task, should_stop: Callable[[], bool] | None = None
) -> Tried:
    """Try one scenario."""
    began = time.monotonic()
    wrong = faults(base.instance, task.edits)
    if wrong:
        return Tried(
            row=Row(
                scenario=task.scenario,
                seed=task.seed,
                status=Answer.REFUSED,
                said="; ".join(str(one) for one in wrong),
            )
        )
    applied = apply(base.instance, task.edits)
    repairs = reshuffle(
        base,
        applied,
        seconds=task.seconds,
        seed=task.seed,
        menu=task.aim is Aim.BEST,
        patience=PATIENT,
        should_stop=should_stop,
    )
    passed = round(time.monotonic() - began, 3)
    if repairs is None:
        return Tried(
            row=Row(
                scenario=task.scenario,
                seed=task.seed,
                status=Answer.NONE,
                seconds=passed,
                said=f"No repair was found in {PATIENT * task.seconds:g} seconds.",
            )
        )
    repair = repairs.menu[-1] if task.aim is Aim.BEST else repairs.fewest
    proven = repairs.unplaced_proven and repairs.touched_proven and repair is repairs.fewest
    counted = _counted(repair.timetable, repair.score)
    row = Row(
        scenario=task.scenario,
        seed=task.seed,
        status=Answer.PROVEN if proven else Answer.REPAIRED,
        newly_unplaced=len(repair.newly_unplaced),
        touched=len(repair.touched),
        touched_bound=repairs.proof.touched,
        stranded=len(repairs.stranded),
        more_unplaced=counted["unplaced"] - (against.unplaced or 0),
        more_penalty=counted["penalty"] - (against.penalty or 0),
        seconds=passed,
        **counted,
    )
    return Tried(row=row, timetable=repair.timetable)


def _counted(timetable: Timetable, found: Score) -> dict[str, Any]:
    kinds = Counter(item.kind for item in timetable.unplaced)
    goals = {goal.value: points for goal, points in found.goals.items() if goal is not GoalId.KEEP}
    return {
        "unplaced": len(timetable.unplaced),
        "days": kinds[UnplacedKind.DAY],
        "musts": kinds[UnplacedKind.MUST],
        "minutes": kinds[UnplacedKind.MINUTES],
        "penalty": sum(goals.values()) + sum(found.softened.values()),
        "goals": goals,
    }

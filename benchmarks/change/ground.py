"""The school, its release and the changes that all measurements of repairs start from."""

from __future__ import annotations

from pathlib import Path

import scheduler
from scheduler.domain.edits import Edit
from scheduler.domain.instance import Instance
from scheduler.domain.timetable import Timetable
from scheduler.made.edits import random_edits

FOLDER = Path("out/change")


def release_of(preset: str, seed: int, seconds: float) -> tuple[Instance, Timetable]:
    """Make a school and plan it, or take the plan that was made before.

    Measurements compare repairs of one release: how good it is matters, not which it is.
    """
    instance = scheduler.make(preset, seed)
    path = FOLDER / f"{preset}-{seed}-{seconds:g}s.json"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        outcome = scheduler.solve(instance, seconds=seconds, workers=2, seed=seed)
        assert outcome.timetable is not None
        scheduler.save(outcome.timetable, path)
    timetable = scheduler.load_timetable(path)
    assert scheduler.check(instance, timetable) == []
    return instance, timetable


def edits_of(instance: Instance, timetable: Timetable, seed: int, count: int) -> tuple[Edit, ...]:
    """Draw changes of all kinds."""
    return random_edits(instance, timetable, seed, count)

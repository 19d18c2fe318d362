"""Why: reasons for what is unplaced, what contradicts each other, and the ways out."""

from __future__ import annotations

from scheduler.domain.instance import Instance
from scheduler.domain.runs import Conflict
from scheduler.solver.conflict import find_conflict
from scheduler.solver.reasons import reasons
from scheduler.solver.statements import Statements
from scheduler.solver.ways_out import ways_out

__all__ = ["conflict", "reasons"]


def conflict(instance: Instance, seconds: float = 60.0) -> Conflict | None:
    """Say which statements about a school contradict each other, and the cheapest ways out.

    None where there is a timetable, or where neither was proven in time.
    """
    found = find_conflict(instance, seconds)
    if found is None:
        return None
    contradiction, core = found
    statements = Statements(instance)
    return Conflict(
        statements=tuple(statements.of(key) for key in core),
        ways_out=ways_out(contradiction, core),
    )

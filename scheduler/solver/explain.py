"""Why: reasons for what is unplaced, what contradicts each other, and the ways out."""

from __future__ import annotations

from scheduler.domain.instance import Instance
from scheduler.domain.runs import LARGE, Conflict, Reason
from scheduler.domain.timetable import Timetable
from scheduler.solver import reasons as finding

__all__ = ["conflict", "reasons"]


def reasons(instance: Instance, timetable: Timetable) -> tuple[Reason, ...]:
    """Say for everything a timetable leaves unplaced which options it had, and their blockers.

    A large instance is taken apart for it, since the checker is asked about every option.
    """
    if len(instance.students) < LARGE:
        return finding.reasons(instance, timetable)
    from scheduler.solver.parts import take_apart

    apart = take_apart(instance)
    pieces = zip(apart.parts, apart.cut(timetable), strict=True)
    found = {
        one.item: one
        for part, piece in pieces
        if piece.unplaced
        for one in finding.reasons(part, piece)
    }
    return tuple(found[item] for item in dict.fromkeys(timetable.unplaced))


def conflict(instance: Instance, seconds: float = 60.0) -> Conflict | None:
    """Say which statements about a school contradict each other, and the cheapest ways out.

    None where there is a timetable, or where neither was proven in time or could be.
    """
    # OR-tools comes with these; whoever asks for reasons needs none of it.
    from scheduler.solver.conflict import find_conflict
    from scheduler.solver.statements import Statements
    from scheduler.solver.ways_out import ways_out

    found = find_conflict(instance, seconds)
    if found is None:
        return None
    contradiction, core = found
    statements = Statements(instance)
    return Conflict(
        statements=tuple(statements.of(key) for key in core),
        ways_out=ways_out(contradiction, core),
    )

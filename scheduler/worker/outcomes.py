"""What came of a run beside its timetable, as it is kept and sent."""

from __future__ import annotations

from typing import Any

from scheduler.domain.runs import Conflict, Outcome, Statement, Status


def outcome_of(outcome: Outcome) -> dict[str, Any]:
    """Status, bounds, gap, what it took, and a contradiction if that is the answer."""
    return {
        "status": outcome.status.value,
        "unplaced": None if outcome.score is None else list(outcome.score.unplaced),
        "unplaced_bound": outcome.bounds.unplaced,
        "penalty": None if outcome.score is None else outcome.score.penalty,
        "bound": outcome.bounds.penalty,
        "goal_bounds": {goal.value: points for goal, points in outcome.bounds.goals.items()},
        "gap": None if outcome.gap is None else round(outcome.gap, 6),
        "seconds": round(outcome.seconds, 3),
        "first_seconds": outcome.first_seconds and round(outcome.first_seconds, 3),
        "work": outcome.work,
        "peak_mib": outcome.peak_mib,
        "stopped": outcome.stopped,
        "conflict": None if outcome.conflict is None else _conflict_of(outcome.conflict),
    }


def nothing_found(outcome: Outcome) -> str | None:
    """Why there is no timetable, where there is none and nothing proves that there can be none."""
    if outcome.status is not Status.UNDECIDED or outcome.timetable is not None:
        return None
    return (
        f"No timetable was found in {outcome.seconds:.0f} seconds, and nothing proves that there is"
        " none: ask again with more seconds."
    )


def _conflict_of(conflict: Conflict) -> dict[str, Any]:
    return {
        "statements": [_statement_of(statement) for statement in conflict.statements],
        "ways_out": [
            {"text": way.text, "gives_way": [_statement_of(one) for one in way.gives_way]}
            for way in conflict.ways_out
        ],
    }


def _statement_of(statement: Statement) -> dict[str, Any]:
    return {
        "rule": statement.rule.value,
        "subjects": list(statement.subjects),
        "text": statement.text,
    }

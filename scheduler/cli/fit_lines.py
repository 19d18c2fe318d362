"""Answers about one seat, as lines and as documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from scheduler.domain.moves import Move

if TYPE_CHECKING:
    from scheduler.service.fit import Fit, Fits, WhyNot
    from scheduler.service.weeks.names import Names

_MOVES: TypeAdapter[tuple[Move, ...]] = TypeAdapter(tuple[Move, ...])


def fits_lines(found: Fits, names: Names) -> Iterator[str]:
    """Say what is open, then a candidate a line."""
    yield names.put(found.item)
    for one in found.candidates:
        if one.works:
            yield from fit_lines(one, names)
    for one in found.candidates:
        if not one.works:
            yield f"  no   {names.put(one.text)}: {names.put(one.blocker or '')}"


def fit_lines(fit: Fit, names: Names) -> Iterator[str]:
    """Say what a candidate that works would change, and who makes way."""
    parts = [f"{points:+d} {goal.value}" for goal, points in fit.goals.items()]
    if fit.softened:
        parts.append(f"{fit.softened:+d} softened rules")
    if any(fit.unplaced):
        parts.append(f"{sum(fit.unplaced):+d} without a place")
    if fit.minutes:
        parts.append(f"{fit.minutes:+d} minutes of travel")
    changes = ", ".join(parts) or "no goal changes"
    yield f"  works {names.put(fit.text)}: {changes}; {_touched(fit, names)}"
    if fit.how:
        yield f"        {names.put(fit.how)}"


def _touched(fit: Fit, names: Names) -> str:
    if not fit.touched:
        return "nobody else is touched"
    listed = ", ".join(names.both(one) for one in fit.touched)
    return f"{len(fit.touched)} others: {listed}"


def fits_document(found: Fits) -> dict[str, Any]:
    """Put what is open into a document."""
    return {
        "about": list(found.about),
        "item": found.item,
        "candidates": [fit_document(one) for one in found.candidates],
    }


def why_not_document(found: WhyNot) -> dict[str, Any]:
    """Put why somebody is not elsewhere into a document."""
    return {
        "student": found.student,
        "wanted": found.wanted,
        "has": found.has,
        "blockers": list(found.blockers),
        "ways": [fit_document(one) for one in found.ways],
    }


def fit_document(fit: Fit) -> dict[str, Any]:
    """Put a candidate into a document."""
    return {
        "who": fit.who,
        "text": fit.text,
        "works": fit.works,
        "blocker": fit.blocker,
        "unplaced": list(fit.unplaced),
        "goals": {goal.value: points for goal, points in fit.goals.items()},
        "points": fit.points,
        "minutes": fit.minutes,
        "touched": list(fit.touched),
        "how": fit.how,
        "moves": _MOVES.dump_python(fit.moves, mode="json", exclude_none=True),
    }

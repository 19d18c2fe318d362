"""Answers about one seat, as rows of a page."""

from __future__ import annotations

import json
from dataclasses import dataclass

from pydantic import TypeAdapter

from scheduler.domain.moves import Move
from scheduler.service.fit import Fit, Fits, WhyNot
from scheduler.service.weeks.names import Names
from scheduler.web.words import GOALS

_MOVES: TypeAdapter[tuple[Move, ...]] = TypeAdapter(tuple[Move, ...])
MOST_BLOCKED = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class FitRow:
    """A candidate that works."""

    title: str
    changes: tuple[str, ...]
    """What it changes, a goal each, best known words."""
    minutes: str
    touched: tuple[str, ...]
    how: str
    moves: str
    """What makes it in a draft, as a form sends it back; empty: nothing a draft can do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What is open, or wanted, and what there is to say about it."""

    title: str
    blockers: tuple[str, ...] = ()
    """Why not, first things first."""
    rows: tuple[FitRow, ...] = ()
    blocked: tuple[tuple[str, str], ...] = ()
    """Candidates that do not work, each with the first thing in the way."""
    more: int = 0
    """Further ones that are not listed."""
    nothing: str = ""
    """Said where nothing works."""


def of_fits(names: Names, found: Fits) -> Answered:
    """Say who fits."""
    works = [one for one in found.candidates if one.works]
    rest = [one for one in found.candidates if not one.works]
    return Answered(
        title=names.put(found.item),
        rows=tuple(_row(names, one) for one in works),
        blocked=tuple(
            (names.put(one.text), names.put(one.blocker or "")) for one in rest[:MOST_BLOCKED]
        ),
        more=max(0, len(rest) - MOST_BLOCKED),
        nothing="Nobody and nothing fits as things are.",
    )


def of_why_not(names: Names, found: WhyNot) -> Answered:
    """Say why not."""
    who = names.both(found.student)
    if found.has:
        return Answered(
            title=f"{who}: {names.put(found.wanted)}", nothing="The student has that already."
        )
    return Answered(
        title=f"{who}: {names.put(found.wanted)}",
        blockers=tuple(names.put(one) for one in found.blockers),
        rows=tuple(_row(names, one) for one in found.ways),
        nothing="There is no way to it with at most two others making way.",
    )


def _row(names: Names, fit: Fit) -> FitRow:
    changes = []
    if any(fit.unplaced):
        count = sum(fit.unplaced)
        more = "more" if count > 0 else "fewer"
        changes.append(f"{abs(count)} {more} without a place" if count else "other items unplaced")
    changes += [f"{GOALS[goal]}: {_signed(points)}" for goal, points in fit.goals.items()]
    if fit.softened:
        changes.append(f"Softened rules: {_signed(fit.softened)}")
    moves = _MOVES.dump_python(fit.moves, mode="json", exclude_none=True) if fit.moves else None
    return FitRow(
        title=names.put(fit.text),
        changes=tuple(changes),
        minutes=_signed(fit.minutes) if fit.minutes else "",
        touched=tuple(names.both(one) for one in fit.touched),
        how=names.put(fit.how),
        moves=json.dumps(moves) if moves else "",
    )


def _signed(number: int) -> str:
    return f"+{number}" if number > 0 else f"−{-number}"

"""Which marks still stand: a correction takes the place of the mark it names."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from scheduler.domain.attendance import Mark


def standing_marks(marks: Iterable[Mark]) -> list[Mark]:
    """Leave out what is superseded, and what is there twice; the rest in order of ids.

    A correction counts where it has at least the authority of what it corrects, and is about
    the same student and date. A chain leaves its last; where corrections run in a circle, the
    one of most authority, then of latest effect, then of the greatest id is left of it.
    """
    by_id: dict[str, Mark] = {}
    corrects = False
    for mark in marks:
        by_id.setdefault(mark.id, mark)
        corrects = corrects or mark.supersedes is not None
    if not corrects:
        return [by_id[one] for one in sorted(by_id)]
    target = {
        mark.id: named.id
        for mark in by_id.values()
        if mark.supersedes is not None
        and (named := by_id.get(mark.supersedes)) is not None
        and _may(mark, named)
    }
    for circle in _circles(target):
        winner = max(circle, key=lambda one: _order(by_id[one]))
        before = next(one for one in circle if target[one] == winner)
        del target[before]
    gone = set(target.values())
    return [by_id[one] for one in sorted(by_id) if one not in gone]


def _may(mark: Mark, named: Mark) -> bool:
    same = (mark.student, mark.day) == (named.student, named.day)
    return same and mark.id != named.id and mark.authority >= named.authority


def _circles(target: dict[str, str]) -> list[list[str]]:
    """The circles that corrections run in: each corrects one mark, so no two circles meet."""
    seen: set[str] = set()
    found = []
    for one in sorted(target):
        path: dict[str, int] = {}
        current: str | None = one
        while current is not None and current not in seen:
            seen.add(current)
            path[current] = len(path)
            current = target.get(current)
        if current in path:
            found.append(list(path)[path[current] :])
    return found


def _order(mark: Mark) -> tuple[int, datetime, str]:
    return mark.authority, mark.effective_at, mark.id

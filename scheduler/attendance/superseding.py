"""Which marks still stand: a correction takes the place of the mark it names."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from scheduler.attendance.codes import VOID
from scheduler.domain.attendance import How, Mark, Witness


def standing_marks(marks: Iterable[Mark]) -> list[Mark]:
    """Leave out what is superseded, and what is there twice; the rest in order of ids.

    A correction counts where it `takes_place` of what it corrects. A chain leaves its last;
    where corrections run in a circle, the one of most authority, then of latest effect, then
    of the greatest id is left of it.
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
        and takes_place(mark, named)
    }
    for circle in _circles(target):
        winner = max(circle, key=lambda one: _order(by_id[one]))
        before = next(one for one in circle if target[one] == winner)
        del target[before]
    gone = set(target.values())
    return [by_id[one] for one in sorted(by_id) if one not in gone]


def takes_place(mark: Mark, named: Mark) -> bool:
    """Whether a correction takes the place of what it names.

    It has at least the authority of that, is about the same student and date, and comes from
    somebody who may correct it. Nobody but the office and the register makes anything void.
    """
    same = (mark.student, mark.day) == (named.student, named.day)
    if not same or mark.id == named.id or mark.authority < named.authority:
        return False
    if mark.code == VOID:
        return _decides(mark.how, named)
    return may_correct(mark.how, mark.made_by, named)


def may_correct(how: How, sender: str, named: Mark) -> bool:
    """Whether who records in some way corrects a mark; who may not can contest it."""
    return _decides(how, named) or sender == named.made_by


def _decides(how: How, named: Mark) -> bool:
    """The office corrects what anybody said, the register what the register said."""
    own = how is How.REGISTER and named.how.witness is Witness.REGISTER
    return own or how is How.OFFICE


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

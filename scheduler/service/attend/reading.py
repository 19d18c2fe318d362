"""How it stands with lines of the register, read from the marks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from scheduler.attendance.day import Day
from scheduler.attendance.hearing import Reading
from scheduler.attendance.ledger import SILENCE, fold
from scheduler.attendance.register import Holding
from scheduler.attendance.rollup import Lived
from scheduler.domain.attendance import Mark
from scheduler.domain.standing import Expected, Standing
from scheduler.service.attend.registers import Known, registers_of
from scheduler.service.who import moment
from scheduler.store import marks_of_dates

if TYPE_CHECKING:
    from scheduler.store.engine import Store, Tx


@dataclass(frozen=True, kw_only=True)
class Today:
    """A term in which it is a date, and its register of it."""

    known: Known
    day: date
    register: Day
    holding: Holding


def days_of(store: Store, organisation: str, when: datetime | None = None) -> list[Today]:
    """Give the terms that a moment lies in, by the clocks of their schools, where released."""
    when = when or moment()
    found = []
    with store.read() as tx:
        registers = registers_of(store)
        for record in registers.terms_near(tx, organisation, when.date()):
            day = when.astimezone(ZoneInfo(record.zone)).date()
            if not record.first <= day <= record.last:
                continue
            known = registers.of_term(tx, organisation, record.id)
            holding = known.register.holding(day)
            if holding is not None:
                found.append(
                    Today(known=known, day=day, register=known.register.on(day), holding=holding)
                )
    return found


MANY = 300
"""Students from which on it is quicker to read the marks of everybody."""


def standings(
    tx: Tx, known: Known, lines: Sequence[Expected]
) -> tuple[list[Lived], dict[str, list[Mark]]]:
    """Fold lines of the register, of one date or several; gives also the marks by student."""
    if not lines:
        return [], {}
    days, organisation = [one.day for one in lines], known.term.organisation
    found = marks_of_dates.between(tx, organisation, min(days), max(days), _students(lines))
    by_student: dict[str, list[Mark]] = defaultdict(list)
    by_day: dict[tuple[str, date], list[Mark]] = defaultdict(list)
    for mark in found:
        by_student[mark.student].append(mark)
        by_day[mark.student, mark.day].append(mark)
    return [
        Lived(line, fold(line, own, known.reading) if own else SILENCE)
        for line, own in ((line, by_day.get((line.student, line.day))) for line in lines)
    ], by_student


def lived(tx: Tx, known: Known, lines: Sequence[Expected]) -> list[Lived]:
    """Fold lines of the register of many dates; what was folded before of the same marks is kept.

    Marks never change, so that the same ones fold alike: only those of days that are not at hand
    are read whole.
    """
    if not lines:
        return []
    at_hand = _at_hand(known)
    about = None if at_hand else _about(tx, known, lines)
    ids = _ids(tx, known, lines) if about is None else _ids_of(about)
    found: list[Standing | None] = []
    missing: list[tuple[int, _Key, set[str]]] = []
    for number, line in enumerate(lines):
        own = ids.get((line.student, line.day))
        if not own:
            found.append(SILENCE)
            continue
        release = known.register.on(line.day).release
        key = (release, line.student, line.day, line.entry, line.site)
        kept = at_hand.get(key)
        found.append(kept[1] if kept is not None and kept[0] == own else None)
        if found[-1] is None:
            missing.append((number, key, own))
    _fold(tx, known, lines, missing, found, about)
    return [Lived(line, one or SILENCE) for line, one in zip(lines, found, strict=True)]


_Days = dict[tuple[str, date], list[Mark]]
"""By student and date."""


def _about(tx: Tx, known: Known, lines: Sequence[Expected]) -> _Days:
    """Read the marks of some lines."""
    days, found = [one.day for one in lines], defaultdict[tuple[str, date], list[Mark]](list)
    organisation = known.term.organisation
    for mark in marks_of_dates.between(tx, organisation, min(days), max(days), _students(lines)):
        found[mark.student, mark.day].append(mark)
    return found


def _ids_of(about: _Days) -> dict[tuple[str, date], set[str]]:
    return {key: {mark.id for mark in marks} for key, marks in about.items()}


def _ids(tx: Tx, known: Known, lines: Sequence[Expected]) -> dict[tuple[str, date], set[str]]:
    """Read which marks there are of some lines."""
    days, found = [one.day for one in lines], defaultdict[tuple[str, date], set[str]](set)
    for id, student, day in marks_of_dates.ids_between(
        tx, known.term.organisation, min(days), max(days), _students(lines)
    ):
        found[student, day].add(id)
    return found


def _fold(
    tx: Tx,
    known: Known,
    lines: Sequence[Expected],
    missing: Sequence[tuple[int, _Key, set[str]]],
    found: list[Standing | None],
    about: _Days | None,
) -> None:
    """Fold what is not at hand, and keep it there; ``about`` is what was read of it already."""
    if not missing:
        return
    if about is None:
        about = _about(tx, known, [lines[number] for number, _, _ in missing])
    at_hand = _at_hand(known)
    for number, key, own in missing:
        line = lines[number]
        marks = about[line.student, line.day]
        if len(marks) > len(own):  # some came since
            marks = [mark for mark in marks if mark.id in own]
        standing = found[number] = fold(line, marks, known.reading)
        if len(at_hand) < MOST_FOLDED:
            at_hand[key] = own, standing


def _students(lines: Sequence[Expected]) -> set[str] | None:
    """Whose marks to read; None: everybody's."""
    students = {one.student for one in lines}
    return None if len(students) > MANY else students


_Key = tuple[int, str, date, str, str]
"""A line of the register: of which release, who, when, at what and where."""
_Folded = dict[_Key, tuple[set[str], Standing]]
MOST_FOLDED = 100_000
"""Standings of a term that are kept at hand."""
MOST_TERMS = 4
_FOLDED: dict[str, tuple[Reading, _Folded]] = {}


def _at_hand(known: Known) -> _Folded:
    """Give what was folded of a term by the codes of now."""
    kept = _FOLDED.pop(known.term.id, None)
    if kept is None or kept[0] != known.reading or len(kept[1]) >= MOST_FOLDED:
        kept = (known.reading, {})
    _FOLDED[known.term.id] = kept
    while len(_FOLDED) > MOST_TERMS:
        del _FOLDED[next(iter(_FOLDED))]
    return kept[1]

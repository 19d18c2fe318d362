"""How it stands with lines of the register, read from the marks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

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
        for record in registers.terms_on(tx, organisation, when.date()) or ():
            known = registers.of_term(tx, organisation, record.id)
            day = when.astimezone(known.zone).date()
            holding = known.register.holding(day)
            if holding is not None:
                found.append(
                    Today(known=known, day=day, register=known.register.on(day), holding=holding)
                )
    return found


def standings(
    tx: Tx, known: Known, lines: Sequence[Expected]
) -> tuple[list[Lived], dict[str, list[Mark]]]:
    """Fold lines of the register, of one date or several; gives also the marks by student."""
    if not lines:
        return [], {}
    days = [one.day for one in lines]
    found = marks_of_dates.between(
        tx, known.term.organisation, min(days), max(days), {one.student for one in lines}
    )
    return lived(known, lines, found), by_student(found)


def by_student(found: Iterable[Mark]) -> dict[str, list[Mark]]:
    """Sort marks by whom they are about."""
    sorted_out: dict[str, list[Mark]] = defaultdict(list)
    for mark in found:
        sorted_out[mark.student].append(mark)
    return sorted_out


def lived(known: Known, lines: Iterable[Expected], found: Iterable[Mark]) -> list[Lived]:
    """Put lines of the register and marks together."""
    about: dict[tuple[str, date], list[Mark]] = defaultdict(list)
    for mark in found:
        about[mark.student, mark.day].append(mark)
    folded = _folded(known)
    pairs = []
    for line in lines:
        own = about.get((line.student, line.day))
        if not own:
            pairs.append(Lived(line, SILENCE))
            continue
        rides = tuple([leg.run for leg in line.there])
        ids = frozenset([mark.id for mark in own])
        key = (line.student, line.day, line.entry, line.site, line.start, line.end, rides, ids)
        standing = folded.get(key)
        if standing is None:
            standing = folded[key] = fold(line, own, known.reading)
        pairs.append(Lived(line, standing))
    return pairs


MOST_FOLDED = 100_000
"""Standings that are kept at hand: marks never change, so that the same ones fold alike."""
_FOLDED: dict[str, tuple[Reading, dict[object, Standing]]] = {}


def _folded(known: Known) -> dict[object, Standing]:
    """Give what was folded of a term by the codes of now."""
    kept = _FOLDED.get(known.term.id)
    if kept is None or kept[0] != known.reading:
        kept = (known.reading, {})
    elif len(kept[1]) > MOST_FOLDED:
        kept[1].clear()
    _FOLDED.pop(known.term.id, None)
    _FOLDED[known.term.id] = kept
    while len(_FOLDED) > MOST_TERMS:
        del _FOLDED[next(iter(_FOLDED))]
    return kept[1]


MOST_TERMS = 4

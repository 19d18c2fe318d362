"""How it stands with lines of the register, read from the marks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from scheduler.attendance.day import Day
from scheduler.attendance.ledger import fold
from scheduler.attendance.register import Holding
from scheduler.attendance.rollup import Lived
from scheduler.domain.attendance import Mark
from scheduler.domain.standing import Expected
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
    return [
        Lived(line, fold(line, about.get((line.student, line.day), ()), known.reading))
        for line in lines
    ]

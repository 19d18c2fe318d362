"""A student's day with all that was said about it; who is expected at a place, with somebody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from scheduler.attendance.rollup import Lived
from scheduler.domain.attendance import Mark
from scheduler.domain.ids import RunId, StudentId
from scheduler.domain.instance import Instance
from scheduler.domain.standing import Expected
from scheduler.errors import NotFoundError
from scheduler.service.attend import reading
from scheduler.service.attend.boards import note_seen, term_seen
from scheduler.service.attend.registers import Known, registers_of
from scheduler.service.attend.taking import subject_of as subject_on
from scheduler.service.lived import NOTHING_HERE, today
from scheduler.service.rights import Action, may
from scheduler.service.whose_week import subject_of
from scheduler.store import mark_notes

if TYPE_CHECKING:
    from scheduler.domain.accounts import Actor
    from scheduler.store.engine import Store


@dataclass(frozen=True, kw_only=True)
class DaySeen:
    """Lines of the register of a date, how it stands with each, and for a student the marks."""

    known: Known
    instance: Instance
    day: date
    one: str
    lived: tuple[Lived, ...]
    marks: tuple[Mark, ...] = ()
    """Of a student: all marks about the date, in the order they were received."""
    notes: dict[str, str]
    """Words that came with marks, by mark."""

    @property
    def is_student(self) -> bool:
        """Whether it is the day of one student."""
        return StudentId(self.one) in self.instance.student_of


def day_of(store: Store, actor: Actor, term: str, one: str, day: date | None = None) -> DaySeen:
    """Show the day of a student, or who is expected at a site, with a person, in a van.

    Raises
    ------
    NotFoundError
        Nothing has this id on that date, or it is not theirs to see.
    """
    record = term_seen(store, actor, term)
    when = day or today(record)
    with store.read() as tx:
        known = registers_of(store).of_term(tx, actor.organisation, record.id)
        holding = known.register.holding(when) or known.register.first
        if holding is None or one not in holding.instance.names:
            raise NotFoundError(NOTHING_HERE)
        instance = holding.instance
        about = subject_of(actor.organisation, instance, one)[1]
        if mine := about.schools & actor.schools:
            about = replace(about, schools=mine)  # each line is asked about below
        if actor.person != one and not may(actor, Action.ATTENDANCE_READ, about):
            raise NotFoundError(NOTHING_HERE)
        lines = [
            line for line in _lines(known, instance, one, when) if _may_see(actor, known, line)
        ]
        lived, found = reading.standings(tx, known, lines)
        is_student = StudentId(one) in instance.student_of
        marks = sorted(
            found.get(one, ()) if is_student else (), key=lambda mark: (mark.received_at, mark.id)
        )
        notes = mark_notes.of_marks(tx, actor.organisation, [mark.id for mark in marks])
    note_seen(store, actor, [one] if is_student else [line.student for line in lines])
    return DaySeen(
        known=known,
        instance=instance,
        day=when,
        one=one,
        lived=tuple(lived),
        marks=tuple(marks),
        notes=notes,
    )


def _lines(known: Known, instance: Instance, one: str, day: date) -> Sequence[Expected]:
    register = known.register.on(day)
    if StudentId(one) in instance.student_of:
        return register.of_student(one)
    if RunId(one) in instance.run_of:
        return register.in_run(one)
    runs = [run.id for run in instance.runs if run.vehicle == one]
    if runs:
        return [line for run in runs for line in register.in_run(run)]
    return register.at_site(one) or register.of_advisory(one) or register.with_person(one)


def _may_see(actor: Actor, known: Known, line: Expected) -> bool:
    subject = subject_on(known, line.day, line.student, (line,))
    return subject is not None and may(actor, Action.ATTENDANCE_READ, subject)

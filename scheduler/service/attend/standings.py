"""How it stands with those whom somebody may know about, and the marks it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.attendance.day import Day
from scheduler.attendance.ledger import fold
from scheduler.attendance.rollup import Lived
from scheduler.domain.accounts import Actor
from scheduler.domain.attendance import Mark
from scheduler.domain.standing import Expected
from scheduler.errors import NotFoundError
from scheduler.service import audit
from scheduler.service.attend import reading
from scheduler.service.attend.registers import Known, registers_of
from scheduler.service.attend.taking import subject_of
from scheduler.service.lived import NOTHING_HERE
from scheduler.service.rights import Action, Whose, allow, may, whose
from scheduler.store import mark_notes, marks
from scheduler.store.engine import Store, Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Which:
    """Which lines of the register of a date are asked for; nothing: every student's day."""

    site: str | None = None
    student: str | None = None
    advisory: str | None = None
    person: str | None = None
    """With whom: a mentor, a lead, an advisor."""
    entry: str | None = None
    run: str | None = None


def key_of(one: Lived) -> str:
    """What lists are in the order of."""
    return f"{one.expected.student} {one.expected.entry}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Everything that is known of a student's day."""

    found: tuple[Lived, ...]
    marks: tuple[Mark, ...]
    """All, superseded ones too, in the order they were received."""
    notes: dict[str, str]
    """The words that came with a mark."""


def of_date(
    store: Store,
    actor: Actor,
    term: str,
    day: date,
    which: Which,
    *,
    only_work: bool = False,
    after: str | None = None,
    limit: int = 50,
) -> list[Lived]:
    """Say how it stands on a date, in the order of students; one more than asked for.

    With ``only_work`` it is the work list: where witnesses disagree, and what is disputed.

    Raises
    ------
    NotFoundError
        There is no such term, or it is not theirs.
    """
    allow(actor, Action.ATTENDANCE_READ)
    with store.read() as tx:
        known = known_of(tx, store, actor, term)
        lines = _visible(actor, known, day, _lines(known.register.on(day), which))
        lines = sorted(lines, key=lambda one: (one.student, one.entry))
        if after is not None:
            lines = [one for one in lines if f"{one.student} {one.entry}" > after]
        if not only_work:
            lines = lines[: limit + 1]
        found, _ = reading.standings(tx, known, lines)
    if only_work:
        found = [one for one in found if one.standing.is_work][: limit + 1]
    _note(store, actor, found)
    return found


def of_student(store: Store, actor: Actor, term: str, student: str, day: date) -> Evidence:
    """Say how it stands with a student on a date, with all the marks and words about it.

    Raises
    ------
    NotFoundError
        There is no such term or student, or they are not theirs.
    """
    allow(actor, Action.ATTENDANCE_READ)
    with store.read() as tx:
        known = known_of(tx, store, actor, term)
        lines = known.register.on(day).of_student(student)
        subject = subject_of(known, day, student, lines)
        if subject is None or not may(actor, Action.ATTENDANCE_READ, subject):
            raise NotFoundError(NOTHING_HERE)
        about = marks.of_student_on(tx, actor.organisation, student, day)
        found = tuple(Lived(line, fold(line, about, known.reading)) for line in lines)
        notes = mark_notes.of_marks(tx, actor.organisation, [one.id for one in about])
    if actor.person != student:
        audit.seen(store, actor, Action.ATTENDANCE_READ, [student])
    return Evidence(found=found, marks=tuple(about), notes=notes)


def known_of(tx: Tx, store: Store, actor: Actor, term: str) -> Known:
    """Give what is known of a term, if it is one of theirs.

    Raises
    ------
    NotFoundError
        There is no such term, or it is not theirs.
    """
    known = registers_of(store).of_term(tx, actor.organisation, term)
    if actor.schools and not frozenset(known.term.schools) & actor.schools:
        raise NotFoundError(NOTHING_HERE)
    return known


def _lines(day: Day, which: Which) -> Sequence[Expected]:
    """The lines that fit all that is asked."""
    lines: Sequence[Expected]
    if which.student is not None:
        lines = day.of_student(which.student)
    elif which.entry is not None:
        lines = day.at_entry(which.entry)
    elif which.run is not None:
        lines = day.in_run(which.run)
    elif which.person is not None:
        lines = day.with_person(which.person)
    elif which.advisory is not None:
        lines = day.of_advisory(which.advisory)
    elif which.site is not None:
        lines = day.at_site(which.site)
    else:
        lines = day.days()
    return [
        one
        for one in lines
        if which.entry in (None, one.entry)
        and which.advisory in (None, one.advisory)
        and which.site in (None, one.site)
        and (which.person is None or which.person in one.people)
    ]


def _visible(
    actor: Actor, known: Known, day: date, lines: Sequence[Expected]
) -> Sequence[Expected]:
    if Whose.SCHOOLS in whose(actor, Action.ATTENDANCE_READ) and not actor.schools:
        return lines
    seen: dict[str, bool] = {}
    for one in lines:
        if one.student not in seen:
            everything = known.register.on(day).of_student(one.student)
            subject = subject_of(known, day, one.student, everything)
            allowed = subject is not None and may(actor, Action.ATTENDANCE_READ, subject)
            seen[one.student] = allowed
    return [one for one in lines if seen[one.student]]


def _note(store: Store, actor: Actor, found: Sequence[Lived]) -> None:
    """Note whose attendance was looked at."""
    seen = sorted({one.expected.student for one in found})
    if seen and seen != [actor.person]:
        audit.seen(store, actor, Action.ATTENDANCE_READ, seen)

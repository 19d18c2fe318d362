"""Where a mark is contested or was made in error: disputes, and voiding what is faulty.

A dispute is a mark as well, about another one. The office settles it by correcting the mark
that is contested, or by correcting the dispute with the code `VOID`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from scheduler.attendance.codes import DISPUTED, VOID
from scheduler.attendance.superseding import standing_marks
from scheduler.domain.accounts import Actor, Role
from scheduler.domain.attendance import How, Mark, Refusal
from scheduler.errors import ConflictError, InvalidInputError, NotFoundError
from scheduler.service import audit
from scheduler.service.attend.news import tell
from scheduler.service.attend.recording import ANOTHER
from scheduler.service.attend.registers import Known
from scheduler.service.attend.standings import known_of
from scheduler.service.attend.taking import subject_of
from scheduler.service.lived import NOTHING_HERE
from scheduler.service.rights import Action, allow, allow_whole, may
from scheduler.service.who import moment
from scheduler.store import mark_notes, marks, refusals
from scheduler.store.engine import Store, Tx

MOST_VOIDED = 5_000
_HOW = {Role.STUDENT: How.CHECK_IN, Role.GUARDIAN: How.NOTE, Role.ADVISOR: How.REGISTER}


@dataclass(frozen=True, slots=True, kw_only=True)
class Faulty:
    """A period in which marks of some kind were made in error."""

    first: datetime
    last: datetime
    how: How | None = None
    """Only those that came in this way, such as by a kiosk that was broken."""
    site: str | None = None


def dispute(store: Store, actor: Actor, term: str, mark: str, id: str, reason: str) -> Mark:
    """Contest a mark; it stands until the office has looked into it.

    Raises
    ------
    NotFoundError
        There is no such mark, or it is about nobody of theirs.
    ConflictError
        The id is that of another mark.
    """
    allow(actor, Action.MARK_DISPUTE)
    now = moment()
    with store.write() as tx:
        known = known_of(tx, store, actor, term)
        named = marks.find(tx, actor.organisation, mark)
        if named is None or named.term != known.term.id:
            raise NotFoundError(NOTHING_HERE)
        subject = subject_of(known, named.day, named.student)
        if subject is None or not may(actor, Action.MARK_DISPUTE, subject):
            raise NotFoundError(NOTHING_HERE)
        how = next((how for role, how in _HOW.items() if role in actor.roles), How.OFFICE)
        made = Mark(
            id=id,
            term=named.term,
            student=named.student,
            day=named.day,
            site=named.site,
            entry=named.entry,
            code=DISPUTED,
            how=how,
            about={"disputes": named.id},
            effective_at=now,
            received_at=now,
            authority=how.authority,
            made_by=actor.account,
        )
        if _keep(tx, actor, {made.id: made}, reason):
            audit.done(tx, actor, Action.MARK_DISPUTE, [named.student], mark=named.id)
    tell(store, actor.organisation, [made])
    return made


def void_period(
    store: Store, actor: Actor, term: str, faulty: Faulty, id: str, reason: str
) -> list[Mark]:
    """Void all marks of a faulty period of a term that still stand, as a whole.

    Sent again under its id it voids nothing more than it did.

    Raises
    ------
    InvalidInputError
        There are too many at once.
    """
    allow(actor, Action.ATTENDANCE_DECIDE)
    now = moment()
    with store.write() as tx:
        known = known_of(tx, store, actor, term)
        found = marks.of_period(
            tx, actor.organisation, faulty.first, faulty.last, faulty.how, faulty.site
        )
        theirs = [one for one in found if one.term == term and _is_theirs(actor, known, one)]
        if len(theirs) > MOST_VOIDED:
            raise InvalidInputError(
                f"More than {MOST_VOIDED} marks lie in that period. Void a shorter one."
            )
        standing = _still_standing(tx, actor, theirs)
        made = {one.id: one for one in (_void(actor, mark, id, now) for mark in theirs) if one}
        made = {key: one for key, one in made.items() if one.supersedes in standing}
        _keep(tx, actor, made, reason)
        students = sorted({one.student for one in made.values()})
        audit.done(tx, actor, Action.ATTENDANCE_DECIDE, students, voided=len(made), request=id)
    tell(store, actor.organisation, list(made.values()))
    return sorted(made.values(), key=lambda one: one.supersedes or "")


def refused(
    store: Store, actor: Actor, before: int | None, limit: int
) -> list[tuple[int, Refusal]]:
    """List what was refused, latest first, with its number; one more than asked for.

    Raises
    ------
    ForbiddenError
        The account is for some schools only.
    """
    allow_whole(actor, Action.ATTENDANCE_DECIDE)
    with store.read() as tx:
        return refusals.page(tx, actor.organisation, before, limit)


def _is_theirs(actor: Actor, known: Known, mark: Mark) -> bool:
    subject = subject_of(known, mark.day, mark.student)
    return subject is not None and may(actor, Action.ATTENDANCE_DECIDE, subject)


def _still_standing(tx: Tx, actor: Actor, theirs: list[Mark]) -> set[str]:
    days: dict[tuple[str, date], list[Mark]] = {}
    for mark in theirs:
        key = (mark.student, mark.day)
        if key not in days:
            days[key] = marks.of_student_on(tx, actor.organisation, *key)
    return {one.id for about in days.values() for one in standing_marks(about)}


def _void(actor: Actor, mark: Mark, id: str, now: datetime) -> Mark | None:
    if mark.code == VOID or mark.authority > How.OFFICE.authority:
        return None
    return Mark(
        id=f"void-{hashlib.sha256(f'{id} {mark.id}'.encode()).hexdigest()[:32]}",
        term=mark.term,
        student=mark.student,
        day=mark.day,
        site=mark.site,
        entry=mark.entry,
        code=VOID,
        how=How.OFFICE,
        effective_at=now,
        received_at=now,
        authority=How.OFFICE.authority,
        supersedes=mark.id,
        made_by=actor.account,
    )


def _keep(tx: Tx, actor: Actor, made: dict[str, Mark], reason: str) -> bool:
    """Keep marks of the office; whether any of them is new."""
    recorded = marks.record(tx, actor.organisation, list(made.values()))
    if recorded.refused:
        raise ConflictError(ANOTHER)
    words = {one: (made[one].student, reason.strip()) for one in recorded.new}
    mark_notes.add(tx, actor.organisation, words)
    return bool(recorded.new)

"""What students answered when they checked in: the question of the week, by whom and when.

It is said to the school, and not to where they work: mentors are not shown it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from scheduler.errors import InvalidInputError
from scheduler.files.sheets import Sheet
from scheduler.service.attend.boards import note_seen, term_seen, theirs
from scheduler.service.attend.registers import registers_of
from scheduler.service.lived import today
from scheduler.service.rights import Action, allow
from scheduler.store import marks_of_dates

if TYPE_CHECKING:
    from scheduler.domain.accounts import Actor
    from scheduler.store.engine import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One answer of a student."""

    day: date
    student: str
    name: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The answers of some dates, in order of dates and names."""

    first: date
    last: date
    given: tuple[Answered, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How often each answer was given, the most frequent first."""
        found: dict[str, int] = {}
        for one in self.given:
            found[one.answer] = found.get(one.answer, 0) + 1
        return dict(sorted(found.items(), key=lambda both: (-both[1], both[0])))


def of_dates(
    store: Store, actor: Actor, term: str, first: date | None = None, last: date | None = None
) -> Answers:
    """Gather the answers of those whom somebody may know about; none given: of the whole term.

    Raises
    ------
    ForbiddenError, NotFoundError
        As `boards.term_seen`.
    InvalidInputError
        The first date is after the last.
    """
    allow(actor, Action.ALERT_EDIT)
    record = term_seen(store, actor, term)
    if first is not None and last is not None and first > last:
        raise InvalidInputError("The first date is after the last. Mend one of them.")
    since = max(first or record.first, record.first)
    until = min(last or record.last, record.last, today(record))
    with store.read() as tx:
        known = registers_of(store).of_term(tx, actor.organisation, record.id)
        found = marks_of_dates.with_answers(tx, actor.organisation, record.id, since, until)
    given = []
    for mark in found:
        holding, day = known.register.holding(mark.day), known.register.on(mark.day)
        if holding is None:
            continue
        is_theirs = theirs(actor, Action.ALERT_EDIT, holding.instance)
        if is_theirs is None or any(map(is_theirs, day.of_student(mark.student))):
            name = holding.instance.names.get(mark.student, mark.student)
            answer = str(mark.about["answer"])
            given.append(Answered(day=mark.day, student=mark.student, name=name, answer=answer))
    given.sort(key=lambda one: (one.day, one.name, one.student, one.answer))
    note_seen(store, actor, sorted({one.student for one in given}))
    return Answers(first=since, last=until, given=tuple(given))


def sheet_of(found: Answers) -> Sheet:
    """Write the answers as a table for a spreadsheet."""
    return Sheet(
        title="Answers",
        headings=("Date", "Id", "Student", "Answer"),
        rows=[[one.day.isoformat(), one.student, one.name, one.answer] for one in found.given],
    )

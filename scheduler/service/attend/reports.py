"""Reports: what the marks of some dates come to, told again from them whenever it is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from scheduler.attendance.rollup import By, Lived, Tally, roll_up
from scheduler.domain.instance import Instance
from scheduler.domain.standing import EntryKind, Expected
from scheduler.errors import InvalidInputError
from scheduler.files.sheets import Cell, Sheet
from scheduler.service.attend import reading
from scheduler.service.attend.boards import note_seen, term_seen, theirs
from scheduler.service.attend.registers import Known, registers_of
from scheduler.service.lived import today
from scheduler.service.rights import Action

if TYPE_CHECKING:
    from scheduler.domain.accounts import Actor
    from scheduler.store.engine import Store

HEADINGS: dict[By, str] = {
    By.STUDENT: "Student",
    By.ADVISORY: "Advisory",
    By.MENTOR: "Mentor",
    By.SITE: "Site",
    By.DATE: "Date",
    By.WEEKDAY: "Weekday",
    By.MODE: "Way there",
    By.JOURNEY: "Journey",
    By.TERM: "Term",
}
COLUMNS = (
    "Days",
    "Present",
    "Excused",
    "Absent",
    "Unverified",
    "Attendance",
    "Late",
    "Minutes late",
    "Left early",
    "Mentor has not confirmed",
    "Most absences in a row",
    "Chronically absent",
    "Internship hours",
    "of planned hours",
    "of the term’s target",
    "To look into",
)


@dataclass(frozen=True, kw_only=True)
class Period:
    """What happened on some dates, as far as somebody may see it."""

    known: Known
    instance: Instance | None
    """The data of the last date, for names."""
    first: date
    last: date
    lived: Sequence[Lived]
    targets: dict[str, int]
    """By student, the minutes of days out that the whole term plans."""

    def name(self, key: str) -> str:
        """Call what a row is about by its name."""
        return self.instance.names.get(key, key) if self.instance is not None else key

    def rows(self, by: By) -> dict[str, Tally]:
        """What it comes to, by what is asked for."""
        return roll_up(self.lived, by)


def period(
    store: Store, actor: Actor, term: str, first: date | None = None, last: date | None = None
) -> Period:
    """Gather some dates of a term; none given: from its first to its last, or today.

    Raises
    ------
    ForbiddenError, NotFoundError
        As `boards.term_seen`.
    InvalidInputError
        The first date is after the last.
    """
    record = term_seen(store, actor, term)
    since = max(first or record.first, record.first)
    until = min(last or record.last, record.last, today(record))
    if first is not None and last is not None and first > last:
        raise InvalidInputError("The first date is after the last. Mend one of them.")
    with store.read() as tx:
        known = registers_of(store).of_term(tx, actor.organisation, record.id)
        lines = _lines(actor, known, since, until)
        students = {line.student for line in lines}
        lived = reading.lived(tx, known, lines)
    holding = known.register.holding(until) or known.register.first
    return Period(
        known=known,
        instance=holding.instance if holding is not None else None,
        first=since,
        last=until,
        lived=lived,
        targets=_targets(known, students),
    )


def _lines(actor: Actor, known: Known, first: date, last: date) -> list[Expected]:
    found: list[Expected] = []
    for ahead in range((last - first).days + 1):
        day = first + timedelta(days=ahead)
        holding = known.register.holding(day)
        if holding is not None:
            is_theirs = theirs(actor, Action.ATTENDANCE_READ, holding.instance)
            days = known.register.on(day).days()
            found += days if is_theirs is None else filter(is_theirs, days)
    return found


def _targets(known: Known, students: set[str]) -> dict[str, int]:
    """By student, the minutes that the days out of the whole term come to."""
    targets = dict.fromkeys(students, 0)
    span = (known.term.last - known.term.first).days + 1
    for ahead in range(span):
        register = known.register.on(known.term.first + timedelta(days=ahead))
        for student, minutes in register.minutes_out.items():
            if student in targets:
                targets[student] += minutes
    return targets


def sheet_of(found: Period, by: By) -> Sheet:
    """Write a report as a table for a spreadsheet."""
    rows: list[list[Cell]] = []
    for key, tally in found.rows(by).items():
        target = found.targets.get(key) if by is By.STUDENT else None
        rows.append([key, found.name(key), *cells_of(tally, target)])
    return Sheet(
        title=f"By {HEADINGS[by].lower()}",
        headings=("Id", HEADINGS[by], *COLUMNS),
        rows=rows,
        shares=frozenset({7, 15, 16}),
    )


def cells_of(tally: Tally, target: int | None) -> list[Cell]:
    """The figures of a row, in the order of `COLUMNS`."""
    out, planned = tally.out_present_minutes, tally.out_planned_minutes
    return [
        tally.days,
        tally.present,
        tally.excused,
        tally.absent,
        tally.unverified,
        tally.attendance,
        tally.late,
        tally.late_minutes,
        tally.early,
        tally.unconfirmed,
        tally.longest_absence,
        "yes" if tally.is_chronic else "",
        round(out / 60, 1),
        out / planned if planned else None,
        out / target if target else None,
        tally.flagged,
    ]


def note_report(store: Store, actor: Actor, found: Period) -> None:
    """Note whose attendance somebody took away or saw by name."""
    note_seen(store, actor, sorted({one.expected.student for one in found.lived}))


def is_day_out(one: Lived) -> bool:
    """Whether a line is a day at an internship site."""
    return one.expected.kind is EntryKind.DAY_OUT

"""A date of a term as it goes: the board of it, kept up to date with what is recorded."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from scheduler.attendance.board import Board
from scheduler.attendance.codes import BOARDED
from scheduler.attendance.hearing import Reading
from scheduler.attendance.ledger import fold
from scheduler.attendance.register import Holding
from scheduler.attendance.superseding import standing_marks
from scheduler.domain.attendance import Mark
from scheduler.domain.codes import Codes
from scheduler.service.attend import feed
from scheduler.service.attend.registers import codes_of, register_of
from scheduler.store import marks_of_dates
from scheduler.store.engine import Store
from scheduler.store.terms import term as term_of

if TYPE_CHECKING:
    from scheduler.domain.records import TermRecord
    from scheduler.store.engine import Tx

MOST_DAYS = 12
"""Dates that are kept at hand."""
LOOK_EVERY = {True: 10.0, False: 0.5}
"""Seconds after which what other processes recorded is looked for; on SQLite there is hardly
another, on PostgreSQL there may be several."""


class LiveDay:
    """The board of a date of a term, and the marks it shows."""

    def __init__(self, store: Store, term: TermRecord, day: date) -> None:
        self.store, self.term, self.day = store, term, day
        self.zone = ZoneInfo(term.zone)
        self.ear = feed.Ear()
        self.lock = threading.RLock()
        feed.listen(term.organisation, day, self.ear)
        self.holding: Holding | None = None
        self.board = Board((), {})
        self.marks: dict[str, list[Mark]] = {}
        self.reading: Reading
        self._looked = time.monotonic()
        with store.read() as tx:
            self._begin(tx)

    def is_of(self, holding: Holding | None, codes: Codes) -> bool:
        """Whether the release and codes of the date are still those it was made with."""
        return self.holding is holding and self.reading.codes == codes

    def _begin(self, tx: Tx) -> None:
        """Read the register and all marks of the date."""
        organisation = self.term.organisation
        register = register_of(tx, organisation, self.term.id)
        self.holding = register.holding(self.day)
        self.reading = Reading(codes=codes_of(tx, organisation), zone=self.zone)
        instance = self.holding.instance if self.holding is not None else None
        schools = (
            {one.id: instance.room_of[one.room][1].school for one in instance.advisories}
            if instance is not None
            else {}
        )
        self.board = Board(register.on(self.day).days(), schools)
        self._take(marks_of_dates.between(tx, organisation, self.day, self.day), every=True)

    def refresh(self) -> Board:
        """Bring the board up to date with what was recorded, here or by another process."""
        organisation = self.term.organisation
        with self.lock:
            now = time.monotonic()
            if now - self._looked >= LOOK_EVERY[self.store.is_sqlite]:
                self._looked = now
                self.ear.take()
                with self.store.read() as tx:
                    found = marks_of_dates.between(tx, organisation, self.day, self.day)
                self._take(found, every=True)
            elif self.ear.has_heard:
                heard = self.ear.take()
                with self.store.read() as tx:
                    found = marks_of_dates.between(tx, organisation, self.day, self.day, heard)
                self._take(found)
            return self.board

    def _take(self, found: Iterable[Mark], *, every: bool = False) -> None:
        by_student: dict[str, list[Mark]] = defaultdict(list)
        for mark in found:
            by_student[mark.student].append(mark)
        for student, own in by_student.items():
            if every and len(own) == len(self.marks.get(student, ())):
                continue  # marks are only ever added
            self.marks[student] = own
            boarded = any(one.code == BOARDED for one in standing_marks(own))
            for number in self.board.of_student.get(student, ()):
                standing = fold(self.board.lines[number], own, self.reading)
                self.board.put(number, standing, boarded=boarded)

    def minute(self, now: datetime | None = None) -> int:
        """Minutes after the midnight that began the date; the day after has 1,440 and more."""
        local = (now or datetime.now(UTC)).astimezone(self.zone)
        return (local.date() - self.day).days * 1440 + local.hour * 60 + local.minute


_LIVE: WeakKeyDictionary[Store, dict[tuple[str, date], LiveDay]] = WeakKeyDictionary()
_LOCK = threading.Lock()


def live_day(store: Store, organisation: str, term: str, day: date) -> LiveDay:
    """Give a date of a term as it goes; it is shared by all who look at it."""
    with store.read() as tx:
        record = term_of(tx, organisation, term)
        holding = register_of(tx, organisation, term).holding(day)
        codes = codes_of(tx, organisation)
    key = (record.id, day)
    with _LOCK:
        days = _LIVE.setdefault(store, {})
        found = days.get(key)
        if found is None or not found.is_of(holding, codes):
            found = days[key] = LiveDay(store, record, day)
            while len(days) > MOST_DAYS:
                del days[next(iter(days))]
    found.refresh()
    return found

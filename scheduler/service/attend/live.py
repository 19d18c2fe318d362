"""A date of a term as it goes: the board of it, kept up to date with what is recorded."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from weakref import WeakKeyDictionary

from scheduler import pace
from scheduler.attendance.board import Board
from scheduler.attendance.codes import BOARDED
from scheduler.attendance.ledger import fold_standing
from scheduler.attendance.register import Holding
from scheduler.attendance.said import Said
from scheduler.domain.alerts import AlertNote
from scheduler.domain.attendance import Mark
from scheduler.service.attend import news
from scheduler.service.attend.registers import Known, registers_of
from scheduler.store import alert_steps, marks_of_dates
from scheduler.store.engine import Store, Tx

MOST_DAYS = 12
"""Dates that are kept at hand."""
LOOK_EVERY = {True: 10.0, False: 0.5}
"""Seconds after which what other processes recorded is looked for; on SQLite there is hardly
another, on PostgreSQL there may be several."""

MARGIN = {True: 20.0, False: 10.0}
"""Seconds before the last look from which on what was received is looked for again: a mark is in
the store some time after it was received, and no two clocks are alike."""

MOST_UNDECIDED = 10
"""Looks after which what came is read anew, be it clear or not that any of it is missing."""

MOST_UNFOLDED = 1_000
"""Students whose marks wait for somebody to look at them; who looks at all has to fold them."""
MOST_FOR_OTHERS = 50
"""Students folded by who does not look at them, where more are waiting: some 3 ms."""
SETTLED_EACH = 1_000
"""Lines and marks that have come to stay, after which the rubbish collector is told to pass over
them: a few at a time, for to look through them is a moment in which nobody is answered."""


class LiveDay:
    """The board of a date of a term, and the marks it shows."""

    def __init__(self, store: Store, known: Known, day: date) -> None:
        self.term, self.day = known.term, day
        self._look_every = LOOK_EVERY[store.is_sqlite]
        self.reading = known.reading
        self.holding: Holding | None = known.register.holding(day)
        self.lock = threading.RLock()
        self.said: dict[str, Said] = {}
        """By student."""
        self._unfolded: dict[str, bool] = {}
        """About whom something new was said, and whether any of it tells."""
        self.poked = 0
        """Grows by one whenever somebody did something about an alert."""
        self._looks = 0
        self._new: list[Mark] = []
        self._new_lock = threading.Lock()
        self._steps: dict[str, list[AlertNote]] | None = None
        instance = self.holding.instance if self.holding is not None else None
        advisories = instance.advisories if instance is not None else ()
        schools: dict[str, str] = {
            one.id: instance.room_of[one.room][1].school for one in advisories if instance
        }
        self.board = Board(known.register.on(day).days(), schools)
        self._known = 0
        """Marks that are here."""
        self._staying = len(self.board.lines)
        self._looked = -LOOK_EVERY[True]
        self._undecided = 0
        """Looks of late at which it was not clear whether anything is missing."""
        self._since: datetime | None = None
        self._margin = MARGIN[store.is_sqlite]

    def is_of(self, known: Known) -> bool:
        """Whether the release, its names and the codes are still those it was made with."""
        same = self.holding is known.register.holding(self.day)
        return same and self.reading.codes == known.reading.codes

    def hear(self, marks: Sequence[Mark]) -> None:
        """Marks were recorded in this process: they are on the board when it is next shown."""
        with self._new_lock:
            self._new += marks

    def fold_some(self, most: int) -> bool:
        """Fold a few of those about whom something new was said; False when that is done."""
        with self.lock:
            self._take(self._heard())
            self._fold(list(islice(self._unfolded, most)))
            return bool(self._unfolded)

    def refresh(self, store: Store, whom: frozenset[str] | None = None) -> Board:
        """Bring the board up to date with what was recorded, here or by another process.

        Where only some students are looked at, the others may wait for who looks at them.
        """
        with self.lock:
            self._take(self._heard())
            if self._is_time():
                self._look_for_others(store)
            if whom is not None:
                self._fold([student for student in self._unfolded if student in whom])
            waiting = len(self._unfolded)
            if whom is not None:
                waiting = min(waiting - MOST_UNFOLDED, MOST_FOR_OTHERS)
            self._fold(list(islice(self._unfolded, max(0, waiting))))
            if self._staying >= SETTLED_EACH:
                self._staying = 0
                pace.settle()
            return self.board

    def _look_for_others(self, store: Store) -> None:
        """Take what other processes recorded, if the store has more than is here.

        To read what came takes long where much comes, and while this process is writing the store
        and what was heard of it are seldom at the same mark: then the next look decides.
        """
        organisation, known = self.term.organisation, self._known
        since = datetime.now(UTC) - timedelta(seconds=self._margin)
        with store.read() as tx:
            there = marks_of_dates.count(tx, organisation, self.day)
            self._take(self._heard())
            if there not in (known, self._known):
                is_moving = known != self._known and self._since is not None
                if is_moving and self._undecided < MOST_UNDECIDED:
                    self._undecided += 1
                    return
                self._take(self._recorded(tx, organisation))
        self._undecided = 0
        self._since = since
        self._looked = time.monotonic()
        self._steps = None
        self._looks += 1

    def _heard(self) -> list[Mark]:
        with self._new_lock:
            new, self._new = self._new, []
        return new

    def _recorded(self, tx: Tx, organisation: str) -> list[Mark]:
        """What the store has of the date that is not here: at first all, then what came since."""
        if self._since is None:
            return marks_of_dates.between(tx, organisation, self.day, self.day)
        there = marks_of_dates.received_since(tx, organisation, self.day, self._since)
        ids = [id for id, student in there if not self._is_here(id, student)]
        return marks_of_dates.of_ids(tx, organisation, ids)

    def _is_here(self, id: str, student: str) -> bool:
        said = self.said.get(student)
        return said is not None and id in said.marks

    def _is_time(self) -> bool:
        return time.monotonic() - self._looked >= self._look_every

    def _take(self, found: Sequence[Mark]) -> None:
        for mark in found:
            said = self.said.get(mark.student)
            if said is None:
                said = self.said[mark.student] = Said(self.reading.zone)
            if mark.id not in said.marks:  # marks are only ever added
                is_telling = said.add(mark)
                self._unfolded[mark.student] = is_telling or self._unfolded.get(mark.student, False)
                self._known += 1
                self._staying += 1

    def _fold(self, students: Sequence[str]) -> None:
        for student in students:
            self._put(student, self.said[student], self._unfolded.pop(student))

    def _put(self, student: str, said: Said, is_telling: bool) -> None:
        """Fold what was said of a student anew, where anything of it tells."""
        numbers = self.board.of_student.get(student)
        if not numbers or said.received is None:
            return
        heard = said.received.timestamp()
        if not is_telling:
            self.board.hear(numbers, heard)
            return
        marks = said.telling()
        boarded = any(one.code == BOARDED for one in marks)
        for number in numbers:
            standing = fold_standing(self.board.lines[number], marks, self.reading)
            self.board.put(number, standing, boarded=boarded, heard=heard)

    @property
    def state(self) -> tuple[int, int, int, int]:
        """Changes with whatever a board of the date may show."""
        return self.board.version, self.poked, self._looks, self.minute()

    def poke(self) -> None:
        """Somebody did something about an alert."""
        with self.lock:
            self.poked += 1
            self._steps = None

    def steps(self, store: Store) -> dict[str, list[AlertNote]]:
        """What was done about the alerts of the date, by alert."""
        with self.lock:
            if self._steps is None:
                self._steps = defaultdict(list)
                with store.read() as tx:
                    notes = alert_steps.of_day(tx, self.term.organisation, self.term.id, self.day)
                for note in notes:
                    self._steps[note.alert].append(note)
            return self._steps

    def minute(self, now: datetime | None = None) -> int:
        """Minutes after the midnight that began the date; the day after has 1,440 and more."""
        local = (now or datetime.now(UTC)).astimezone(self.reading.zone)
        return (local.date() - self.day).days * 1440 + local.hour * 60 + local.minute


class _Days:
    """The dates of a store that somebody looks at."""

    def __init__(self, store: Store) -> None:
        self.lock = threading.Lock()
        self.days: dict[tuple[str, str, date], LiveDay] = {}
        news.listen(store, self.hear)

    def hear(self, organisation: str, marks: Sequence[Mark]) -> None:
        """Tell the dates that are kept of what is new."""
        for (own, _, day), live in tuple(self.days.items()):
            if own == organisation:
                about = [one for one in marks if one.day == day]
                if about:
                    live.hear(about)


_OF_STORE: WeakKeyDictionary[Store, _Days] = WeakKeyDictionary()
_LOCK = threading.Lock()


def live_day(store: Store, organisation: str, term: str, day: date) -> LiveDay:
    """Give a date of a term as it goes, as of the last look; all who look at it share it."""
    known = registers_of(store).at_hand(organisation, term)
    if known is None:
        with store.read() as tx:
            known = registers_of(store).of_term(tx, organisation, term)
    with _LOCK:
        kept = _OF_STORE.get(store)
        if kept is None:
            kept = _OF_STORE[store] = _Days(store)
    key = (organisation, term, day)
    with kept.lock:
        found = kept.days.get(key)
        if found is None or not found.is_of(known):
            kept.days.pop(key, None)
            found = kept.days[key] = LiveDay(store, known, day)
            while len(kept.days) > MOST_DAYS:
                del kept.days[next(iter(kept.days))]
    return found

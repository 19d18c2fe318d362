"""The live board: how it stands with everybody whom somebody may see, and who to call."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from scheduler.attendance.board import KINDS, STATES, BoardBy
from scheduler.domain.alerts import AlertStep
from scheduler.domain.standing import Expected
from scheduler.errors import NotFoundError
from scheduler.service import audit
from scheduler.service.attend.live import LiveDay, live_day
from scheduler.service.attend.registers import registers_of
from scheduler.service.attend.shown import AlertSeen, Bools, Figures, Ints, LineSeen, Shown
from scheduler.service.lived import NOTHING_HERE, today
from scheduler.service.rights import Action, Whose, allow, whose
from scheduler.store import terms

if TYPE_CHECKING:
    from scheduler.domain.accounts import Actor
    from scheduler.domain.instance import Instance
    from scheduler.domain.records import TermRecord
    from scheduler.store.engine import Store


class BoardOf:
    """The board of a date as one who asks may see it."""

    def __init__(
        self,
        store: Store,
        live: LiveDay,
        actor: Actor,
        within: tuple[BoardBy, str] | None = None,
    ) -> None:
        self.store, self.live, self.actor = store, live, actor
        self._only = self.allowed(Action.ATTENDANCE_READ)
        if within is not None:
            wanted = live.board.of(*within)
            self._only = wanted if self._only is None else np.intersect1d(self._only, wanted)
        self._whom: frozenset[str] | None = None
        """The students on whom depends what they see: whether a register was taken, too."""
        self._called = self._only
        """The lines whose alerts they see: all of a student of whom they may see one."""
        if self._only is not None:
            students = {live.board.lines[n].student for n in self._only.tolist()}
            every = [n for one in students for n in live.board.of_student[one]]
            self._called = np.array(sorted(every), np.int64)
            registered = live.board.of_registers(self._only).tolist()
            self._whom = frozenset(students | {live.board.lines[n].student for n in registered})
        self._groups: dict[BoardBy, tuple[list[str], Ints]] = {}
        self.key = None if self._only is None else self._only.tobytes()
        """The same for all who see the same lines; None: all of them."""

    @property
    def is_empty(self) -> bool:
        """Whether nobody is expected whom they may see."""
        return len(self.live.board.lines) == 0 or (self._only is not None and not len(self._only))

    def show(self, by: BoardBy, at: int | None = None, most: int | None = None) -> Shown:
        """Count everybody as it stands now, or at a minute.

        Alerts that nobody looks into yet come first, those due first before the others; of them
        and of those that somebody looks into so many are given at most.
        """
        board = self.live.refresh(self.store, self._whom)
        minute = self.live.minute() if at is None else at
        with self.live.lock:
            alerts, more = self._alerts(minute, most)
            numbers, kinds, _ = board.calls(minute, self._called)
            resolved = int(self._resolved(numbers, kinds).sum())
            return Shown(
                version=(board.version, self.live.poked),
                at=minute,
                by=by,
                totals=self._totals(minute),
                rows=board.counts(by, minute, self._only),
                alerts=alerts,
                more_alerts=more,
                open_alerts=len(numbers) - resolved,
                untaken=self._untaken(minute),
            )

    def figures(self, by: BoardBy) -> Figures:
        """Count everybody as was heard of them up to the last look: quick, for open boards."""
        board, minute = self.live.board, self.live.minute()
        with self.live.lock:
            if by not in self._groups:
                self._groups[by] = board.groups(by, self._only)
            ids, codes = self._groups[by]
            numbers, kinds, _ = board.calls(minute, self._called)
            return Figures(
                at=minute,
                totals=self._totals(minute),
                ids=ids,
                table=board.table(ids, codes, minute, self._only),
                alerts=len(numbers) - int(self._resolved(numbers, kinds).sum()),
                calls=numbers * len(KINDS) + kinds,
                steps=crc32(self._steps_seen()),
                untaken=tuple(self._untaken(minute)),
                heard=board.heard(self._only),
            )

    def keys(self, calls: Ints) -> list[str]:
        """What names the alerts of some figures: who, at what and why, and no name."""
        board, width = self.live.board, len(KINDS)
        return [board.alert(one // width, one % width, 0).key for one in calls.tolist()]

    def _resolved(self, numbers: Ints, kinds: Ints) -> Bools:
        """Of alerts, by number of line and kind, whether somebody has resolved them."""
        steps, board = self.live.steps(self.store), self.live.board
        last = [notes[-1] for notes in steps.values() if notes]
        done = {one.alert: one.student for one in last if one.step is AlertStep.RESOLVED}
        lines = [n for student in set(done.values()) for n in board.of_student.get(student, ())]
        found = np.isin(numbers, np.array(lines, np.int64))
        for place in np.flatnonzero(found).tolist():
            found[place] = board.alert(int(numbers[place]), int(kinds[place]), 0).key in done
        return found

    def _totals(self, minute: int) -> tuple[int, ...]:
        states = self.live.board.states(minute)
        seen = states if self._only is None else states[self._only]
        return tuple(np.bincount(seen, minlength=len(STATES)).tolist())

    def _untaken(self, minute: int) -> dict[str, str]:
        return dict(sorted(self.live.board.untaken(minute, self._only).items()))

    def _steps_seen(self) -> bytes:
        """What was done about alerts that they see."""
        steps = self.live.steps(self.store)
        seen = None if self._called is None else set(self._called.tolist())
        lines = self.live.board.of_student
        return "".join(
            f"{key} {notes[-1].step} "
            for key, notes in sorted(steps.items())
            if notes and (seen is None or not seen.isdisjoint(lines.get(notes[-1].student, ())))
        ).encode()

    def lines(self, at: int | None = None) -> list[LineSeen]:
        """Everybody one by one, in order of the register."""
        board = self.live.refresh(self.store, self._whom)
        minute = self.live.minute() if at is None else at
        with self.live.lock:
            states = board.states(minute).tolist()
            numbers = range(len(board.lines)) if self._only is None else self._only.tolist()
            return [
                LineSeen(expected=board.lines[n], state=states[n], standing=board.standings[n])
                for n in numbers
            ]

    def _alerts(self, minute: int, most: int | None) -> tuple[tuple[AlertSeen, ...], int]:
        board, steps = self.live.board, self.live.steps(self.store)
        calls = [each.tolist() for each in board.calls(minute, self._called)]
        with_steps = {notes[-1].student for notes in steps.values() if notes}
        begun: list[tuple[int, int, int]] = []
        untouched: list[tuple[int, int, int]] = []
        for call in zip(calls[0], calls[1], calls[2], strict=True):
            is_begun = False
            if with_steps and board.lines[call[0]].student in with_steps:
                alert = board.alert(*call)
                is_begun = bool(steps.get(alert.key))
            (begun if is_begun else untouched).append(call)
        order = list(AlertStep)
        seen = [AlertSeen(alert=board.alert(*call)) for call in untouched[:most]]
        looked_into = [board.alert(*call) for call in begun]
        rest = [AlertSeen(alert=one, steps=tuple(steps[one.key])) for one in looked_into]
        rest.sort(key=lambda one: order.index(one.steps[-1].step))
        shown = seen + rest[:most]
        return tuple(shown), len(calls[0]) - len(shown)

    def allowed(self, action: Action) -> Ints | None:
        """The lines of whom they may do this with; None: all of them."""
        holding = self.live.holding
        is_theirs = theirs(self.actor, action, holding.instance if holding else None)
        if is_theirs is None:
            return None
        lines = self.live.board.lines
        return np.array([n for n, line in enumerate(lines) if is_theirs(line)], np.int64)


def theirs(
    actor: Actor, action: Action, instance: Instance | None
) -> Callable[[Expected], bool] | None:
    """Say of lines of the register whether somebody may do this with them; None: with all."""
    granted = whose(actor, action)
    if Whose.SCHOOLS in granted and not actor.schools:
        return None
    advisories = instance.advisories if instance is not None else ()
    advisors = {str(one.id): one.advisor for one in advisories}
    schools = {str(one.id): instance.room_of[one.room][1].school for one in advisories if instance}

    def is_theirs(line: Expected) -> bool:
        return (
            (Whose.SCHOOLS in granted and schools.get(line.advisory) in actor.schools)
            or (Whose.ADVISEES in granted and advisors.get(line.advisory) == actor.person)
            or (Whose.WITH in granted and actor.person in line.people)
            or (Whose.WARDS in granted and line.student in actor.wards)
            or (Whose.OWN in granted and line.student == actor.person)
        )

    return is_theirs


def term_seen(store: Store, actor: Actor, term: str) -> TermRecord:
    """Give a term whose attendance somebody may look into, as far as it is theirs.

    Raises
    ------
    ForbiddenError
        They may see nobody's attendance.
    NotFoundError
        There is no such term, or it is not theirs.
    """
    allow(actor, Action.ATTENDANCE_READ)
    known = registers_of(store).at_hand(actor.organisation, term)
    if known is not None:  # fifty open boards ask again and again
        record = known.term
    else:
        with store.read() as tx:
            record = terms.term(tx, actor.organisation, term)
    if actor.schools and not frozenset(record.schools) & actor.schools:
        raise NotFoundError(NOTHING_HERE)
    return record


def running(store: Store, actor: Actor) -> list[TermRecord]:
    """Give the terms that today is in, of those whose attendance somebody may look into."""
    allow(actor, Action.ATTENDANCE_READ)
    with store.read() as tx:
        known = terms.terms(tx, actor.organisation)
    return [
        one
        for one in known
        if one.first <= today(one) <= one.last
        and (not actor.schools or frozenset(one.schools) & actor.schools)
    ]


def board_of(
    store: Store,
    actor: Actor,
    term: str,
    day: date | None = None,
    within: tuple[BoardBy, str] | None = None,
) -> BoardOf:
    """Open the board of a date, today if none is given, of all or of a school, site and so on.

    Raises
    ------
    ForbiddenError, NotFoundError
        As `term_seen`.
    """
    record = term_seen(store, actor, term)
    live = live_day(store, actor.organisation, record.id, day or today(record))
    return BoardOf(store, live, actor, within)


SEEN_ONCE = 600.0
"""Seconds in which being shown somebody again is the same look at an open board."""
MOST_LOOKERS = 2_000
_SEEN: dict[tuple[str, str], tuple[float, frozenset[str]]] = {}


def note_seen(store: Store, actor: Actor, students: Sequence[str]) -> None:
    """Note whose attendance somebody was shown by name; a board shown again is noted once."""
    who, now = (actor.account, actor.credential), time.monotonic()
    begun, known = _SEEN.pop(who, (now, frozenset()))
    if now - begun > SEEN_ONCE:
        begun, known = now, frozenset()
    new = sorted(set(students) - known - {actor.person or ""})
    if new:
        audit.seen(store, actor, Action.ATTENDANCE_READ, new)
    _SEEN[who] = (begun, known | frozenset(new))
    while len(_SEEN) > MOST_LOOKERS:
        _SEEN.pop(next(iter(_SEEN)), None)

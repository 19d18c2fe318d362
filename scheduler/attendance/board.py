"""The board of a day: how it stands with everybody at a minute, counted and watched.

It is kept up to date line by line as marks come in; what depends on the minute is worked out
when it is asked for, over all lines at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from scheduler.domain.attendance import Witness
from scheduler.domain.calendar import minute
from scheduler.domain.codes import Counts
from scheduler.domain.standing import EntryKind, Expected, Presence, Standing

BOARDING_SLACK = 5
"""Minutes after a van was to leave before it matters that somebody was not in it."""


class Shown(StrEnum):
    """How it stands with somebody at a minute."""

    EXPECTED = "expected"
    """Not due yet, or due so lately that nobody need worry."""
    CONFIRMED = "confirmed"
    SELF_REPORTED = "self-reported"
    LATE = "late"
    EXCUSED = "excused"
    MISSING = "missing"
    """Due, and nobody has said anything."""
    UNVERIFIED = "unverified"
    """Nobody has said anything, and the day there is over, or it is a day on campus whose register
    is not taken. It is not absence."""
    ABSENT = "absent"


class BoardBy(StrEnum):
    """What a board is counted by."""

    SCHOOL = "school"
    SITE = "site"
    ADVISORY = "advisory"
    MENTOR = "mentor"
    VAN = "van"


class AlertKind(StrEnum):
    """Why somebody should call."""

    NOT_BOARDED = "not-boarded"
    """The van left without them."""
    LEFT_VAN = "left-van"
    """They were in the van, and are not at the site."""
    NOT_THERE = "not-there"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """Somebody who ought to be somewhere, and of whom nobody knows."""

    kind: AlertKind
    expected: Expected
    since: int
    """From which minute of the day on."""

    @property
    def key(self) -> str:
        """What names it: who, at what, and why; there is one of these on a date at most."""
        return f"{self.expected.student}/{self.expected.entry}/{self.kind.value}"


STATES = tuple(Shown)
_NUMBER = {one: number for number, one in enumerate(STATES)}
_KNOWN = {
    Presence.SELF_REPORTED: _NUMBER[Shown.SELF_REPORTED],
    Presence.CONFIRMED: _NUMBER[Shown.CONFIRMED],
    Presence.EXCUSED: _NUMBER[Shown.EXCUSED],
    Presence.ABSENT: _NUMBER[Shown.ABSENT],
}
_SILENT = -1
_DECIDE = frozenset({Witness.MENTOR, Witness.REGISTER, Witness.OFFICE})

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Calls = tuple[Ints, Ints, Ints]
Key = TypeVar("Key", str, tuple[str, str])
KINDS = (AlertKind.NOT_BOARDED, AlertKind.LEFT_VAN, AlertKind.NOT_THERE)


class Board:
    """The whole days of a date: one line a student and site."""

    def __init__(self, lines: Sequence[Expected], school_of: Mapping[str, str]) -> None:
        """Begin with nobody heard of; ``school_of`` says to which school an advisory belongs."""
        self.lines = tuple(lines)
        self.of_student: dict[str, list[int]] = {}
        for number, one in enumerate(self.lines):
            self.of_student.setdefault(one.student, []).append(number)
        self.standings: list[Standing | None] = [None] * len(self.lines)
        size = len(self.lines)
        self._start = np.fromiter((one.start for one in self.lines), np.int64, size)
        self._end = np.fromiter((one.end for one in self.lines), np.int64, size)
        self._due = self._start + np.fromiter((one.slack for one in self.lines), np.int64, size)
        self._excused = np.zeros(size, np.int64)
        self._known = np.full(size, _SILENT)
        self._boarded = np.zeros(size, bool)
        self._left_behind = np.zeros(size, bool)
        self._departs = np.fromiter((_van_departs(one) for one in self.lines), np.int64, size)
        on_campus = [one.kind is EntryKind.CAMPUS for one in self.lines]
        self._campus = np.array(on_campus, bool)
        self._decided = np.zeros(size, bool)
        self._heard = np.zeros(size)
        self._keys: dict[BoardBy, tuple[list[str], Ints]] = {
            BoardBy.SCHOOL: _coded(school_of.get(one.advisory, "") for one in self.lines),
            BoardBy.SITE: _coded(one.site for one in self.lines),
            BoardBy.ADVISORY: _coded(one.advisory for one in self.lines),
            BoardBy.MENTOR: _coded(
                "" if one.kind is EntryKind.CAMPUS else next(iter(one.people), "")
                for one in self.lines
            ),
            BoardBy.VAN: _coded(_van(one) for one in self.lines),
        }
        self._registers, self._register = _coded((one.advisory, one.site) for one in self.lines)
        self.version = 0
        """Grows by one with everything that is put."""
        self._states: tuple[tuple[int, int], Ints] | None = None
        self._calls: tuple[tuple[int, int], Calls] | None = None
        self._waiting: tuple[tuple[int, int], Bools] | None = None

    def put(
        self, number: int, standing: Standing, *, boarded: bool = False, heard: float = 0.0
    ) -> None:
        """Say how it stands with a line, whether the van took the student, when it was heard."""
        self.standings[number] = standing
        is_late = standing.is_late and standing.counts is Counts.PRESENT
        state = _KNOWN.get(standing.presence, _SILENT)
        self._known[number] = _NUMBER[Shown.LATE] if is_late else state
        self._excused[number] = standing.excused_minutes
        self._boarded[number] = boarded
        self._left_behind[number] = standing.says.get(Witness.VAN) is Counts.ABSENT
        self._decided[number] = not _DECIDE.isdisjoint(standing.says)
        self._heard[number] = heard
        self.version += 1

    def hear(self, numbers: Sequence[int], heard: float) -> None:
        """Something was heard that changes nothing of how it stands with some lines."""
        for number in numbers:
            self._heard[number] = heard
        self.version += 1

    def states(self, at: int) -> Ints:
        """How it stands with every line at a minute, as places in `STATES`."""
        key = (self.version, at)
        if self._states is None or self._states[0] != key:
            self._states = key, self._find_states(at)
        return self._states[1]

    def _find_states(self, at: int) -> Ints:
        silent = np.select(
            [at >= self._end, at < self._due + self._excused, self._campus & ~self._taken()],
            [_NUMBER[Shown.UNVERIFIED], _NUMBER[Shown.EXPECTED], _NUMBER[Shown.UNVERIFIED]],
            _NUMBER[Shown.MISSING],
        )
        return np.where(self._known == _SILENT, silent, self._known)

    def counts(self, by: BoardBy, at: int, only: Ints | None = None) -> dict[str, tuple[int, ...]]:
        """Count lines by state for each school, site, advisory, mentor or van.

        Parameters
        ----------
        by, at
            What to count by, and the minute.
        only
            The lines to count; none given: all.

        Returns
        -------
        dict
            By id in order, one figure for each of `STATES`; what has no line is left out.

        """
        ids, codes = self.groups(by, only)
        rows: list[list[int]] = self.table(ids, codes, at, only).tolist()
        return {id: tuple(row) for id, row in zip(ids, rows, strict=True) if id and any(row)}

    def groups(self, by: BoardBy, only: Ints | None = None) -> tuple[list[str], Ints]:
        """What some lines are counted by: ids in order, and of each line the place of its own."""
        names, codes = self._keys[by]
        if only is None:
            return names, codes
        found, own = np.unique(codes[only], return_inverse=True)
        return [names[code] for code in found.tolist()], own

    def table(self, ids: Sequence[str], codes: Ints, at: int, only: Ints | None = None) -> Ints:
        """Count as `counts` does by `groups` of lines: a row for each, a column for each state."""
        states = self.states(at)
        if only is not None:
            states = states[only]
        width = len(STATES)
        found = np.bincount(codes * width + states, minlength=len(ids) * width)
        return found.reshape(-1, width)

    def heard(self, only: Ints | None = None) -> float:
        """When the latest was heard of any of these lines, in seconds of the epoch; 0: never."""
        heard = self._heard if only is None else self._heard[only]
        return float(heard.max(initial=0.0))

    def of(self, by: BoardBy, key: str) -> Ints:
        """The lines of a school, site, advisory, mentor or van."""
        names, codes = self._keys[by]
        if key not in names:
            return np.array([], np.int64)
        return np.flatnonzero(codes == names.index(key))

    def of_registers(self, only: Ints) -> Ints:
        """The lines that are in the same registers, of an advisory at a site, as some lines."""
        wanted = np.zeros(len(self._registers), bool)
        wanted[self._register[only]] = True
        return np.flatnonzero(wanted[self._register])

    def alerts(self, at: int, only: Ints | None = None) -> tuple[Alert, ...]:
        """Find everybody of some lines whom somebody should call, those due first coming first.

        Nobody is missed of whom there is a note or a trip; a day on campus is missed only where
        the register of the advisory was taken: else it is the register that is missing. Who is
        late or confirmed is not missed, whatever the van said.
        """
        numbers, kinds, since = self.calls(at, only)
        return tuple(map(self.alert, numbers.tolist(), kinds.tolist(), since.tolist()))

    def alert(self, number: int, kind: int, since: int) -> Alert:
        """An alert by the number of its line, its place in `KINDS`, and since when."""
        return Alert(kind=KINDS[kind], expected=self.lines[number], since=since)

    def calls(self, at: int, only: Ints | None = None) -> Calls:
        """The alerts of some lines as numbers of lines, places in `KINDS`, and since when."""
        key = (self.version, at)
        if self._calls is None or self._calls[0] != key:
            self._calls = key, self._find_calls(at)
        calls = self._calls[1]
        if only is None:
            return calls
        wanted = np.zeros(len(self.lines), bool)
        wanted[only] = True
        kept = wanted[calls[0]]
        return calls[0][kept], calls[1][kept], calls[2][kept]

    def _find_calls(self, at: int) -> Calls:
        silent = self._known == _SILENT
        due = self._due + self._excused
        waited = silent & (at >= due) & (~self._campus | self._taken())
        left = silent & self._left_behind & (at >= self._departs + BOARDING_SLACK)
        left &= self._excused == 0
        since = np.where(left, self._departs + BOARDING_SLACK, due)
        kinds = np.where(left, 0, np.where(self._boarded, 1, 2))
        numbers = np.flatnonzero(waited | left)
        numbers = numbers[np.argsort(since[numbers], kind="stable")]
        return numbers, kinds[numbers], since[numbers]

    def untaken(self, at: int, only: Ints | None = None) -> dict[str, str]:
        """Advisories on campus whose register should have been taken by now, with the site."""
        key = (self.version, at)
        if self._waiting is None or self._waiting[0] != key:
            self._waiting = key, self._campus & (at >= self._due) & ~self._taken()
        waiting = self._waiting[1]
        numbers = np.flatnonzero(waiting) if only is None else only[waiting[only]]
        return dict(self._registers[one] for one in np.unique(self._register[numbers]).tolist())

    def _taken(self) -> Bools:
        """Of every line, whether the register of its site and advisory was taken."""
        taken = np.zeros(len(self._registers), bool)
        taken[self._register[self._decided]] = True
        return taken[self._register]


def _coded(keys: Iterator[Key]) -> tuple[list[Key], Ints]:
    """Keys in order, and of each line the place of its own."""
    found = list(keys)
    places = {key: place for place, key in enumerate(sorted(set(found)))}
    return list(places), np.array([places[key] for key in found], np.int64)


def _van(line: Expected) -> str:
    return next((leg.run for leg in line.there if leg.run is not None), "")


def _van_departs(line: Expected) -> int:
    """When the van of the way there leaves; midnight of the next day where there is none."""
    return next((minute(leg.departs) for leg in line.there if leg.run is not None), 24 * 60)

"""Where everybody is meant to be at a minute, for thousands of students at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scheduler.attendance.lines import Line
from scheduler.domain.calendar import minute
from scheduler.domain.timetable import Journey

Ints = npt.NDArray[np.int32]

AT_HOME = -1
_ON_THE_WAY, _DAY, _PART = 0, 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class At:
    """The register of one minute, a row a student of the register.

    Rows follow `Whereabouts.students`; ``line`` and ``leg`` are -1 where there is none.
    """

    line: Ints
    """The line of the register they are at, or on the way to or from."""
    leg: Ints
    """Which leg of the way: there from 0 on, then back; -1 when they are not on the way."""


class Whereabouts:
    """A date's register as arrays, to be asked of any minute."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.students: tuple[str, ...] = tuple(sorted({line.student for line in lines}))
        """In order of ids."""
        self.lines = lines
        number = {one: index for index, one in enumerate(self.students)}
        rows: list[tuple[int, int, int, int, int, int]] = []
        for index, line in enumerate(lines):
            who = number[line.student]
            rank = _DAY if line.kind.is_day else _PART
            rows.append((rank, who, line.start, line.end, index, -1))
            if line.out is not None:
                legs = (*_legs(line.out.there), *_legs(line.out.back))
                rows += [
                    (_ON_THE_WAY, who, departs, until, index, leg)
                    for leg, (departs, until) in enumerate(legs)
                ]
        rows.sort(key=lambda row: row[0])
        table = np.array(rows, dtype=np.int32).reshape(-1, 6)
        self._student = np.ascontiguousarray(table[:, 1])
        self._start = np.ascontiguousarray(table[:, 2])
        self._end = np.ascontiguousarray(table[:, 3])
        self._line = np.ascontiguousarray(table[:, 4])
        self._leg = np.ascontiguousarray(table[:, 5])

    def at(self, minute: int) -> At:
        """Say where everybody is meant to be; what lies within a day comes before the day."""
        now = np.flatnonzero((self._start <= minute) & (minute < self._end))
        who = self._student[now]
        line = np.full(len(self.students), AT_HOME, dtype=np.int32)
        leg = np.full(len(self.students), -1, dtype=np.int32)
        line[who] = self._line[now]  # rows are in order of rank: the last one written holds
        leg[who] = self._leg[now]
        return At(line=line, leg=leg)


def _legs(journey: Journey) -> list[tuple[int, int]]:
    """From when to when each leg lasts, waiting for the next one included."""
    departs = [minute(leg.departs) for leg in journey]
    ends = [*departs[1:], minute(journey[-1].arrives)] if journey else []
    return list(zip(departs, ends, strict=True))

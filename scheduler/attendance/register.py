"""The register: who is expected where, with whom, at any minute of any date.

It is derived from the releases, and typed nowhere: on each date the release holds that was
made last of those that have begun, by its calendar (holidays, dates that follow another
weekday, weeks of the cycle) and by blocks of dates. A student is out with a mentor, or on
campus for the hours of the school site's grid; sessions and meetings lie within those.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from scheduler.attendance.campus import Campus
from scheduler.attendance.day import NOBODY, Day, Pattern
from scheduler.attendance.lines import Line
from scheduler.check.facts import Facts
from scheduler.domain.calendar import minute
from scheduler.domain.ids import StudentId
from scheduler.domain.instance import Instance
from scheduler.domain.standing import EntryKind
from scheduler.domain.timetable import DayOut, Timetable

WHOLE_DAY = (0, 24 * 60 - 1)
"""The hours of a day out whose mentor and site have none in common: nobody knows better."""

MOST_DAYS = 40
"""Dates kept at hand; what is costly is kept by pattern."""


@dataclass(frozen=True, kw_only=True)
class Holding:
    """A release, and what people live by while it holds."""

    number: int
    holds_from: date
    instance: Instance
    timetable: Timetable


class Register:
    """Who is expected, on every date of a term."""

    def __init__(self, holdings: Sequence[Holding]) -> None:
        self.holdings = tuple(sorted(holdings, key=lambda one: one.number))
        self._compiled: dict[int, _Compiled] = {}
        self._days: dict[date, Day] = {}
        self._patterns: dict[tuple[object, ...], Pattern] = {}

    def holding(self, day: date) -> Holding | None:
        """Say which release holds on a date: of those that have begun, the last one made."""
        begun = [one for one in self.holdings if one.holds_from <= day]
        return begun[-1] if begun else None

    @property
    def first(self) -> Holding | None:
        """The release that holds first: by it what is ahead of it is known."""
        return min(self.holdings, key=lambda one: (one.holds_from, -one.number), default=None)

    def on(self, day: date) -> Day:
        """Give the register of a date; empty on holidays and before the first release."""
        known = self._days.get(day)
        if known is None:
            if len(self._days) >= MOST_DAYS:
                self._days.clear()
            known = self._days[day] = self._make(day)
        return known

    def _make(self, day: date) -> Day:
        holding = self.holding(day)
        pattern = holding.instance.term.pattern_of(day) if holding is not None else None
        if holding is None or pattern is None:
            return Day(day, NOBODY, None, 0)
        compiled = self._of(holding)
        blocks = compiled.blocks_on(day)
        key = (holding.number, pattern, blocks)
        if key not in self._patterns:
            self._patterns[key] = Pattern(compiled.lines(pattern, blocks))
        zone = ZoneInfo(holding.instance.term.zone)
        return Day(day, self._patterns[key], zone, holding.number)

    def _of(self, holding: Holding) -> _Compiled:
        if holding.number not in self._compiled:
            self._compiled[holding.number] = _Compiled(holding)
        return self._compiled[holding.number]


class _Compiled:
    """A release turned round: the lines of each pattern."""

    def __init__(self, holding: Holding) -> None:
        self.instance = holding.instance
        self.facts = Facts(holding.instance)
        self.campus = Campus(holding.instance, holding.timetable, self.facts)
        self._weekly: dict[tuple[int, int], list[DayOut]] = defaultdict(list)
        self._blocks: list[DayOut] = []
        for out in holding.timetable.days_out:
            wish = self.instance.student_of[out.student].internships[out.internship]
            if wish.block is not None:
                self._blocks.append(out)
                continue
            for week in self.instance.weeks(wish.weeks):
                self._weekly[week, out.day].append(out)

    def blocks_on(self, day: date) -> tuple[int, ...]:
        """The days out of blocks that are on a date, by number."""
        pattern = self.instance.term.pattern_of(day)
        if pattern is None:
            return ()
        return tuple(
            number
            for number, out in enumerate(self._blocks)
            if out.day == pattern[1] and self._block_covers(out, day)
        )

    def _block_covers(self, out: DayOut, day: date) -> bool:
        block = self.instance.student_of[out.student].internships[out.internship].block
        return block is not None and block.covers(day)

    def lines(self, pattern: tuple[int, int], blocks: tuple[int, ...]) -> tuple[Line, ...]:
        """The register of a week of the cycle and weekday, with these blocks under way."""
        outs = [self._blocks[number] for number in blocks]
        in_block = {out.student for out in outs}
        outs += [out for out in self._weekly.get(pattern, ()) if out.student not in in_block]
        found = [self._out(out) for out in outs]
        found += self.campus.lines(pattern, frozenset(out.student for out in outs))
        return tuple(
            sorted(found, key=lambda line: (line[0], line[6], not line[2].is_day, line[1]))
        )

    def _out(self, out: DayOut) -> Line:
        student = self.instance.student_of[StudentId(out.student)]
        weeks = self.facts.weeks_of(student, out.internship, out.day)
        hours = self.facts.hours(out.mentor, out.site, out.day, weeks)
        start, end = hours or _between_ways(out) or WHOLE_DAY
        return Line(
            student=out.student,
            entry=f"{EntryKind.DAY_OUT}.{out.internship}",
            kind=EntryKind.DAY_OUT,
            site=out.site,
            place=out.site,
            people=(out.mentor,),
            start=start,
            end=end,
            advisory=student.advisory,
            out=out,
        )


def _between_ways(out: DayOut) -> tuple[int, int] | None:
    if not out.there or not out.back:
        return None
    start, end = minute(out.there[-1].arrives), minute(out.back[0].departs)
    return (start, end) if start < end else None

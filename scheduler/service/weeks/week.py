"""A week of anything as a grid: weekdays across, times down."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from scheduler.domain.calendar import DateSpan, GridSlot
from scheduler.service.weeks.sentences import clock_text

WHOLE_DAY = (0, 24 * 60)
GOES_ON = "″"
MOST_NAMED = 40
"""Names in a note; what is more is counted."""


class EntryKind(StrEnum):
    """What somebody or something is there for."""

    OUT = "out"
    SESSION = "session"
    MEETING = "meeting"
    RIDE = "ride"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an entry, and the thing it names, whose week can be looked at."""

    text: str
    about: str = ""
    """Id of the thing; empty: it names nothing that has a week."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something on a weekday, from a minute to a minute, in some weeks of the cycle."""

    day: int
    start: int
    end: int
    kind: EntryKind
    lines: tuple[Line, ...]
    weeks: tuple[int, ...] = ()
    """Empty: every week."""
    dates: DateSpan | None = None
    """For a block: the dates it is on, beside the weekly pattern."""

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(line.text for line in self.lines)

    @property
    def whole_day(self) -> bool:
        """Whether it leaves no time for anything else that day."""
        return (self.start, self.end) == WHOLE_DAY

    def holds_in(self, week: int) -> bool:
        """Whether it holds in this week of the cycle."""
        return self.dates is None and (not self.weeks or week in self.weeks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """What there is to show of one thing: a title, entries on a grid, and notes."""

    about: str
    """Id of the thing."""
    name: str
    kind: str
    """What it is, in words: ``student, Herons (A1), grade 10``."""
    weekdays: tuple[int, ...]
    grid: tuple[GridSlot, ...] = ()
    """The rows; entries outside it get rows of their own."""
    entries: tuple[Entry, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Name, id and kind: ``Ana Wren (S1), student``."""
        named = self.about if self.name == self.about else f"{self.name} ({self.about})"
        return f"{named}, {self.kind}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the grid: its time, and a cell a weekday."""

    label: str
    cells: tuple[str, ...]


def rows_of(week: Week, number: int) -> tuple[Row, ...]:
    """Lay out one week of the cycle.

    An entry is written in the first row it overlaps on its weekday; in the rows after
    it, a mark says that it goes on.
    """
    entries = sorted(
        (entry for entry in week.entries if entry.holds_in(number)),
        key=lambda entry: (entry.day, entry.start, entry.end, entry.text),
    )
    slots = {day: [slot for slot in week.grid if slot.day == day] for day in week.weekdays}
    times = {slot.minutes for day in week.weekdays for slot in slots[day]}
    cells: dict[tuple[tuple[int, int], int], list[str]] = {}
    for entry in entries:
        here = [slot.minutes for slot in slots.get(entry.day, ()) if _meet(slot.minutes, entry)]
        for place, time in enumerate(here or [(entry.start, entry.end)]):
            times.add(time)
            said = cells.setdefault((time, entry.day), [])
            said.append(entry.text if place == 0 else f"{GOES_ON} {entry.text.splitlines()[0]}")
    lunch = {slot.minutes for slot in week.grid if slot.lunch}
    return tuple(
        Row(
            label=_label(time) + (" lunch" if time in lunch else ""),
            cells=tuple("\n".join(_once(cells.get((time, day), ()))) for day in week.weekdays),
        )
        for time in sorted(times)
    )


def _meet(time: tuple[int, int], entry: Entry) -> bool:
    return time[0] < entry.end and entry.start < time[1]


def _label(time: tuple[int, int]) -> str:
    return "all day" if time == WHOLE_DAY else f"{clock_text(time[0])}-{clock_text(time[1])}"


def _once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def listed(names: Sequence[str]) -> str:
    """List names for a note, not too many."""
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")

"""What standings come to: by student, advisory, mentor, site, date, weekday, mode and journey.

A report is only ever made from the register and the marks, so that a month can be told again at
any time, and every page, table and file tells the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from scheduler.attendance.patterns import BANDS
from scheduler.domain.attendance import Witness
from scheduler.domain.calendar import DAY_NAMES
from scheduler.domain.codes import Counts
from scheduler.domain.standing import EntryKind, Expected, Presence, Standing
from scheduler.domain.timetable import journey_minutes

CHRONIC = 0.1
"""Who misses this share of the days or more, excused or not, is chronically absent."""
FEWEST_FOR_CHRONIC = 10
"""Days that must be known of before anybody is called that."""


class Lived(NamedTuple):
    """A line of the register, and how it stands with it."""

    expected: Expected
    standing: Standing


class By(StrEnum):
    """What the rows of a report are about."""

    STUDENT = "student"
    ADVISORY = "advisory"
    MENTOR = "mentor"
    SITE = "site"
    DATE = "date"
    WEEKDAY = "weekday"
    MODE = "mode"
    JOURNEY = "journey"
    TERM = "term"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What the days of somebody or something come to."""

    days: int = 0
    present: int = 0
    excused: int = 0
    absent: int = 0
    unverified: int = 0
    """Of these nothing is known: they are neither attended nor missed."""
    unconfirmed: int = 0
    """Days out of which the mentor has said nothing yet."""
    late: int = 0
    """Days on which they came late."""
    late_minutes: int = 0
    early: int = 0
    planned_minutes: int = 0
    present_minutes: int = 0
    excused_minutes: int = 0
    absent_minutes: int = 0
    out_planned_minutes: int = 0
    out_present_minutes: int = 0
    """Of days out alone: what counts towards the target of the internship."""
    longest_absence: int = 0
    """Most days missed one after the other; for a group, by any one student."""
    flagged: int = 0
    """Days that somebody has to look into."""

    @property
    def known(self) -> int:
        """Days of which something is known."""
        return self.present + self.excused + self.absent

    @property
    def attendance(self) -> float | None:
        """The share of the known days that were attended; none while nothing is known."""
        return self.present / self.known if self.known else None

    @property
    def is_chronic(self) -> bool:
        """Whether a tenth of the days or more was missed."""
        missed = self.excused + self.absent
        return self.known >= FEWEST_FOR_CHRONIC and missed >= CHRONIC * self.known


Report = Mapping[str, Tally]
"""By id of what the rows are about, in the order of the ids."""


def roll_up(lived: Iterable[Lived], by: By) -> dict[str, Tally]:
    """Add up the days of a register by what is asked for.

    Only whole days count, at an internship site or on campus; sessions and meetings of a day on
    campus are parts of it. Whoever has two mentors on one day counts for both.
    """
    keys = KEYS[by]
    groups: dict[str, list[Lived]] = defaultdict(list)
    for one in lived:
        if one.expected.kind.is_day:
            for key in keys(one.expected):
                groups[key].append(one)
    return {key: tally(groups[key]) for key in sorted(groups)}


def tally(days: Sequence[Lived]) -> Tally:
    """Add up whole days, of one student or of many."""
    presences = [one.standing for one in days]
    counts = [one.counts for one in presences]
    out = [one for one in days if one.expected.kind is EntryKind.DAY_OUT]
    return Tally(
        days=len(days),
        present=counts.count(Counts.PRESENT),
        excused=counts.count(Counts.EXCUSED),
        absent=counts.count(Counts.ABSENT),
        unverified=counts.count(Counts.NOTHING),
        unconfirmed=sum(is_unconfirmed(one) for one in out),
        late=sum(one.is_late for one in presences),
        late_minutes=sum(one.late for one in presences),
        early=sum(one.is_early for one in presences),
        planned_minutes=sum(one.expected.minutes for one in days),
        present_minutes=sum(one.present_minutes for one in presences),
        excused_minutes=sum(one.excused_minutes for one in presences),
        absent_minutes=sum(one.absent_minutes for one in presences),
        out_planned_minutes=sum(one.expected.minutes for one in out),
        out_present_minutes=sum(one.standing.present_minutes for one in out),
        longest_absence=longest_absence(days),
        flagged=sum(one.is_work for one in presences),
    )


def is_unconfirmed(one: Lived) -> bool:
    """Whether a day out still waits for the mentor's word.

    Nobody is asked to confirm that somebody who was excused was not there.
    """
    standing = one.standing
    return standing.presence is not Presence.EXCUSED and Witness.MENTOR not in standing.says


def longest_absence(days: Iterable[Lived]) -> int:
    """Most dates that one student missed one after the other, excused or not.

    Dates of which nothing is known, and dates on which nothing was planned, do not end it.
    """
    dates: dict[str, dict[object, bool]] = defaultdict(dict)
    for expected, standing in days:
        if standing.counts is not Counts.NOTHING:
            missed = standing.counts is not Counts.PRESENT
            own = dates[expected.student]
            own[expected.day] = missed and own.get(expected.day, True)
    longest = 0
    for own in dates.values():
        running = 0
        for day in sorted(own, key=str):
            running = running + 1 if own[day] else 0
            longest = max(longest, running)
    return longest


def band_of(minutes: int) -> str:
    """Say of what length a journey is, in words that sort.

    >>> band_of(20), band_of(90)
    ('016-030 min', 'over 075 min')
    """
    least = 0
    for most in BANDS:
        if minutes <= most:
            return f"{least:03}-{most:03} min"
        least = most + 1
    return f"over {BANDS[-1]:03} min"


def _journey(expected: Expected) -> tuple[str, ...]:
    return (band_of(journey_minutes(expected.there)),) if expected.there else ()


KEYS: Mapping[By, Callable[[Expected], Sequence[str]]] = {
    By.STUDENT: lambda one: (one.student,),
    By.ADVISORY: lambda one: (one.advisory,) if one.advisory else (),
    By.MENTOR: lambda one: one.people if one.kind is EntryKind.DAY_OUT else (),
    By.SITE: lambda one: (one.site,),
    By.DATE: lambda one: (one.day.isoformat(),),
    By.WEEKDAY: lambda one: (f"{one.day.weekday()} {DAY_NAMES[one.day.weekday()]}",),
    By.MODE: lambda one: (one.mode.value,) if one.mode else (),
    By.JOURNEY: _journey,
    By.TERM: lambda _: ("term",),
}
"""By what is asked for, the rows that a line of the register belongs to."""

"""The board as rows: what is counted, in words, and on a map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote
from zoneinfo import ZoneInfo

from scheduler.attendance.board import STATES, AlertKind, BoardBy, Shown
from scheduler.domain.alerts import AlertNote, AlertOutcome, AlertStep
from scheduler.domain.calendar import clock
from scheduler.domain.instance import Instance
from scheduler.service.attend import shown
from scheduler.web.views.city_map import CityMap, Place, draw

MOST_ROWS = 200
"""Rows of a board that are shown unasked; those that need somebody come first."""
MOST_ALERTS = 10
"""Alerts that are shown unasked of those nobody looks into yet, due longest first, and of those
that somebody does: nobody can call more at once, and what is counted stays in sight."""
MOST_PINS = 500
"""Sites on one map: of more, nobody could tell one from the other."""

WORDS: dict[Shown, tuple[str, str]] = {
    Shown.EXPECTED: ("○", "Expected"),
    Shown.CONFIRMED: ("✓", "Confirmed"),
    Shown.SELF_REPORTED: ("✓?", "Self-reported"),
    Shown.LATE: ("◔", "Late"),
    Shown.EXCUSED: ("E", "Excused"),
    Shown.MISSING: ("!", "Missing"),
    Shown.UNVERIFIED: ("?", "Unverified"),
    Shown.ABSENT: ("✕", "Absent"),
}
"""A mark and a word for how it stands with somebody: never a colour alone."""
HEADINGS = {
    BoardBy.SITE: "Site",
    BoardBy.ADVISORY: "Advisory",
    BoardBy.MENTOR: "Mentor",
    BoardBy.VAN: "Van",
    BoardBy.SCHOOL: "School",
}
WHY = {
    AlertKind.NOT_BOARDED: "The van left without them",
    AlertKind.LEFT_VAN: "Was in the van, and is not at the site",
    AlertKind.NOT_THERE: "Not at the site",
}
STEPS = {
    AlertStep.ACKNOWLEDGED: "Somebody is looking into it",
    AlertStep.CALLED: "Called",
    AlertStep.RESOLVED: "Resolved",
}
OPENED_AGAIN = "Opened again: somebody is looking into it"
OUTCOMES = {
    AlertOutcome.NONE: "What came of it …",
    AlertOutcome.SAFE: "Found, and safe",
    AlertOutcome.AT_HOME: "At home",
    AlertOutcome.ON_THE_WAY: "On the way",
    AlertOutcome.NO_ANSWER: "No answer yet",
    AlertOutcome.PASSED_ON: "Passed on, as for missing students",
}
_MISSING, _ABSENT = STATES.index(Shown.MISSING), STATES.index(Shown.ABSENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRow:
    """One site, advisory, mentor, van or school."""

    id: str
    name: str
    address: str
    counts: tuple[int, ...]

    @property
    def missing(self) -> int:
        """Who should be there, and of whom nobody knows."""
        return self.counts[_MISSING]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRow:
    """Somebody to call about."""

    key: str
    student: str
    name: str
    address: str
    why: str
    place: str
    since: str
    step: AlertStep | None
    said: str
    """How far it got, in words."""
    by: str
    """Who said so last, where it may be known, and when."""


def rows_of(
    found: shown.Shown, instance: Instance, under: str, day: date, every: bool
) -> tuple[list[BoardRow], int]:
    """Name the rows of a board; gives also how many are left out."""
    names, counts = instance.names, found.rows
    every = every or len(counts) <= MOST_ROWS
    keys = sorted(counts, key=lambda key: (names.get(key, key), key))
    if len(counts) > MOST_ROWS:
        keys.sort(key=lambda key: -counts[key][_MISSING])
    found_rows = [
        BoardRow(
            id=key,
            name=names.get(key, key),
            address=_address(found.by, key, under, day),
            counts=counts[key],
        )
        for key in (keys if every else keys[:MOST_ROWS])
    ]
    return found_rows, len(counts) - len(found_rows)


def alerts_of(
    found: shown.Shown, instance: Instance, under: str, zone: str, who: Mapping[str, str]
) -> list[AlertRow]:
    """Say who has to be called about; ``who`` names accounts that did something about it."""
    return [_alert(one, instance, under, ZoneInfo(zone), who) for one in found.alerts]


def _alert(
    one: shown.AlertSeen, instance: Instance, under: str, zone: ZoneInfo, who: Mapping[str, str]
) -> AlertRow:
    names, expected = instance.names, one.alert.expected
    return AlertRow(
        key=one.alert.key,
        student=expected.student,
        name=names.get(expected.student, expected.student),
        address=f"{under}/presence/{quote(expected.student, safe='')}?from={expected.day}",
        why=WHY[one.alert.kind],
        place=names.get(expected.site, expected.site),
        since=time_of(one.alert.since),
        step=one.step,
        said=_steps_words(one.steps),
        by=_by(one.steps[-1], zone, who) if one.steps else "",
    )


def _steps_words(steps: Sequence[AlertNote]) -> str:
    if not steps:
        return ""
    last = steps[-1]
    if last.step is AlertStep.ACKNOWLEDGED and AlertStep.RESOLVED in {one.step for one in steps}:
        return OPENED_AGAIN
    came = "" if last.outcome is AlertOutcome.NONE else f": {OUTCOMES[last.outcome].lower()}"
    return f"{STEPS[last.step]}{came}"


def _by(last: AlertNote, zone: ZoneInfo, who: Mapping[str, str]) -> str:
    local = last.made_at.astimezone(zone)
    when = f"{local:%H:%M}" if local.date() == last.day else f"{local.day} {local:%b, %H:%M}"
    return ", ".join(filter(None, (who.get(last.made_by), when)))


def map_of(found: shown.Shown, instance: Instance) -> CityMap | None:
    """Draw the sites of a board, as large as many are expected there."""
    if found.by is not BoardBy.SITE or len(found.rows) > MOST_PINS:
        return None
    campuses = {str(one.id) for one in instance.school_sites}
    positions = instance.positions
    return draw(
        [
            Place(
                id=key,
                name=instance.names.get(key, key),
                position=positions[key],
                people=sum(counts),
                campus=key in campuses,
            )
            for key, counts in found.rows.items()
            if key in positions
        ]
    )


def time_of(minute: int) -> str:
    """Write a minute of a day.

    >>> time_of(545), time_of(1500)
    ('09:05', '01:00')
    """
    return f"{clock(minute % 1440):%H:%M}"


def summary(totals: Sequence[int]) -> str:
    """Say a board in a sentence, as it is read aloud."""
    parts = [
        f"{count:,} {WORDS[state][1].lower()}"
        for state, count in zip(STATES, totals, strict=True)
        if count
    ]
    return f"{', '.join(parts)}." if parts else "Nobody is expected."


def _address(by: BoardBy, key: str, under: str, day: date) -> str:
    if by is BoardBy.SCHOOL:
        return f"{under}/board?school={quote(key, safe='')}&from={day}"
    return f"{under}/presence/{quote(key, safe='')}?from={day}"

"""Reports as rows, and suggestions in words."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from scheduler.attendance.rollup import By, Tally, tally
from scheduler.attendance.suggestions import Stands, Suggestion
from scheduler.domain.calendar import DAY_NAMES
from scheduler.service.attend.reports import Period, cells_of
from scheduler.web import words

SHARES = frozenset({5, 13, 14})
"""Columns that are written as percent."""
LINKED = frozenset({By.STUDENT, By.ADVISORY, By.MENTOR, By.SITE})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """A row of a report."""

    id: str
    name: str
    address: str
    cells: tuple[str, ...]
    chronic: bool


def rows_of(found: Period, by: By, under: str) -> list[ReportRow]:
    """Write the rows of a report in words, in order of names."""
    rows = []
    for key, row in found.rows(by).items():
        target = found.targets.get(key) if by is By.STUDENT else None
        name = found.known.term.name if by is By.TERM else found.name(key)
        rows.append(
            ReportRow(
                id=key,
                name=name,
                address=f"{under}/presence/{quote(key, safe='')}" if by in LINKED else "",
                cells=_cells(row, target),
                chronic=row.is_chronic,
            )
        )
    return sorted(rows, key=lambda row: (row.name, row.id) if by in LINKED else (row.id, ""))


def totals_of(found: Period) -> Tally:
    """What everything together comes to."""
    return tally([one for one in found.lived if one.expected.kind.is_day])


def _cells(row: Tally, target: int | None) -> tuple[str, ...]:
    written = []
    for number, cell in enumerate(cells_of(row, target)):
        if isinstance(cell, str):
            written.append(cell)
        elif number in SHARES:
            written.append(words.percent(cell))
        elif isinstance(cell, float):
            written.append(f"{cell:,.1f}")
        else:
            written.append(words.figure(cell))
    return tuple(written)


def suggestion_words(one: Suggestion, found: Period) -> str:
    """Say what stands out, with its evidence: a suggestion, never a decision."""
    many = f"{one.count} of {one.of}"
    usual = f"elsewhere {words.percent(one.usual)}"
    name = found.name(one.subject)
    match one.kind:
        case Stands.RIDE_LATE:
            mode, _, site = one.subject.partition(" to ")
            ride = f"The way to {found.name(site)} by {mode}" if site else name
            return f"{ride} made {many} late ({usual}). Start later, or go another way?"
        case Stands.SITE_LATE:
            return f"At {name} {many} came late ({usual}). Begin later there?"
        case Stands.JOURNEY_LATE:
            length = f"of up to {one.subject} min" if one.subject else "of the longest kind"
            return f"Journeys {length} made {many} late ({usual})."
        case Stands.WEEKDAY_MISSED:
            day = DAY_NAMES[one.weekday or 0]
            return f"{name} missed {many} days out on {day} ({usual}). Another weekday?"
        case Stands.SITE_MISSED:
            return f"At {name} {many} days out were missed ({usual}). Worth a visit?"
        case Stands.JOURNEY_MISSED:
            length = f"of up to {one.subject} min" if one.subject else "of the longest kind"
            return f"With journeys {length} {many} days out were missed ({usual})."

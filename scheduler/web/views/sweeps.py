"""The table of a sweep as a page shows it: a line a scenario, its seeds drawn together."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.domain.words import several
from scheduler.service.weeks.names import Names
from scheduler.web.words import NOTHING
from scheduler.what_if.leaving_out import Part
from scheduler.what_if.rows import Answer, Row, Table

PARTS: tuple[tuple[Part, str], ...] = (
    (Part.MENTORS, "Each mentor"),
    (Part.SITES, "Each internship site"),
    (Part.VANS, "Each van"),
    (Part.ROOMS, "Each room"),
    (Part.STAFF, "Each member of staff"),
)
ANSWERS = {
    Answer.PROVEN: "Repaired, with the fewest people touched",
    Answer.REPAIRED: "Repaired",
    Answer.NONE: "No repair was found",
    Answer.REFUSED: "Cannot be tried",
    Answer.FAILED: "Failed",
}
WORST = (Answer.FAILED, Answer.REFUSED, Answer.NONE, Answer.REPAIRED, Answer.PROVEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepLine:
    """One scenario: figures of its seeds as median, least and most where they differ."""

    name: str
    answer: str
    said: str
    newly_unplaced: str
    touched: str
    more_unplaced: str
    more_penalty: str


def sweep_lines(table: Table, names: Names) -> list[SweepLine]:
    """Say each scenario once; what hurts most comes first, as in the table."""
    by_name: dict[str, list[Row]] = {}
    for row in table:
        by_name.setdefault(row.scenario, []).append(row)
    return [_line(name, rows, names) for name, rows in by_name.items()]


def summary(table: Table) -> str:
    """Sum a table up in a sentence."""
    rows = list(table)
    none = sum(row.penalty is None for row in rows)
    lost = sum(bool(row.newly_unplaced) for row in rows)
    quiet = sum(row.touched == 0 and not row.newly_unplaced for row in rows)
    said = [f"for {none:,} there is no repair"] if none else []
    said += [f"{several(lost, 'leaves', 'leave')} something without a place"] if lost else []
    said += [f"{several(quiet, 'touches', 'touch')} nobody"]
    return f"Of {several(len(rows), 'line')} that are done, {', '.join(said)}."


def _line(name: str, rows: Sequence[Row], names: Names) -> SweepLine:
    worst = min(rows, key=lambda row: WORST.index(row.status))
    return SweepLine(
        name=names.put(name),
        answer=ANSWERS[worst.status],
        said=names.put(worst.said),
        newly_unplaced=_figures([row.newly_unplaced for row in rows]),
        touched=_figures([row.touched for row in rows]),
        more_unplaced=_figures([row.more_unplaced for row in rows], sign="+"),
        more_penalty=_figures([row.more_penalty for row in rows], sign="+"),
    )


def _figures(values: Sequence[int | None], sign: str = "") -> str:
    """Write a figure, or the median with the least and the most of several.

    >>> _figures([3, 3]), _figures([2, 9, 4]), _figures([0], "+"), _figures([7], "+")
    ('3', '4 (2 to 9)', '0', '+7')
    >>> _figures([None])
    '–'
    """
    known = [one for one in values if one is not None]
    if not known:
        return NOTHING

    def written(one: float) -> str:
        return f"{round(one):{sign if round(one) else ''},}"

    if min(known) == max(known):
        return written(known[0])
    middle = written(statistics.median(known))
    return f"{middle} ({written(min(known))} to {written(max(known))})"

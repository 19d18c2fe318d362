"""The table of a sweep: one row a scenario and seed, beside the release as it is."""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from pydantic import TypeAdapter

BASE = "release"
"""The name of the row about the release as it is."""


class Answer(StrEnum):
    """What came of a scenario."""

    PROVEN = "proven"
    """A repair; none leaves fewer unplaced, and none that leaves as few touches fewer."""
    REPAIRED = "repaired"
    """A repair that passes the checker; there may be one that touches fewer."""
    NONE = "no repair"
    """The rules contradict each other, or the time was too short."""
    REFUSED = "refused"
    """The edits cannot be made."""
    FAILED = "failed"
    """A process was lost, or there is a defect: tried again when the sweep goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What came of one scenario with one seed; numbers are None where there is no repair."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    scenario: str
    seed: int = 0
    status: Answer
    unplaced: int | None = None
    days: int | None = None
    """Days out without a place."""
    musts: int | None = None
    minutes: int | None = None
    newly_unplaced: int | None = None
    """Items without a place that had one, or did not exist, before."""
    touched: int | None = None
    touched_bound: int | None = None
    """Nobody can touch fewer: proven."""
    penalty: int | None = None
    goals: dict[str, int] | None = None
    more_unplaced: int | None = None
    """Unplaced items above those of the release."""
    more_penalty: int | None = None
    stranded: int | None = None
    """Students, advisories and sections that could not stay as they were."""
    seconds: float | None = None
    said: str = ""
    """Why there is no repair."""

    @property
    def gap(self) -> float | None:
        """How far the people touched may be above the fewest there can be, as a share."""
        if self.touched is None or self.touched_bound is None:
            return None
        return max(0, self.touched - self.touched_bound) / max(1, self.touched)

    def flat(self) -> dict[str, Any]:
        """The row with a column for each goal."""
        found: dict[str, Any] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name == "goals":
                found |= {f"goal {goal}": points for goal, points in (value or {}).items()}
            else:
                found[field.name] = str(value) if isinstance(value, StrEnum) else value
        return found | {"gap": self.gap}


@cache
def _adapter() -> TypeAdapter[Row]:
    from pydantic import TypeAdapter

    return TypeAdapter(Row)


def row_document(row: Row) -> Any:
    """A row as JSON, as `row_of` reads it."""
    return _adapter().dump_python(row, mode="json")


def row_of(document: Any) -> Row:
    """Read what `row_document` wrote."""
    return _adapter().validate_json(json.dumps(document), strict=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """How far the rows of one scenario lie apart over its seeds."""

    scenario: str
    seeds: int
    least: dict[str, float]
    median: dict[str, float]
    most: dict[str, float]


RANGED = ("unplaced", "touched", "penalty", "more_unplaced", "more_penalty")


@dataclass(frozen=True, slots=True)
class Table(Sequence[Row]):
    """Rows in the order of the grid, and the release they are compared with."""

    base: Row
    rows: tuple[Row, ...]
    stopped: bool = False
    """Whether somebody stopped it before every line was done."""

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, index: Any) -> Any:
        return self.rows[index]

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def columns(self) -> dict[str, list[Any]]:
        """A list a column, as pandas and NumPy take it: ``DataFrame(table.columns())``."""
        return columns_of((self.base, *self.rows))

    def ranges(self) -> tuple[Range, ...]:
        """Least, median and most over the seeds, for each scenario that was repaired."""
        found = []
        for name in dict.fromkeys(row.scenario for row in self.rows):
            done = [row for row in self.rows if row.scenario == name and row.penalty is not None]
            if not done:
                continue
            values = {key: [float(getattr(row, key)) for row in done] for key in RANGED}
            found.append(
                Range(
                    scenario=name,
                    seeds=len(done),
                    least={key: min(them) for key, them in values.items()},
                    median={key: statistics.median(them) for key, them in values.items()},
                    most={key: max(them) for key, them in values.items()},
                )
            )
        return tuple(found)


def columns_of(rows: Iterable[Row]) -> dict[str, list[Any]]:
    """Turn rows into columns of equal length; what a row has not is None."""
    flat = [row.flat() for row in rows]
    names = dict.fromkeys(name for one in flat for name in one)
    return {name: [one.get(name) for one in flat] for name in names}

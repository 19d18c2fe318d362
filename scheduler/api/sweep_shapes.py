"""Many changes tried on a release, and the table that comes of it, as they are sent."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from scheduler.api.edit_shapes import EDIT, Edits
from scheduler.api.shapes import BodyIn, BodyOut, Id, Number, Text, Whole, example
from scheduler.domain.edits import Scenario
from scheduler.domain.records import SweepRecord
from scheduler.domain.rules import GoalId
from scheduler.domain.runs import Limits
from scheduler.domain.service_runs import RunState
from scheduler.service.sweeping import MOST_LINES, Sweep, Wanted, lines_of
from scheduler.what_if.grid import Aim
from scheduler.what_if.leaving_out import Part
from scheduler.what_if.rows import Answer, Range, Row, Table, row_document

MOST_GIVEN = 500
"""Scenarios in one request; kept ones may be named besides."""
_HEAD = {
    "id": "run_mfrggzdfmztwq2lknnwg23tp",
    "term": "term_mfrggzdfmztwq2lknnwg23tp",
    "release": "rel_mfrggzdfmztwq2lknnwg23tp",
    "lines": 12,
    "made_at": "2026-10-11T20:00:00Z",
}
_ROW = {
    "scenario": "mentor M1",
    "seed": 0,
    "status": "proven",
    "newly_unplaced": 1,
    "touched": 4,
    "touched_bound": 4,
    "gap": 0.0,
    "more_unplaced": 1,
    "more_penalty": 120,
    "stranded": 2,
    "unplaced": 1,
    "days": 1,
    "musts": 0,
    "minutes": 0,
    "penalty": 13520,
    "goals": {"travel": 9100, "interest": 4420},
    "seconds": 0.61,
    "said": "",
}
_BASE = _ROW | {
    "scenario": "release",
    "newly_unplaced": 0,
    "touched": 0,
    "touched_bound": 0,
    "more_unplaced": 0,
    "more_penalty": 0,
    "stranded": 0,
    "unplaced": 0,
    "days": 0,
    "penalty": 13400,
    "goals": {"travel": 9000, "interest": 4400},
    "seconds": None,
}
_FIGURES = {
    "unplaced": 1.0,
    "touched": 4.0,
    "penalty": 13520.0,
    "more_unplaced": 1.0,
    "more_penalty": 120.0,
}
_RANGE = {
    "scenario": "mentor M1",
    "seeds": 1,
    "least": _FIGURES,
    "median": _FIGURES,
    "most": _FIGURES,
}
_GIVEN = {"name": "M1 is away on Tuesdays", "edits": [EDIT]}


class TriedIn(BodyIn):
    """One scenario of a sweep: a name, and what would change."""

    model_config = example(**_GIVEN)
    name: Text
    edits: Edits


class SweepIn(BodyIn):
    """What is to be tried on the last release, and how long it may take."""

    model_config = example(
        scenarios=[_GIVEN], kept=["scn_mfrggzdfmztwq2lknnwg23tp"], without=["vans"], seeds=[0]
    )
    scenarios: list[TriedIn] = Field(default=[], max_length=MOST_GIVEN)
    kept: list[Id] = Field(
        default=[], max_length=MOST_LINES, description="Ids of scenarios of the term."
    )
    without: list[Part] = Field(
        default=[],
        max_length=len(Part),
        description="N-1: each mentor, site, van, room or member of staff left out in turn.",
    )
    seeds: list[Annotated[Whole, Field(ge=0, le=2**31 - 1)]] = Field(
        default=[0], min_length=1, max_length=100, description="Each scenario is tried with each."
    )
    aim: Literal[Aim.FEWEST, Aim.BEST] = Aim.FEWEST
    seconds: Number = Field(1, gt=0, le=600, description="For each line, scenario and seed.")
    most_seconds: Number = Field(
        3600, gt=0, le=86_400, description="For all lines together; what is done then is kept."
    )
    workers: Whole = Field(1, ge=1, le=64, description="Processes that try lines.")
    name: str = Field("", max_length=200)

    def wanted(self) -> Wanted:
        """Say what is to be tried in the words of the service."""
        return Wanted(
            scenarios=tuple(
                Scenario(name=one.name, edits=tuple(one.edits)) for one in self.scenarios
            ),
            kept=tuple(self.kept),
            without=tuple(dict.fromkeys(self.without)),
            seeds=tuple(self.seeds),
            seconds=self.seconds,
            aim=self.aim,
        )

    def limits(self) -> Limits:
        """Say when the whole is to stop."""
        return Limits(seconds=self.most_seconds, workers=self.workers)


class SweepHeadOut(BodyOut):
    """A sweep, without how it stands."""

    model_config = example(**_HEAD)
    id: str = Field(description="Also the id of its run.")
    term: str
    release: str = Field(description="The release on which it is tried.")
    lines: int = Field(description="Scenarios times seeds.")
    made_at: datetime

    @classmethod
    def of(cls, record: SweepRecord) -> SweepHeadOut:
        """Put a sweep into its JSON shape."""
        return cls(
            id=record.run,
            term=record.term,
            release=record.release,
            lines=lines_of(record),
            made_at=record.made_at,
        )


class SweepsOut(BodyOut):
    """The sweeps of a term, newest first."""

    model_config = example(items=[_HEAD])
    items: list[SweepHeadOut]


class SweepLinksOut(BodyOut):
    """Where to go on from a sweep."""

    events: str = Field(description="How it goes, as a stream.")
    table: str = Field(description="What is done so far.")
    csv: str


class SweepOut(SweepHeadOut):
    """A sweep as it stands."""

    model_config = example(
        **_HEAD,
        name="",
        state="running",
        done=5,
        stop_asked=False,
        reason=None,
        links={
            "events": "/v1/runs/run_mfrggzdfmztwq2lknnwg23tp/events",
            "table": "/v1/sweeps/run_mfrggzdfmztwq2lknnwg23tp/table",
            "csv": "/v1/sweeps/run_mfrggzdfmztwq2lknnwg23tp/table.csv",
        },
    )
    name: str
    state: RunState
    done: int = Field(description="Lines that are done.")
    stop_asked: bool
    reason: str | None = Field(description="Why it failed, or ended before its last line.")
    links: SweepLinksOut

    @classmethod
    def whole(cls, found: Sweep) -> SweepOut:
        """Put a sweep into its JSON shape."""
        head, here = SweepHeadOut.of(found.record), f"/v1/sweeps/{found.record.run}"
        return cls(
            **dict(head),
            name=found.run.name,
            state=found.run.state,
            done=0 if found.table is None else len(found.table),
            stop_asked=found.run.stop_asked_at is not None,
            reason=found.run.reason,
            links=SweepLinksOut(
                events=f"/v1/runs/{found.record.run}/events",
                table=f"{here}/table",
                csv=f"{here}/table.csv",
            ),
        )


class SweepRowOut(BodyOut):
    """What came of a scenario with a seed; figures are null where there is no repair."""

    model_config = example(**_ROW)
    scenario: str
    seed: int
    status: Answer
    newly_unplaced: int | None = Field(description="Items that had a place before.")
    touched: int | None = Field(description="People for whom something changes.")
    touched_bound: int | None = Field(description="Nobody can touch fewer: proven.")
    gap: float | None = Field(description="How far touched may be above the fewest there can be.")
    more_unplaced: int | None = Field(description="Above the release.")
    more_penalty: int | None = Field(description="Above the release.")
    stranded: int | None = Field(description="Who or what could not stay as it was.")
    unplaced: int | None
    days: int | None = Field(description="Days out without a place.")
    musts: int | None
    minutes: int | None
    penalty: int | None
    goals: dict[GoalId, int] | None
    seconds: float | None
    said: str = Field(description="Why there is no repair.")

    @classmethod
    def of(cls, row: Row) -> SweepRowOut:
        """Put a row into its JSON shape."""
        return cls(**row_document(row), gap=row.gap)


class SweepRangeOut(BodyOut):
    """How far the lines of a scenario lie apart over its seeds."""

    model_config = example(**_RANGE)
    scenario: str
    seeds: int
    least: dict[str, float]
    median: dict[str, float]
    most: dict[str, float]

    @classmethod
    def of(cls, one: Range) -> SweepRangeOut:
        """Put a range into its JSON shape."""
        return cls(
            scenario=one.scenario,
            seeds=one.seeds,
            least=one.least,
            median=one.median,
            most=one.most,
        )


class SweepTableOut(BodyOut):
    """The lines that are done: what hurts most comes first."""

    model_config = example(stopped=False, base=_BASE, rows=[_ROW], ranges=[_RANGE])
    stopped: bool = Field(description="Whether lines are missing.")
    base: SweepRowOut | None = Field(description="The release as it is; null: nothing is done yet.")
    rows: list[SweepRowOut]
    ranges: list[SweepRangeOut]

    @classmethod
    def of(cls, table: Table | None) -> SweepTableOut:
        """Put a table into its JSON shape."""
        if table is None:
            return cls(stopped=True, base=None, rows=[], ranges=[])
        return cls(
            stopped=table.stopped,
            base=SweepRowOut.of(table.base),
            rows=[SweepRowOut.of(one) for one in table],
            ranges=[SweepRangeOut.of(one) for one in table.ranges()],
        )

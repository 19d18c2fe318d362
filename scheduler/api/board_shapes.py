"""How boards, alerts and reports look as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pydantic import Field

from scheduler.api.mark_shapes import shown
from scheduler.api.shapes import BodyOut, example
from scheduler.attendance.board import STATES, AlertKind
from scheduler.attendance.rollup import Tally
from scheduler.domain.alerts import AlertOutcome, AlertStep
from scheduler.service.attend.shown import AlertSeen

_COUNTS = {
    "expected": 0,
    "confirmed": 12,
    "self_reported": 3,
    "late": 1,
    "excused": 0,
    "missing": 2,
    "unverified": 0,
    "absent": 1,
}
_NAMES = tuple(state.value.replace("-", "_") for state in STATES)


class CountsOut(BodyOut):
    """How many students it stands with how; who has two days at once counts twice."""

    model_config = example(**_COUNTS)
    expected: int = Field(description="Not due yet.")
    confirmed: int
    self_reported: int
    late: int
    excused: int
    missing: int = Field(description="Due, and nobody has said anything.")
    unverified: int = Field(description="Nobody has said anything; it is not absence.")
    absent: int

    @classmethod
    def of(cls, counts: Sequence[int]) -> CountsOut:
        """Put the counts of a board into their JSON shape."""
        return cls(**dict(zip(_NAMES, counts, strict=True)))


class BoardRowOut(BodyOut):
    """A site, school, advisory, mentor or van of a board."""

    model_config = example(id="LAB", counts=_COUNTS)
    id: str
    counts: CountsOut


class BoardOut(BodyOut):
    """How it stands with everybody one may know about, at the minute it is asked."""

    model_config = example(
        day="2026-09-08",
        at="09:52",
        totals=_COUNTS,
        alerts=2,
        registers_not_taken=["A2"],
        items=[{"id": "LAB", "counts": _COUNTS}],
        next=None,
    )
    day: date
    at: str | None = Field(description="Clock time at the school.")
    totals: CountsOut
    alerts: int = Field(description="How many there are to call about that are not resolved.")
    registers_not_taken: list[str] = Field(description="Advisories.")
    items: list[BoardRowOut]
    next: str | None = Field(description="Send it as `cursor` for the items after these.")


class AlertOut(BodyOut):
    """Somebody who ought to be somewhere, and of whom nobody knows."""

    model_config = example(
        id="S1/day-out.0/not-there",
        kind="not-there",
        student="S1",
        site="LAB",
        people=["M1"],
        since="09:36",
        step="called",
        outcome="no-answer",
    )
    id: str
    kind: AlertKind
    student: str
    site: str
    people: list[str] = Field(description="With whom they should be.")
    since: str | None = Field(description="Clock time at the school.")
    step: AlertStep | None = Field(description="How far somebody got; null: nobody looks into it.")
    outcome: AlertOutcome | None

    @classmethod
    def of(cls, one: AlertSeen) -> AlertOut:
        """Put an alert into its JSON shape."""
        return cls(
            id=one.alert.key,
            kind=one.alert.kind,
            student=one.alert.expected.student,
            site=one.alert.expected.site,
            people=list(one.alert.expected.people),
            since=shown(one.alert.since),
            step=one.step,
            outcome=one.steps[-1].outcome if one.steps else None,
        )


class TallyOut(BodyOut):
    """What the days of somebody or something come to."""

    model_config = example(
        id="S1",
        days=20,
        present=17,
        excused=1,
        absent=1,
        unverified=1,
        attendance=0.895,
        chronic=False,
        longest_absence=1,
        late=2,
        minutes_late=35,
        left_early=0,
        unconfirmed=3,
        minutes_out=4320,
        minutes_out_planned=4680,
        to_look_into=0,
    )
    id: str = Field(description="Of the student, advisory and so on that the row is about.")
    days: int
    present: int
    excused: int
    absent: int
    unverified: int = Field(description="Of these nothing is known: neither attended nor missed.")
    attendance: float | None = Field(description="The share of the known days; null: none known.")
    chronic: bool = Field(description="A tenth of the known days or more was missed.")
    longest_absence: int = Field(description="Days missed one after the other.")
    late: int
    minutes_late: int
    left_early: int
    unconfirmed: int = Field(description="Days out that the mentor has not confirmed.")
    minutes_out: int = Field(description="At internships, towards their target.")
    minutes_out_planned: int
    to_look_into: int

    @classmethod
    def of(cls, id: str, one: Tally) -> TallyOut:
        """Put a row of a report into its JSON shape."""
        return cls(
            id=id,
            days=one.days,
            present=one.present,
            excused=one.excused,
            absent=one.absent,
            unverified=one.unverified,
            attendance=one.attendance,
            chronic=one.is_chronic,
            longest_absence=one.longest_absence,
            late=one.late,
            minutes_late=one.late_minutes,
            left_early=one.early,
            unconfirmed=one.unconfirmed,
            minutes_out=one.out_present_minutes,
            minutes_out_planned=one.out_planned_minutes,
            to_look_into=one.flagged,
        )

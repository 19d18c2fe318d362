"""How timetables, their scores and what differs between two of them are sent and answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import Field

from scheduler.api.shapes import BodyIn, BodyOut, Id, Text, example
from scheduler.api.timetable_shapes import TimetableIn
from scheduler.domain.records import TimetableOrigin, TimetableRecord
from scheduler.domain.rules import GoalId, RuleId, Score, Violation
from scheduler.domain.runs import Reason

_DAY_OUT = {
    "student": "S1",
    "internship": 0,
    "mentor": "M3",
    "site": "GARDEN",
    "day": 0,
    "there": [],
    "back": [],
}
ASKED: dict[str, Any] = {
    "instance": "ins_mfrggzdfmztwq2lknnwg23tp",
    "timetable": {"instance": "met-2026-autumn", "days_out": [_DAY_OUT]},
}
_SCORE = {
    "unplaced": [0, 1, 0],
    "penalty": 45,
    "goals": {"travel": 40, "spread-days": 5},
    "softened": {},
}


class ScoreIn(BodyIn):
    """A timetable, perhaps made by hand, and the version of the data it is for."""

    model_config = example(**ASKED)
    instance: Id = Field(description="Id of the version of the data.")
    timetable: TimetableIn


class TimetableKeepIn(ScoreIn):
    """A timetable made by hand that is to be kept."""

    model_config = example(**ASKED, name="by hand, Monday")
    name: Text


class ScoreOut(BodyOut):
    """How good a timetable is: what is unplaced, then points; less is better."""

    model_config = example(**_SCORE)
    unplaced: list[int] = Field(description="Items of priority 1, 2 and 3 left unplaced.")
    penalty: int = Field(description="All points together.")
    goals: dict[GoalId, int]
    softened: dict[RuleId, int]

    @classmethod
    def of(cls, score: Score) -> ScoreOut:
        """Put a score into its JSON shape."""
        return cls(
            unplaced=list(score.unplaced),
            penalty=score.penalty,
            goals=score.goals,
            softened=score.softened,
        )


class ViolationOut(BodyOut):
    """One broken rule, in a sentence with ids."""

    rule: RuleId
    subjects: list[str]
    message: str

    @classmethod
    def of(cls, violation: Violation) -> ViolationOut:
        """Put a violation into its JSON shape."""
        return cls(
            rule=violation.rule, subjects=list(violation.subjects), message=violation.message
        )


class ScoredOut(BodyOut):
    """What a timetable breaks and what it costs."""

    model_config = example(
        violations=[
            {
                "rule": "staff-day",
                "subjects": ["T12"],
                "message": "T12 leads 7 slots on Monday, and at most 6 are allowed.",
            }
        ],
        softened=[],
        score=_SCORE,
        demands=2816,
    )
    violations: list[ViolationOut] = Field(description="Of required rules.")
    softened: list[ViolationOut] = Field(description="Of rules this school has softened.")
    score: ScoreOut
    demands: int = Field(description="Items there are to place.")


class TimetableOut(BodyOut):
    """A timetable that is kept, without its days and sessions. It never changes."""

    model_config = example(
        id="tt_mfrggzdfmztwq2lknnwg23tp",
        term="term_mfrggzdfmztwq2lknnwg23tp",
        instance="ins_mfrggzdfmztwq2lknnwg23tp",
        origin="run",
        run="run_mfrggzdfmztwq2lknnwg23tp",
        name="",
        score=_SCORE,
        made_at="2026-08-15T09:20:00Z",
        made_by="acc_nbswy3dpeb3w64tmmqqho2lu",
    )
    id: str
    term: str
    instance: str
    origin: TimetableOrigin
    run: str | None
    name: str
    score: ScoreOut
    made_at: datetime
    made_by: str

    @classmethod
    def of(cls, record: TimetableRecord) -> TimetableOut:
        """Put a timetable into its JSON shape."""
        return cls(
            id=record.id,
            term=record.term,
            instance=record.instance,
            origin=record.origin,
            run=record.run,
            name=record.name,
            score=ScoreOut.of(record.score),
            made_at=record.made_at,
            made_by=record.made_by,
        )


class PersonChangesOut(BodyOut):
    """What is different for one person."""

    person: str
    changes: list[str] = Field(description="A sentence each, in ids.")


class ComparisonOut(BodyOut):
    """What differs between two timetables, and for whom."""

    model_config = example(
        old=_SCORE,
        new=_SCORE,
        touched=1,
        people=[{"person": "S1", "changes": ["LAB 2: from Mon 09:00-10:00 to Tue 10:00-11:00."]}],
    )
    old: ScoreOut
    new: ScoreOut
    touched: int = Field(description="People for whom something is different.")
    people: list[PersonChangesOut]


class BlockerOut(BodyOut):
    """One option that an unplaced item had, and the first thing that blocks it."""

    option: str
    blocker: str


class ReasonOut(BodyOut):
    """Why an item is unplaced."""

    kind: str
    student: str
    subject: str
    blockers: list[BlockerOut]

    @classmethod
    def of(cls, reason: Reason) -> ReasonOut:
        """Put a reason into its JSON shape."""
        return cls(
            kind=reason.item.kind,
            student=reason.item.student,
            subject=reason.item.subject,
            blockers=[BlockerOut(option=b.option, blocker=b.blocker) for b in reason.blockers],
        )


class ReasonsOut(BodyOut):
    """Why each unplaced item is unplaced."""

    model_config = example(
        known=True,
        items=[
            {
                "kind": "must",
                "student": "S7",
                "subject": "LAB",
                "blockers": [{"option": "LAB 1", "blocker": "it is full"}],
            }
        ],
    )
    known: bool = Field(description="False while nobody has found out yet.")
    items: list[ReasonOut]

"""Drafts as JSON."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import Field, TypeAdapter

from scheduler.api.score_shapes import PersonChangesOut, ScoreOut, ViolationOut
from scheduler.api.shapes import BodyIn, BodyOut, Id, Truth, example
from scheduler.api.timetable_shapes import Moves, Pins
from scheduler.api.warning_shapes import WarningOut
from scheduler.domain.drafts import Draft, Step, StepKind
from scheduler.domain.pins import Pin, each
from scheduler.domain.timetable import Unplaced
from scheduler.service.draft import Looked
from scheduler.service.naming import filled
from scheduler.service.release import Prepared
from scheduler.service.saying import sentences

_PIN: TypeAdapter[Pin] = TypeAdapter(Pin)
_SCORE = {"unplaced": [0, 1, 0], "penalty": 45, "goals": {"travel": 45}, "softened": {}}
_MOVE = {"move": "move-day", "student": "S1", "day": 1, "to_day": 3}


class TakeIn(BodyIn):
    """Which timetable to take into the draft."""

    model_config = example(timetable="tt_mfrggzdfmztwq2lknnwg23tp", instance=None)
    timetable: Id
    instance: Id | None = Field(
        None, description="Version of the data it is to be for; null: the one it was made for."
    )


class MovesIn(BodyIn):
    """Moves that are made together, all or none."""

    model_config = example(moves=[_MOVE])
    moves: Moves


class PinsIn(BodyIn):
    """What is to be pinned, or let go."""

    model_config = example(pinned=True, what=[{"pin": "day", "student": "S1", "day": 1}])
    pinned: Truth
    what: Pins


class UnplacedOut(BodyOut):
    """One item without a place."""

    kind: str
    student: str
    subject: str

    @classmethod
    def of(cls, item: Unplaced) -> UnplacedOut:
        """Put an item into its JSON shape."""
        return cls(kind=item.kind, student=item.student, subject=item.subject)


class DraftOut(BodyOut):
    """A term's draft, without its days and sessions."""

    model_config = example(
        term="term_mfrggzdfmztwq2lknnwg23tp",
        version=3,
        instance="ins_mfrggzdfmztwq2lknnwg23tp",
        taken="tt_mfrggzdfmztwq2lknnwg23tp",
        score=_SCORE,
        unplaced=[{"kind": "must", "student": "S7", "subject": "LAB"}],
        pins=[{"pin": "day", "student": "S1", "internship": 0, "day": 1}],
        changed_at="2026-08-15T09:20:00Z",
        changed_by="acc_nbswy3dpeb3w64tmmqqho2lu",
    )
    term: str
    version: int = Field(description="One more at each change; also the ETag.")
    instance: str = Field(description="Id of the version of the data it is for.")
    taken: str = Field(description="Id of the timetable that was taken into it.")
    score: ScoreOut
    unplaced: list[UnplacedOut]
    pins: list[dict[str, Any]] = Field(description="What must stay as it is.")
    changed_at: datetime
    changed_by: str

    @classmethod
    def of(cls, draft: Draft) -> DraftOut:
        """Put a draft into its JSON shape."""
        return cls(
            term=draft.term,
            version=draft.version,
            instance=draft.instance,
            taken=draft.taken,
            score=ScoreOut.of(draft.score),
            unplaced=[UnplacedOut.of(one) for one in draft.timetable.unplaced],
            pins=[_PIN.dump_python(one, mode="json") for one in each(draft.pins)],
            changed_at=draft.changed_at,
            changed_by=draft.changed_by,
        )


class TrialOut(BodyOut):
    """What moves would break, what they would cost, and for whom."""

    model_config = example(
        violations=[],
        was=_SCORE,
        score=_SCORE,
        unplaced=[{"kind": "must", "student": "S7", "subject": "LAB"}],
        people=[{"person": "S1", "changes": ["day out: from Tue 09:00-15:00 to Thu 09:00-15:00."]}],
    )
    violations: list[ViolationOut]
    was: ScoreOut
    score: ScoreOut
    unplaced: list[UnplacedOut]
    people: list[PersonChangesOut]

    @classmethod
    def of(cls, looked: Looked) -> TrialOut:
        """Put a trial into its JSON shape."""
        people = [
            PersonChangesOut(
                person=one.person, changes=list(sentences(looked.instance, one, lambda id: id))
            )
            for one in looked.differences
        ]
        return cls(
            violations=[ViolationOut.of(one) for one in looked.violations],
            was=ScoreOut.of(looked.was),
            score=ScoreOut.of(looked.score),
            unplaced=[UnplacedOut.of(one) for one in looked.timetable.unplaced],
            people=people,
        )


class StepOut(BodyOut):
    """One change of a draft."""

    version: int = Field(description="The version that it made.")
    kind: StepKind
    said: list[str] = Field(description="A sentence each, in ids.")
    undone: bool
    made_at: datetime
    made_by: str

    @classmethod
    def of(cls, step: Step) -> StepOut:
        """Put a step into its JSON shape."""
        return cls(
            version=step.version,
            kind=step.kind,
            said=[filled(one, {}) for one in step.said],
            undone=step.undone,
            made_at=step.made_at,
            made_by=step.made_by,
        )


class StepsOut(BodyOut):
    """What was done to a draft, in order."""

    model_config = example(
        items=[
            {
                "version": 2,
                "kind": "move",
                "said": ["S1 is out on Thu instead of Tue."],
                "undone": False,
                "made_at": "2026-08-15T09:20:00Z",
                "made_by": "acc_nbswy3dpeb3w64tmmqqho2lu",
            }
        ]
    )
    items: list[StepOut]


class PreviewOut(BodyOut):
    """What a release of the draft would mean."""

    model_config = example(
        number=3,
        after=2,
        holds_from="2026-09-14",
        people=["M3", "S1"],
        warnings=[
            {
                "code": "unplaced-day",
                "sentence": "1 day out has no place: of 1 student.",
                "subjects": ["S7"],
            }
        ],
    )
    number: int = Field(description="The number it would have.")
    after: int = Field(description="Number of the last release; send it back with the release.")
    holds_from: date
    people: list[str] = Field(description="Ids of who would have to be told.")
    warnings: list[WarningOut]

    @classmethod
    def of(cls, prepared: Prepared) -> PreviewOut:
        """Put what a release would mean into its JSON shape."""
        return cls(
            number=prepared.number,
            after=prepared.number - 1,
            holds_from=prepared.holds_from,
            people=[one.person for one in prepared.changes],
            warnings=[WarningOut.of(one) for one in prepared.warnings],
        )

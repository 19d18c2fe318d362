"""``/v1/score`` and ``/v1/timetables``: any timetable scored; those kept read and compared."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from scheduler.api.asking import Db, allowed
from scheduler.api.idempotency import Answer, Idempotent
from scheduler.api.paging import Page, Paging, moment_key, paged
from scheduler.api.problem_shapes import CREATES, READS_BODY, SIGNED_IN
from scheduler.api.shapes import BodyIn, BodyOut, Id, Text, example
from scheduler.api.timetable_shapes import TimetableIn
from scheduler.domain.accounts import Actor
from scheduler.domain.records import TimetableOrigin, TimetableRecord
from scheduler.domain.rules import GoalId, RuleId, Score, Violation
from scheduler.domain.runs import Reason
from scheduler.files import timetable_bytes
from scheduler.service import timetables
from scheduler.service.rights import Action

router = APIRouter(tags=["timetables"], responses=SIGNED_IN)
MayRead = Annotated[Actor, allowed(Action.TIMETABLE_READ)]
_DAY_OUT = {
    "student": "S1",
    "internship": 0,
    "mentor": "M3",
    "site": "GARDEN",
    "day": 0,
    "there": [],
    "back": [],
}
_ASKED = {
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

    model_config = example(**_ASKED)
    instance: Id = Field(description="Id of the version of the data.")
    timetable: TimetableIn


class TimetableKeepIn(ScoreIn):
    """A timetable made by hand that is to be kept."""

    model_config = example(**_ASKED, name="by hand, Monday")
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


@router.post("/score", responses=READS_BODY)
def score_timetable(
    body: ScoreIn, store: Db, actor: Annotated[Actor, allowed(Action.TIMETABLE_SCORE)]
) -> ScoredOut:
    """Score any timetable, a hand-made one too. Nothing is solved and nothing kept."""
    found = timetables.scored(store, actor, body.instance, body.timetable)
    return ScoredOut(
        violations=[ViolationOut.of(one) for one in found.violations],
        softened=[ViolationOut.of(one) for one in found.softened],
        score=ScoreOut.of(found.score),
        demands=found.demands,
    )


@router.get("/timetables")
def list_timetables(
    store: Db,
    actor: MayRead,
    wanted: Paging,
    term: Annotated[Id, Query(description="Id of the term.")],
) -> Page[TimetableOut]:
    """List the timetables of a term, newest first."""
    found = timetables.records(store, actor, term, wanted.moment, wanted.limit + 1)
    items, after = paged(found, wanted, lambda one: moment_key(one.made_at, one.id))
    return Page[TimetableOut](items=[TimetableOut.of(one) for one in items], next=after)


@router.post("/timetables", status_code=201, response_model=TimetableOut, responses=CREATES)
def keep_timetable(
    body: TimetableKeepIn,
    store: Db,
    actor: Annotated[Actor, allowed(Action.TIMETABLE_KEEP)],
    once: Idempotent,
) -> Response:
    """Keep a timetable made by hand, once it breaks no rule."""
    replayed = once.replayed(actor)
    if replayed is not None:
        return replayed
    passed = timetables.checked(store, actor, body.instance, body.timetable)

    def effect(inside: Db) -> Answer:
        record = timetables.keep(inside, actor, body.instance, body.timetable, passed, body.name)
        return Answer(
            status=201,
            body=TimetableOut.of(record),
            headers={"Location": f"/v1/timetables/{record.id}"},
        )

    return once.answer(actor, effect)


@router.get("/timetables/{timetable}")
def read_timetable(timetable: Id, store: Db, actor: MayRead) -> TimetableOut:
    """Read what can be said of a timetable without its days and sessions."""
    return TimetableOut.of(timetables.record(store, actor, timetable))


@router.get(
    "/timetables/{timetable}/data",
    response_class=Response,
    responses={
        200: {
            "content": {
                "application/json": {
                    "schema": {"type": "object"},
                    "example": _ASKED["timetable"],
                }
            }
        }
    },
)
def read_timetable_data(timetable: Id, store: Db, actor: MayRead) -> Response:
    """Read a timetable whole, as docs/reference/files.md says."""
    found = timetables.read(store, actor, timetable)
    return Response(timetable_bytes(found), media_type="application/json")


@router.get("/timetables/{timetable}/reasons")
def read_reasons(timetable: Id, store: Db, actor: MayRead) -> ReasonsOut:
    """Say why what is unplaced in a timetable is unplaced."""
    found = timetables.reasons(store, actor, timetable)
    return ReasonsOut(known=found is not None, items=[ReasonOut.of(one) for one in found or ()])


@router.get("/timetables/{timetable}/comparison")
def compare_timetables(
    timetable: Id,
    store: Db,
    actor: MayRead,
    old: Annotated[Id, Query(description="Id of the timetable to compare with.")],
) -> ComparisonOut:
    """Say what differs from an older timetable of the term, and for whom."""
    found = timetables.compared(store, actor, old, timetable)
    people = [
        PersonChangesOut(person=one, changes=list(said)) for one, said in found.people.items()
    ]
    return ComparisonOut(
        old=ScoreOut.of(found.old.score),
        new=ScoreOut.of(found.new.score),
        touched=len(people),
        people=people,
    )

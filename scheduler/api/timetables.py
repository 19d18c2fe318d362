"""``/v1/score`` and ``/v1/timetables``: any timetable scored; those kept read and compared."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from scheduler.api.asking import Db, allowed
from scheduler.api.idempotency import Answer, Idempotent
from scheduler.api.paging import Page, Paging, moment_key, paged
from scheduler.api.problem_shapes import CREATES, READS_BODY, SIGNED_IN
from scheduler.api.score_shapes import (
    ASKED,
    ComparisonOut,
    PersonChangesOut,
    ReasonOut,
    ReasonsOut,
    ScoredOut,
    ScoreIn,
    ScoreOut,
    TimetableKeepIn,
    TimetableOut,
    ViolationOut,
)
from scheduler.api.shapes import Id
from scheduler.domain.accounts import Actor
from scheduler.files import timetable_bytes
from scheduler.service import timetables
from scheduler.service.rights import Action

router = APIRouter(tags=["timetables"], responses=SIGNED_IN)
MayRead = Annotated[Actor, allowed(Action.TIMETABLE_READ)]


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
    """List the timetables of a term, newest first, without what a run has bettered itself."""
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
                    "example": ASKED["timetable"],
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

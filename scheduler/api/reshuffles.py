"""``/v1/reshuffles``: something changes; repairs of what people live by."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response

from scheduler.api.asking import Config, Db, allowed
from scheduler.api.idempotency import Answer, Idempotent
from scheduler.api.problem_shapes import CREATES, SIGNED_IN, answers
from scheduler.api.releases import ReleaseOut
from scheduler.api.reshuffle_shapes import (
    AcceptanceIn,
    ReshuffleHeadOut,
    ReshuffleIn,
    ReshuffleOut,
    ReshufflesOut,
    WholeRepairOut,
)
from scheduler.api.shapes import Id
from scheduler.domain.accounts import Actor
from scheduler.domain.runs import Limits
from scheduler.service import accepting, reshuffling
from scheduler.service.rights import Action

router = APIRouter(tags=["reshuffles"], responses=SIGNED_IN)
MayRead = Annotated[Actor, allowed(Action.RESHUFFLE_READ)]
MayMake = Annotated[Actor, allowed(Action.RESHUFFLE_MAKE)]


@router.get("/terms/{term}/reshuffles")
def list_reshuffles(term: Id, store: Db, actor: MayRead) -> ReshufflesOut:
    """List the reshuffles of a term, newest first."""
    found = reshuffling.listed(store, actor, term)
    return ReshufflesOut(items=[ReshuffleHeadOut.of(one) for one in found])


@router.post(
    "/terms/{term}/reshuffles", status_code=202, response_model=ReshuffleOut, responses=CREATES
)
def request_reshuffle(
    term: Id,
    body: ReshuffleIn,
    store: Db,
    settings: Config,
    actor: MayMake,
    once: Idempotent,
) -> Response:
    """Ask for repairs of the last release. Follow `Location` for the menu.

    What cannot be made is refused with every fault: of the date, the edits and the pins.
    """
    replayed = once.replayed(actor)
    if replayed is not None:
        return replayed
    limits = Limits(seconds=body.seconds, seed=body.seed)
    asked = reshuffling.prepare(
        store,
        actor,
        term,
        body.edits,
        body.since,
        limits,
        settings=settings,
        pins=body.pins or (),
        until=body.until,
    )

    def effect(inside: Db) -> Answer:
        found = reshuffling.request(inside, actor, asked, name=body.name or "")
        made = ReshuffleOut.whole(found)
        return Answer(status=202, body=made, headers={"Location": f"/v1/reshuffles/{made.id}"})

    return once.answer(actor, effect)


@router.get("/reshuffles/{reshuffle}")
def read_reshuffle(reshuffle: Id, store: Db, actor: MayRead) -> ReshuffleOut:
    """Say how a reshuffle stands: its state, and the menu of repairs once it is found."""
    return ReshuffleOut.whole(reshuffling.read(store, actor, reshuffle))


@router.get("/reshuffles/{reshuffle}/repairs/{repair}", responses=answers(409))
def read_repair(
    reshuffle: Id, repair: Annotated[int, Path(ge=1, le=100)], store: Db, actor: MayRead
) -> WholeRepairOut:
    """Say what a repair changes for whom, from where to where, by id."""
    return WholeRepairOut.whole(accepting.opened(store, actor, reshuffle, repair))


@router.post(
    "/reshuffles/{reshuffle}/acceptance",
    status_code=201,
    response_model=ReleaseOut,
    responses=CREATES,
)
def accept_repair(
    reshuffle: Id,
    body: AcceptanceIn,
    store: Db,
    settings: Config,
    actor: MayMake,
    once: Idempotent,
) -> Response:
    """Make a repair the next release, and tell whom it touches. 409: another came first."""
    replayed = once.replayed(actor)
    if replayed is not None:
        return replayed
    accepted = accepting.prepare(
        store, actor, reshuffle, body.repair, body.holds_from, settings=settings
    )

    def effect(inside: Db) -> Answer:
        made = accepting.accept(inside, actor, accepted, note=body.note, settings=settings)
        return Answer(
            status=201,
            body=ReleaseOut.of(made),
            headers={"Location": f"/v1/releases/{made.id}"},
        )

    return once.answer(actor, effect)

"""``/v1/sweeps``: what if by the hundred, and whom and what a school can least do without."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Response

from scheduler.api.asking import Config, Db, allowed
from scheduler.api.idempotency import Answer, Idempotent
from scheduler.api.problem_shapes import CREATES, SIGNED_IN
from scheduler.api.shapes import Id
from scheduler.api.sweep_shapes import (
    SweepHeadOut,
    SweepIn,
    SweepOut,
    SweepsOut,
    SweepTableOut,
)
from scheduler.domain.accounts import Actor
from scheduler.service import sweeping
from scheduler.service.rights import Action

router = APIRouter(tags=["sweeps"], responses=SIGNED_IN)
MayRead = Annotated[Actor, allowed(Action.SCENARIO_READ)]
MayTry = Annotated[Actor, allowed(Action.SCENARIO_EDIT)]


@router.get("/terms/{term}/sweeps")
def list_sweeps(term: Id, store: Db, actor: MayRead) -> SweepsOut:
    """List the sweeps of a term, newest first."""
    found = sweeping.listed(store, actor, term)
    return SweepsOut(items=[SweepHeadOut.of(one) for one in found])


@router.post("/terms/{term}/sweeps", status_code=202, response_model=SweepOut, responses=CREATES)
def request_sweep(
    term: Id, body: SweepIn, store: Db, settings: Config, actor: MayTry, once: Idempotent
) -> Response:
    """Try scenarios on the last release, each with every seed. Follow `Location`.

    Scenarios are given, kept ones of the term, or each mentor, site, van, room or member of
    staff left out in turn. What cannot be tried is refused with every fault.
    """
    replayed = once.replayed(actor)
    if replayed is not None:
        return replayed
    asked = sweeping.prepare(store, actor, term, body.wanted(), body.limits(), settings=settings)

    def effect(inside: Db) -> Answer:
        made = SweepOut.whole(sweeping.request(inside, actor, asked, name=body.name))
        return Answer(status=202, body=made, headers={"Location": f"/v1/sweeps/{made.id}"})

    return once.answer(actor, effect)


@router.get("/sweeps/{sweep}")
def read_sweep(sweep: Id, store: Db, actor: MayRead) -> SweepOut:
    """Say how a sweep stands."""
    return SweepOut.whole(sweeping.read(store, actor, sweep))


@router.delete("/sweeps/{sweep}")
def stop_sweep(sweep: Id, store: Db, actor: MayTry) -> SweepOut:
    """Stop a sweep; the lines that are done are kept. To stop what is over changes nothing."""
    return SweepOut.whole(sweeping.stop(store, actor, sweep))


@router.get("/sweeps/{sweep}/table")
def read_sweep_table(sweep: Id, store: Db, actor: MayRead) -> SweepTableOut:
    """Give the lines that are done, what hurts most first, with ranges over seeds."""
    return SweepTableOut.of(sweeping.table_of(store, actor, sweep).table)


@router.get(
    "/sweeps/{sweep}/table.csv",
    response_class=Response,
    responses={
        200: {
            "content": {
                "text/csv": {"schema": {"type": "string"}, "example": "scenario,seed,status,…\n"}
            }
        }
    },
)
def read_sweep_csv(sweep: Id, store: Db, actor: MayRead) -> Response:
    """Give the lines that are done as CSV, below the release as it is."""
    return Response(
        sweeping.csv_of(sweeping.table_of(store, actor, sweep)),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="sweep.csv"'},
    )

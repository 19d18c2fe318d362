"""``/v1/runs``: a term planned by the workers, followed and stopped."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import Field

from scheduler.api.asking import Config, Db, actor_of, allowed
from scheduler.api.idempotency import Answer, Idempotent
from scheduler.api.paging import Page, Paging, moment_key, paged
from scheduler.api.problem_shapes import CREATES, SIGNED_IN
from scheduler.api.shapes import BodyIn, BodyOut, Id, Number, Whole, example
from scheduler.domain.accounts import Actor
from scheduler.domain.runs import Limits
from scheduler.domain.service_runs import Operation, RunRecord, RunState
from scheduler.errors import SchedulerError
from scheduler.service import plan
from scheduler.service.rights import Action

router = APIRouter(prefix="/runs", tags=["runs"], responses=SIGNED_IN)
MayRead = Annotated[Actor, allowed(Action.RUN_READ)]
EACH_SECONDS = 0.5
"""How often a stream of events looks for new ones."""


class LimitsIn(BodyIn):
    """When a run is to stop."""

    model_config = example(seconds=300, patience=60)
    seconds: Number = Field(60, gt=0, le=86_400)
    patience: Number | None = Field(
        None, gt=0, le=86_400, description="Stop after so many seconds without a better one."
    )
    gap: Number = Field(0, ge=0, le=1, description="Stop at this proven gap.")
    workers: Whole = Field(1, ge=1, le=64, description="Processes that plan it.")
    seed: Whole = Field(0, ge=0, le=2**31 - 1)
    name: str = Field("", max_length=200)

    def limits(self) -> Limits:
        """Say when to stop in the words of the domain."""
        return Limits(
            seconds=self.seconds,
            patience=self.patience,
            gap=self.gap,
            workers=self.workers,
            seed=self.seed,
        )


class RunIn(LimitsIn):
    """What to plan, and when to stop."""

    model_config = example(instance="ins_mfrggzdfmztwq2lknnwg23tp", seconds=300, patience=60)
    instance: Id = Field(description="Id of the version of the data.")
    operation: Literal[Operation.SOLVE, Operation.NONE] = Operation.SOLVE
    start: Id | None = Field(None, description="Id of a timetable to begin from.")


class LinksOut(BodyOut):
    """Where to go on from a run."""

    self: str
    events: str
    timetable: str | None = Field(description="The best so far.")


class RunOut(BodyOut):
    """A run as it stands."""

    model_config = example(
        id="run_mfrggzdfmztwq2lknnwg23tp",
        term="term_mfrggzdfmztwq2lknnwg23tp",
        instance="ins_mfrggzdfmztwq2lknnwg23tp",
        name="",
        operation="solve",
        state="running",
        created_at="2026-08-15T09:15:00Z",
        claimed_at="2026-08-15T09:15:01Z",
        first_at="2026-08-15T09:15:09Z",
        heartbeat_at="2026-08-15T09:16:00Z",
        finished_at=None,
        stop_asked=False,
        attempt=1,
        best="tt_mfrggzdfmztwq2lknnwg23tp",
        progress={
            "seconds": 51.2,
            "phase": "improving",
            "unplaced": [0, 1, 0],
            "unplaced_bound": 0,
            "penalty": 13400,
            "bound": 12100,
            "gap": 0.097,
            "goal_bounds": {"travel": 9000},
        },
        outcome=None,
        reason=None,
        links={
            "self": "/v1/runs/run_mfrggzdfmztwq2lknnwg23tp",
            "events": "/v1/runs/run_mfrggzdfmztwq2lknnwg23tp/events",
            "timetable": "/v1/timetables/tt_mfrggzdfmztwq2lknnwg23tp",
        },
    )
    id: str
    term: str
    instance: str
    name: str
    operation: Operation
    state: RunState
    created_at: datetime
    claimed_at: datetime | None = Field(description="When a worker took it.")
    first_at: datetime | None = Field(description="When there was a complete timetable.")
    heartbeat_at: datetime | None = Field(description="When its worker was last seen.")
    finished_at: datetime | None
    stop_asked: bool
    attempt: int = Field(description="How often a worker took it.")
    best: str | None = Field(description="Id of the best timetable so far.")
    progress: dict[str, Any] | None = Field(
        description="Best so far: unplaced, penalty, bounds, gap of the goals. `unplaced_bound`"
        " is the least in all of any timetable that is no worse by priority."
    )
    outcome: dict[str, Any] | None = Field(description="What came of it, once it is over.")
    reason: str | None = Field(description="Why it failed, or ended otherwise than asked.")
    links: LinksOut

    @classmethod
    def of(cls, run: RunRecord) -> RunOut:
        """Put a run into its JSON shape."""
        best = None if run.best is None else f"/v1/timetables/{run.best}"
        here = f"/v1/runs/{run.id}"
        return cls(
            id=run.id,
            term=run.term,
            instance=run.instance,
            name=run.name,
            operation=run.operation,
            state=run.state,
            created_at=run.created_at,
            claimed_at=run.claimed_at,
            first_at=run.first_at,
            heartbeat_at=run.heartbeat_at,
            finished_at=run.finished_at,
            stop_asked=run.stop_asked_at is not None,
            attempt=run.attempt,
            best=run.best,
            progress=run.progress,
            outcome=run.outcome,
            reason=run.reason,
            links=LinksOut(self=here, events=f"{here}/events", timetable=best),
        )


@router.get("")
def list_runs(
    store: Db,
    actor: MayRead,
    wanted: Paging,
    term: Annotated[Id | None, Query(description="Only of this term.")] = None,
) -> Page[RunOut]:
    """List runs, newest first."""
    found = plan.runs_of(store, actor, term=term, before=wanted.moment, most=wanted.limit + 1)
    items, after = paged(found, wanted, lambda run: moment_key(run.created_at, run.id))
    return Page[RunOut](items=[RunOut.of(one) for one in items], next=after)


@router.post("", status_code=202, response_model=RunOut, responses=CREATES)
def request_run(
    body: RunIn,
    settings: Config,
    actor: Annotated[Actor, allowed(Action.RUN_REQUEST)],
    once: Idempotent,
) -> Response:
    """Queue a run. Follow `Location` for its state and its best timetable."""

    def effect(store: Db) -> Answer:
        run = plan.request_run(
            store,
            actor,
            body.instance,
            body.limits(),
            settings=settings,
            operation=body.operation,
            start=body.start,
            name=body.name,
        )
        made = RunOut.of(run)
        return Answer(status=202, body=made, headers={"Location": made.links.self})

    return once.answer(actor, effect)


@router.get("/{run}")
def read_run(run: Id, store: Db, actor: MayRead) -> RunOut:
    """Say how a run stands."""
    return RunOut.of(plan.run_of(store, actor, run))


@router.delete("/{run}")
def stop_run(run: Id, store: Db, actor: Annotated[Actor, allowed(Action.RUN_STOP)]) -> RunOut:
    """Stop a run early; the best so far is kept. To stop what is over changes nothing."""
    return RunOut.of(plan.stop_run(store, actor, run))


def _readable(run: Id, store: Db, actor: MayRead) -> RunRecord:
    return plan.run_of(store, actor, run)


def _last_seen(
    last_event_id: Annotated[
        str | None,
        Header(
            alias="Last-Event-ID",
            pattern=r"^[0-9]{1,9}$",
            description="The id of the last event seen; the stream goes on after it.",
        ),
    ] = None,
) -> int:
    return int(last_event_id or 0)


@router.get("/{run}/events", response_class=EventSourceResponse)
async def follow_run(
    request: Request,
    store: Db,
    run: Annotated[RunRecord, Depends(_readable)],
    last: Annotated[int, Depends(_last_seen)],
) -> AsyncIterator[ServerSentEvent]:
    """Follow a run: an event for each thing that happens, until it is over."""
    while True:
        try:
            # Asked anew each time: who is signed out or disabled meanwhile sees no more.
            actor = await run_in_threadpool(actor_of, request)
            found, over = await run_in_threadpool(plan.events_after, store, actor, run.id, last)
        except SchedulerError:
            return
        for event in found:
            last = event.number
            body = {"at": event.at.isoformat().replace("+00:00", "Z"), **event.body}
            yield ServerSentEvent(id=str(event.number), event=event.kind, data=body)
        if over:
            return
        await asyncio.sleep(EACH_SECONDS)

"""Pages of runs: the list, one as it goes, and stopping it."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from scheduler.domain.accounts import Actor
from scheduler.domain.service_runs import Operation
from scheduler.service import overview, plan, reshuffling, timetables
from scheduler.service.rights import Action, may
from scheduler.service.subjects import of_term
from scheduler.web.asking import Db, allowed
from scheduler.web.naming import run_views
from scheduler.web.rendering import render
from scheduler.web.views.runs import moments
from scheduler.web.views.scores import goal_rows, total_row

router = APIRouter(prefix="/runs")
Reader = Annotated[Actor, allowed(Action.RUN_READ)]
A_PAGE = 50


@router.get("")
def run_list(
    request: Request,
    store: Db,
    actor: Reader,
    before: Annotated[datetime | None, Query()] = None,
    last: Annotated[str, Query(max_length=64)] = "",
) -> Response:
    """List runs, the newest first."""
    start = (before, last) if before is not None and before.tzinfo is not None else None
    found = plan.runs_of(store, actor, before=start, most=A_PAGE + 1)
    zones = {one.id: one.zone for one in overview.terms_by_id(store, actor).values()}
    shown = found[:A_PAGE]
    more = ""
    if len(found) > A_PAGE:
        at = shown[-1].created_at.isoformat().replace("+00:00", "Z")
        more = f"/runs?before={at}&last={shown[-1].id}"
    return render(
        request,
        "runs.html",
        runs=run_views(store, actor, shown),
        zone=next(iter(zones.values()), "UTC"),
        more=more,
    )


@router.get("/{run}/history.json")
def history(store: Db, actor: Reader, run: str) -> Response:
    """Give the course of a run so far, for its chart."""
    events, number = [], 0
    while True:
        found, _ = plan.events_after(store, actor, run, number)
        if not found:
            break
        events += found
        number = found[-1].number
    return JSONResponse({"moments": moments(events), "last_event": number})


@router.get("/{run}")
def run_page(request: Request, store: Db, actor: Reader, run: str) -> Response:
    """Show a run as it stands."""
    record = plan.run_of(store, actor, run)
    if record.operation is Operation.SWEEP:
        return RedirectResponse(f"/sweeps/{run}", HTTPStatus.SEE_OTHER)
    answered = reshuffling.of_run(store, actor, run)
    if answered is not None:
        return RedirectResponse(f"/reshuffles/{answered}", HTTPStatus.SEE_OTHER)
    (view,) = run_views(store, actor, [record])
    term = overview.terms_by_id(store, actor)[record.term]
    score = timetables.record(store, actor, record.best).score if record.best else None
    return render(
        request,
        "run.html",
        run=view,
        zone=term.zone,
        crumbs=[("/", "Terms"), (f"/terms/{term.id}", term.name), ("/runs", "Runs")],
        may_stop=may(actor, Action.RUN_STOP, of_term(term)) and record.stop_asked_at is None,
        goals=goal_rows(score, view.bounds) if score else (),
        total=total_row(score, view.bounds),
        conflict=_conflict(record.outcome),
    )


@router.post("/{run}/stop")
def stop(store: Db, actor: Annotated[Actor, allowed(Action.RUN_STOP)], run: str) -> Response:
    """Stop a run; the best so far is kept."""
    plan.stop_run(store, actor, run)
    return RedirectResponse(f"/runs/{run}", HTTPStatus.SEE_OTHER)


def _conflict(outcome: dict[str, Any] | None) -> dict[str, list[str]] | None:
    found = (outcome or {}).get("conflict")
    if not found:
        return None
    return {
        "statements": [one["text"] for one in found["statements"]],
        "ways_out": [one["text"] for one in found["ways_out"]],
    }

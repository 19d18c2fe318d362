"""The live board of a day: counted, on a map, and who to call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, RedirectResponse, Response, StreamingResponse

from scheduler.attendance.board import STATES, BoardBy
from scheduler.domain.accounts import Actor
from scheduler.domain.alerts import AlertOutcome, AlertStep
from scheduler.errors import ConflictError, InvalidInputError
from scheduler.service.attend import alerts as acting
from scheduler.service.attend import boards
from scheduler.service.attend.shown import Shown
from scheduler.service.lived import today
from scheduler.service.rights import Action, may
from scheduler.store.engine import Store
from scheduler.web import following
from scheduler.web.asking import Db, Sent, allowed, gate
from scheduler.web.forms import Form, FormError
from scheduler.web.rendering import render
from scheduler.web.views import board as view

router = APIRouter(prefix="/terms/{term}/board")
Looker = Annotated[Actor, allowed(Action.ATTENDANCE_READ)]
When = Annotated[date | None, Query(alias="from")]
School = Annotated[str, Query(max_length=200)]


def _open(store: Store, actor: Actor, term: str, day: date | None, school: str) -> boards.BoardOf:
    within = (BoardBy.SCHOOL, school) if school else None
    return boards.board_of(store, actor, term, day, within)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What of a board is looked at."""

    by: BoardBy | None
    day: date | None
    school: str
    every: bool


def _look(
    by: BoardBy | None = None, day: When = None, school: School = "", every: bool = False
) -> Look:
    return Look(by=by, day=day, school=school, every=every)


Looked = Annotated[Look, Depends(_look)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What could not be noted about an alert, and why."""

    alert: str
    outcome: AlertOutcome
    why: ConflictError | InvalidInputError


@router.get("")
def board_page(request: Request, store: Db, actor: Looker, term: str, look: Looked) -> Response:
    """Show how it stands with everybody, and who to call."""
    return _page(request, store, actor, term, look)


def _page(
    request: Request, store: Store, actor: Actor, term: str, look: Look, tried: Tried | None = None
) -> Response:
    school, every = look.school, look.every
    board = _open(store, actor, term, look.day, school)
    live = board.live
    under = f"/terms/{live.term.id}"
    crumbs = [("/", "Terms"), (under, live.term.name)]
    is_today = live.day == today(live.term)
    if live.holding is None or board.is_empty:
        return render(request, "board_empty.html", term=live.term, day=live.day, crumbs=crumbs)
    instance = live.holding.instance
    chosen = look.by or (BoardBy.SITE if school or len(instance.schools) == 1 else BoardBy.SCHOOL)
    found = board.show(chosen, most=None if every else view.MOST_ALERTS)
    rows, more = view.rows_of(found, instance, under, live.day, every)
    who = acting.by_whom(store, actor, found.alerts)
    alerts = view.alerts_of(found, instance, under, live.term.zone, who)
    boards.note_seen(store, actor, [one.student for one in alerts])
    asked = f"by={chosen.value}&from={live.day}" + (f"&school={school}" if school else "")
    return render(
        request,
        "board.html",
        _status(tried),
        term=live.term,
        day=live.day,
        is_today=is_today,
        at=view.time_of(found.at),
        by=chosen,
        headings=view.HEADINGS,
        words=[view.WORDS[state] for state in STATES],
        states=[state.value for state in STATES],
        totals=found.totals,
        summary=view.summary(found.totals),
        rows=rows,
        more=more,
        alerts=alerts,
        more_alerts=found.more_alerts,
        open_alerts=found.open_alerts,
        tried=tried,
        errors=_errors(tried, alerts),
        outcomes=[(one.value, text) for one, text in view.OUTCOMES.items()],
        untaken=[
            (f"{under}/register?advisory={one}&from={live.day}", instance.names.get(one, one))
            for one in found.untaken
        ],
        city=view.map_of(found, instance),
        counts={row.id: row.counts for row in rows},
        may_act=may(actor, Action.ALERT_EDIT),
        events=f"{under}/board/events?{asked}" if is_today else "",
        query=f"from={live.day}" + (f"&school={school}" if school else ""),
        asked=asked + ("&every=true" if every else ""),
        whole=f"{under}/board?{asked}&every=true",
        school=instance.names.get(school, school),
        under=under,
        crumbs=crumbs,
    )


def _status(tried: Tried | None) -> HTTPStatus:
    if tried is None:
        return HTTPStatus.OK
    is_over = isinstance(tried.why, ConflictError)
    return HTTPStatus.CONFLICT if is_over else HTTPStatus.UNPROCESSABLE_ENTITY


def _errors(tried: Tried | None, alerts: Sequence[view.AlertRow]) -> list[FormError]:
    """Say what could not be noted, at the row it is about where that is shown."""
    if tried is None:
        return []
    row = next((n for n, one in enumerate(alerts, 1) if one.key == tried.alert), 0)
    if not row or alerts[row - 1].step is AlertStep.RESOLVED:
        return [FormError(text=tried.why.message)]
    field = f"outcome-{row}"
    return [FormError(field=field, text=f"{alerts[row - 1].name}: {tried.why.message}")]


@router.get(".json")
def board_twin(
    store: Db,
    actor: Looker,
    term: str,
    by: BoardBy = BoardBy.SITE,
    day: When = None,
    school: School = "",
    every: bool = False,
) -> Response:
    """Give the board as JSON."""
    board = _open(store, actor, term, day, school)
    found = board.show(by, most=None if every else view.MOST_ALERTS)
    boards.note_seen(store, actor, [one.alert.expected.student for one in found.alerts])
    return JSONResponse({"day": board.live.day.isoformat(), **_document(found)})


@router.get("/events")
async def follow(
    request: Request,
    store: Db,
    actor: Looker,
    term: str,
    by: BoardBy = BoardBy.SITE,
    day: When = None,
    school: School = "",
) -> Response:
    """Follow the board of today: what has changed, within a second; another day ends at once."""

    def open_again() -> boards.BoardOf:
        # Who is signed out or disabled meanwhile sees no more.
        return _open(store, gate(request).actor_of(request, None), term, day, school)

    board = await run_in_threadpool(_open, store, actor, term, day, school)
    return StreamingResponse(
        following.follow(store, board, by, open_again),
        media_type="text/event-stream; charset=utf-8",
    )


def _document(found: Shown) -> dict[str, Any]:
    return {
        "at": view.time_of(found.at),
        "states": [state.value for state in STATES],
        "totals": list(found.totals),
        "said": view.summary(found.totals),
        "rows": {key: list(row) for key, row in found.rows.items()},
        "alerts": [
            {
                "id": one.alert.key,
                "kind": one.alert.kind.value,
                "student": one.alert.expected.student,
                "site": one.alert.expected.site,
                "since": view.time_of(one.alert.since),
                "step": one.step.value if one.step else None,
            }
            for one in found.alerts
        ],
        "more_alerts": found.more_alerts,
        "registers_not_taken": sorted(found.untaken),
    }


@router.post("/alerts")
def act(
    request: Request,
    store: Db,
    sent: Sent,
    actor: Annotated[Actor, allowed(Action.ALERT_EDIT)],
    term: str,
    look: Looked,
) -> Response:
    """Say what was done about somebody who is missing."""
    record = boards.term_seen(store, actor, term)
    form = Form(sent)
    try:
        step = AlertStep(form.text("step") or AlertStep.ACKNOWLEDGED)
        outcome = AlertOutcome(form.text("outcome"))
    except ValueError:
        raise InvalidInputError(
            "What was done is not one of the steps of this page. Load the board again."
        ) from None
    alert, day = form.text("alert"), look.day or today(record)
    again = form.text("again") == "yes"
    try:
        acting.act(store, actor, record.id, day, alert, step, outcome, again=again)
    except (ConflictError, InvalidInputError) as no:
        tried = Tried(alert=alert, outcome=outcome, why=no)
        return _page(request, store, actor, term, look, tried)
    back = f"/terms/{record.id}/board?{request.url.query}"
    return RedirectResponse(f"{back}#alerts", HTTPStatus.SEE_OTHER)

"""Where witnesses disagree: the work list, contesting a mark, and voiding a faulty period."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from scheduler.attendance.rollup import Lived
from scheduler.domain.accounts import Actor
from scheduler.domain.attendance import How
from scheduler.domain.instance import Instance
from scheduler.domain.standing import Flag
from scheduler.errors import InvalidInputError
from scheduler.service.attend import boards, deciding, standings
from scheduler.service.attend.standings import Which
from scheduler.service.lived import today
from scheduler.service.rights import Action, may
from scheduler.service.subjects import of_term
from scheduler.store.engine import Store
from scheduler.web.asking import Db, Sent, allowed
from scheduler.web.forms import Form, FormError, errors_of
from scheduler.web.marking import new_mark_id
from scheduler.web.rendering import render
from scheduler.web.views import days as words
from scheduler.web.views.board import time_of

router = APIRouter(prefix="/terms/{term}")
Looker = Annotated[Actor, allowed(Action.ATTENDANCE_READ)]
When = Annotated[date | None, Query(alias="from")]
DAYS = 7
"""Dates that the work list goes back."""
MOST = 200


@router.get("/disputes")
def work_page(request: Request, store: Db, actor: Looker, term: str, day: When = None) -> Response:
    """List what somebody has to look into, of a date and the week before it."""
    return _page(request, store, actor, term, day, [], "")


def _page(
    request: Request,
    store: Store,
    actor: Actor,
    term: str,
    day: date | None,
    errors: Sequence[FormError],
    done: str,
) -> Response:
    record = boards.term_seen(store, actor, term)
    last = max(min(day or today(record), record.last), record.first)
    dates = [last - timedelta(days=ago) for ago in range(DAYS)]
    dates = [one for one in dates if one >= record.first]
    found = [(one, _work(store, actor, record.id, one)) for one in dates]
    live = boards.board_of(store, actor, record.id, last).live
    instance = live.holding.instance if live.holding is not None else None
    sites = instance.school_sites if instance is not None else ()
    under = f"/terms/{record.id}"
    return render(
        request,
        "disputes.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK,
        term=record,
        day=last,
        dates=[
            (when, [_line(one, instance, under) for one in work])
            for when, work in found
            if work and instance is not None
        ],
        may_void=may(actor, Action.ATTENDANCE_DECIDE, of_term(record)),
        may_refusals=may(actor, Action.ATTENDANCE_DECIDE) and not actor.schools,
        ways=[("", "any way"), *((one.value, words.HOW[one]) for one in How)],
        sites=[("", "everywhere"), *((one.id, one.name) for one in sites)],
        errors=errors,
        done=done,
        under=under,
        crumbs=[("/", "Terms"), (under, record.name)],
    )


def _work(store: Store, actor: Actor, term: str, day: date) -> list[Lived]:
    return standings.of_date(store, actor, term, day, Which(), only_work=True, limit=MOST)


def _line(found: Lived, instance: Instance, under: str) -> dict[str, object]:
    one = found.expected
    return {
        "name": instance.names.get(one.student, one.student),
        "address": f"{under}/presence/{quote(one.student, safe='')}?from={one.day}",
        "place": words.place_words(instance, one),
        "times": f"{time_of(one.start)}–{time_of(one.end)}",
        "said": words.standing_words(found.standing),
        "flags": [words.FLAGS[flag] for flag in Flag if flag in found.standing.flags],
    }


@router.post("/disputes")
def dispute(
    request: Request,
    store: Db,
    sent: Sent,
    actor: Annotated[Actor, allowed(Action.MARK_DISPUTE)],
    term: str,
) -> Response:
    """Contest a mark; it stands until the office has looked into it."""
    record = boards.term_seen(store, actor, term)
    form = Form(sent)
    mark = form.needed("mark", "What is contested")
    reason = form.needed("reason", "The reason")
    if form.errors:
        return _page(request, store, actor, term, None, form.errors, "")
    made = deciding.dispute(store, actor, record.id, mark, new_mark_id(), reason)
    address = f"/terms/{record.id}/presence/{quote(made.student, safe='')}?from={made.day}"
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)


@router.post("/void")
def void(
    request: Request,
    store: Db,
    sent: Sent,
    actor: Annotated[Actor, allowed(Action.ATTENDANCE_DECIDE)],
    term: str,
) -> Response:
    """Void what was recorded in error in a period, as a whole."""
    record = boards.term_seen(store, actor, term)
    form = Form(sent)
    zone = ZoneInfo(record.zone)

    def moment(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=zone)

    form.needed("first", "The first moment")
    form.needed("last", "The last moment")
    first = form.read("first", moment, "Give a date and time as in 2026-09-08T08:00.")
    last = form.read("last", moment, "Give a date and time as in 2026-09-08T12:00.")
    how = form.read("how", How, "Choose one of the list.")
    reason = form.needed("reason", "The reason")
    if first and last and first > last:
        form.wrong("last", "The last moment is before the first. Mend one of them.")
    if form.errors or first is None or last is None:
        return _page(request, store, actor, term, None, form.errors, "")
    faulty = deciding.Faulty(first=first, last=last, how=how, site=form.text("site") or None)
    try:
        made = deciding.void_period(store, actor, record.id, faulty, new_mark_id(), reason)
    except InvalidInputError as no:
        return _page(request, store, actor, term, None, errors_of(no, "first"), "")
    done = f"{len(made):,} marks were voided. They can still be seen, with the reason."
    return _page(request, store, actor, term, None, [], done)

"""Pages of a change: what changes and from when, the menu of repairs, one repair, accepting it."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from scheduler.config import Settings
from scheduler.domain.accounts import Actor
from scheduler.domain.calendar import DAY_NAMES
from scheduler.domain.edits import Edit
from scheduler.domain.runs import Limits
from scheduler.errors import ConflictError, InvalidInputError, NotFoundError
from scheduler.service import accepting, audit, reshuffling
from scheduler.service.reshuffling import Ground
from scheduler.service.rights import Action, may
from scheduler.service.subjects import of_term
from scheduler.service.weeks.names import Names
from scheduler.store.engine import Store
from scheduler.web.asking import Config, Db, Sent, allowed
from scheduler.web.forms import Form, FormError, errors_of
from scheduler.web.rendering import render
from scheduler.web.views.compare import person_rows, shortened
from scheduler.web.views.reshuffles import (
    DAYS_LEFT_OUT,
    DAYS_NEEDED,
    KINDS,
    cards,
    edit_of_form,
    edit_sentence,
)
from scheduler.web.views.runs import RunView
from scheduler.web.views.scores import unplaced_groups

router = APIRouter()
Reader = Annotated[Actor, allowed(Action.RESHUFFLE_READ)]
Maker = Annotated[Actor, allowed(Action.RESHUFFLE_MAKE)]
SECONDS = 10.0


@router.get("/terms/{term}/reshuffle")
def ask_page(request: Request, store: Db, settings: Config, actor: Maker, term: str) -> Response:
    """Ask what changes, and from when on."""
    ground = reshuffling.ground(store, actor, term, settings.notice_days)
    typed = {"kind": "mentor-away", "thing": "", "since": str(ground.begins or ""), "until": ""}
    return _ask(request, store, actor, ground, typed, frozenset(), [])


def _ask(
    request: Request,
    store: Store,
    actor: Actor,
    ground: Ground,
    typed: dict[str, str],
    days: frozenset[int],
    errors: list[FormError],
) -> Response:
    return render(
        request,
        "reshuffle_new.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK,
        term=ground.term,
        release=ground.release,
        begins=ground.begins,
        kinds=KINDS,
        days=[(day, DAY_NAMES[day]) for day in sorted(ground.school.term.weekdays)]
        if ground.school
        else [],
        chosen=days,
        form=typed,
        earlier=reshuffling.listed(store, actor, ground.term.id)[:20],
        errors=errors,
    )


@router.post("/terms/{term}/reshuffle")
def ask(
    request: Request, store: Db, settings: Config, sent: Sent, actor: Maker, term: str
) -> Response:
    """Ask for repairs after a change."""
    ground = reshuffling.ground(store, actor, term, settings.notice_days)
    form = Form(sent)
    typed = {one: form.text(one) for one in ("kind", "thing", "since", "until")}
    days = frozenset(day for day in range(7) if form.text(f"day-{day}"))
    edit = _edit(form, ground, typed, sorted(days))
    since = form.read("since", date.fromisoformat, "Give the date as in 2026-10-12.")
    if since is None and not any(one.field == "since" for one in form.errors):
        form.wrong("since", "The first date is missing. Fill it in.")
    until = form.read("until", date.fromisoformat, "Give the date as in 2026-10-12.")
    if form.errors or edit is None or since is None:
        return _ask(request, store, actor, ground, typed, days, form.errors)
    try:
        asked = reshuffling.prepare(
            store,
            actor,
            term,
            [edit],
            since,
            Limits(seconds=SECONDS),
            settings=settings,
            until=until,
        )
    except InvalidInputError as no:
        errors = [
            FormError(
                field=one.position if one.position in ("since", "until") else "thing",
                text=f"{one.message} {one.next_step}",
            )
            for one in no.faults
        ]
        errors = errors or errors_of(no, "thing")
        return _ask(request, store, actor, ground, typed, days, errors)
    made = reshuffling.request(store, actor, asked)
    return RedirectResponse(f"/reshuffles/{made.record.id}", HTTPStatus.SEE_OTHER)


def _edit(form: Form, ground: Ground, typed: dict[str, str], days: list[int]) -> Edit | None:
    thing = form.needed("thing", "Who or what it is")
    if typed["kind"] not in dict(KINDS):
        form.wrong("kind", "Choose what changes from the list.")
    if typed["kind"] in DAYS_NEEDED and not days:
        form.wrong("days", "Choose the weekdays.")
    if typed["kind"] in DAYS_LEFT_OUT and days:
        form.wrong("days", "Who has left is gone on all weekdays. Choose none.")
    if ground.school is None:
        form.wrong("", reshuffling.NO_RELEASE)
    if form.errors or ground.school is None:
        return None
    try:
        return edit_of_form(typed["kind"], Names(ground.school).find(thing), days)
    except NotFoundError as no:
        form.wrong("thing", no.message)
        return None


@router.get("/reshuffles/{reshuffle}")
def reshuffle_page(request: Request, store: Db, actor: Reader, reshuffle: str) -> Response:
    """Show how a reshuffle stands, and the menu of repairs once it is found."""
    found = reshuffling.read(store, actor, reshuffle)
    ground = reshuffling.names_of(store, actor, found.record)
    answer = found.record.answer
    seen = {*(answer or {}).get("stranded", ())}
    seen |= {one for card in (answer or {}).get("menu", ()) for one in card["touched"]}
    if seen:
        audit.seen(store, actor, Action.RESHUFFLE_READ, [reshuffle, *sorted(seen)])
    return render(
        request,
        "reshuffle.html",
        reshuffle=found.record,
        term=ground.term,
        run=None if found.run is None else RunView(record=found.run),
        edits=[edit_sentence(one.body, ground.name) for one in found.edits],
        answer=answer,
        stranded=[ground.name(one) for one in (answer or {}).get("stranded", ())],
        cards=cards(answer, ground.name) if answer else (),
        may_stop=found.run is not None
        and found.run.stop_asked_at is None
        and may(actor, Action.RUN_STOP, of_term(ground.term)),
        errors=[],
    )


@router.get("/reshuffles/{reshuffle}/repairs/{repair}")
def repair_page(
    request: Request, store: Db, actor: Reader, reshuffle: str, repair: int, all: bool = False
) -> Response:
    """Show what a repair changes for whom, why things stay unplaced, and who is told."""
    return _repair(request, store, actor, reshuffle, repair, "", "", [], all=all)


def _repair(
    request: Request,
    store: Store,
    actor: Actor,
    reshuffle: str,
    repair: int,
    holds_from: str,
    note: str,
    errors: list[FormError],
    status: HTTPStatus = HTTPStatus.OK,
    *,
    all: bool = False,
) -> Response:
    found = accepting.opened(store, actor, reshuffle, repair)
    name = found.mending.name()
    before, after = found.mending.before[0], found.mending.after[0]
    return render(
        request,
        "repair.html",
        status,
        reshuffle=found.record,
        term=found.term,
        release=found.release,
        card=cards({"menu": [found.summed]}, name)[0],
        number=repair,
        timetable=found.summed["timetable"],
        people=shortened(person_rows(after, found.mending.changes, before), all=all),
        whole=f"/reshuffles/{reshuffle}/repairs/{repair}?all=true",
        unplaced=unplaced_groups(found.mending.newly_unplaced, found.reasons, Names(after)),
        may_accept=may(actor, Action.RESHUFFLE_MAKE, of_term(found.term)),
        holds_from=holds_from or str(found.record.first),
        note=note,
        errors=errors,
    )


@router.post("/reshuffles/{reshuffle}/repairs/{repair}")
def accept(
    request: Request,
    store: Db,
    settings: Config,
    sent: Sent,
    actor: Maker,
    reshuffle: str,
    repair: int,
) -> Response:
    """Make a repair the next release."""
    form = Form(sent)
    note, typed = form.text("note"), form.text("holds_from")
    if len(note) > 2000:
        form.wrong("note", "The note is longer than 2,000 characters. Shorten it.")
    day = form.read("holds_from", date.fromisoformat, "Give the date as in 2026-10-12.")
    if form.errors:
        return _repair(
            request, store, actor, reshuffle, repair, typed, note, form.errors,
            HTTPStatus.UNPROCESSABLE_ENTITY,
        )  # fmt: skip
    try:
        made = _accepted(store, settings, actor, reshuffle, repair, day, note)
    except InvalidInputError as no:
        wrong, status = errors_of(no, "holds_from")[:1], HTTPStatus.UNPROCESSABLE_ENTITY
    except ConflictError as no:
        wrong, status = errors_of(no), HTTPStatus.CONFLICT
    else:
        return RedirectResponse(f"/releases/{made}", HTTPStatus.SEE_OTHER)
    return _repair(request, store, actor, reshuffle, repair, typed, note, wrong, status)


def _accepted(
    store: Store,
    settings: Settings,
    actor: Actor,
    reshuffle: str,
    repair: int,
    day: date | None,
    note: str,
) -> str:
    ready = accepting.prepare(store, actor, reshuffle, repair, day, settings=settings)
    return accepting.accept(store, actor, ready, note=note, settings=settings).id

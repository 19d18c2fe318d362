"""Pages of a term's draft: how it stands, and changing it by hand."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from pydantic import TypeAdapter, ValidationError
from starlette.datastructures import FormData

from scheduler.domain.accounts import Actor
from scheduler.domain.moves import Move
from scheduler.domain.pins import Pin
from scheduler.errors import (
    ConflictError,
    InvalidInputError,
    SchedulerError,
    StaleDraftError,
)
from scheduler.service import draft, looking, noting, pinning
from scheduler.service import timetables as kept
from scheduler.service.naming import filled
from scheduler.service.rights import Action, may
from scheduler.service.subjects import of_term
from scheduler.service.weeks.document import week_document
from scheduler.store.engine import Store
from scheduler.web.asking import Db, Sent, allowed
from scheduler.web.forms import Form, FormError, errors_of
from scheduler.web.links import Links, List, fit_links, groups
from scheduler.web.rendering import render
from scheduler.web.routes.weeks import matches
from scheduler.web.views.changing import changes, pinned_things
from scheduler.web.views.compare import person_rows, score_rows, shortened
from scheduler.web.views.scores import broken_rows, goal_rows, total_row, unplaced_groups
from scheduler.web.views.weeks import pattern_page

router = APIRouter(prefix="/terms/{term}/draft")
Reader = Annotated[Actor, allowed(Action.DRAFT_READ)]
Editor = Annotated[Actor, allowed(Action.DRAFT_EDIT)]
CONTROL = frozenset({"csrf", "version", "at", "form", "do"})
LAST_STEPS = 12


@router.get("")
def draft_page(
    request: Request, store: Db, actor: Reader, term: str, listed: List = ""
) -> Response:
    """Show how the draft stands, what is unplaced and why, and what was done to it."""
    return _draft(request, store, actor, term, [], listed=listed)


def _draft(
    request: Request,
    store: Store,
    actor: Actor,
    term: str,
    errors: list[FormError],
    status: HTTPStatus = HTTPStatus.OK,
    listed: str = "",
) -> Response:
    found, diary = looking.of_draft(store, actor, term)
    names = diary.instance.names
    reasons = kept.reasons(store, actor, found.draft.taken) or ()
    done = draft.steps(store, actor, term)[-LAST_STEPS:]
    links = Links(actor, diary, f"/terms/{term}/draft/weeks")
    noting.note_people(store, actor, [diary], {item.student for item in diary.timetable.unplaced})
    return render(
        request,
        "draft.html",
        status,
        found=found,
        term=found.term,
        zone=found.term.zone,
        goals=goal_rows(found.draft.score, None),
        total=total_row(found.draft.score, None),
        unplaced=unplaced_groups(diary.timetable.unplaced, reasons, diary.names, links.of),
        pins=pinned_things(diary, found.draft.pins),
        steps=[(step, [filled(one, names) for one in step.said]) for step in reversed(done)],
        undoable=any(not step.undone for step in done),
        groups=groups(diary, links, listed),
        listed=listed,
        errors=errors,
        may_edit=may(actor, Action.DRAFT_EDIT, of_term(found.term)),
        may_release=may(actor, Action.RELEASE_MAKE, of_term(found.term)),
    )


@router.get("/weeks/{one}.json")
def week_twin(store: Db, actor: Reader, term: str, one: str) -> Response:
    """Give the week of a thing in the draft as JSON."""
    _, diary = looking.of_draft(store, actor, term)
    seen = looking.pattern_week(store, actor, diary, one, 0)
    return JSONResponse(week_document(seen.week, seen.laid))


@router.get("/weeks/{one}")
def week_page(
    request: Request,
    store: Db,
    actor: Reader,
    term: str,
    one: str,
    week: Annotated[int, Query(ge=1, le=6)] = 1,
) -> Response:
    """Show the week of a thing in the draft, with what can be changed about it."""
    return _week(request, store, actor, term, one, week=week)


def _week(
    request: Request,
    store: Store,
    actor: Actor,
    term: str,
    one: str,
    *,
    week: int = 1,
    errors: list[FormError] | None = None,
    typed: dict[str, str] | None = None,
    looked: dict[str, Any] | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    found, diary = looking.of_draft(store, actor, term)
    number = min(week, diary.instance.term.cycle) - 1
    seen = looking.pattern_week(store, actor, diary, one, number)
    links = Links(actor, diary, f"/terms/{term}/draft/weeks")
    page = pattern_page(seen, diary.instance.term, number, "draft", links.at(one))
    may_edit = may(actor, Action.DRAFT_EDIT, of_term(found.term))
    last = [step for step in draft.steps(store, actor, term) if not step.undone][-1:]
    return render(
        request,
        "draft_week.html",
        status,
        page=page,
        links=links,
        zone=found.term.zone,
        asks=fit_links(actor, diary.instance, found.term, one, f"/terms/{term}/draft/fit"),
        printed=found.draft.changed_at,
        crumbs=[
            ("/", "Terms"),
            (f"/terms/{term}", found.term.name),
            (f"/terms/{term}/draft", "Draft"),
        ],
        term=found.term,
        version=found.draft.version,
        changes=changes(diary, found.draft.pins, one) if may_edit else (),
        may_edit=may_edit,
        last=[filled(said, diary.instance.names) for step in last for said in step.said],
        errors=errors or [],
        typed=typed or {},
        looked=looked,
    )


@router.post("/find")
def find(request: Request, store: Db, sent: Sent, actor: Reader, term: str) -> Response:
    """Find weeks of the draft by a name or an id."""
    found, diary = looking.of_draft(store, actor, term)
    links = Links(actor, diary, f"/terms/{term}/draft/weeks")
    crumbs = [(f"/terms/{term}", found.term.name), (f"/terms/{term}/draft", "Draft")]
    return matches(request, actor, diary, links, Form(sent), [("/", "Terms"), *crumbs])


@router.post("/take")
def take(request: Request, store: Db, sent: Sent, actor: Editor, term: str) -> Response:
    """Take a timetable into the draft."""
    form = Form(sent)
    version = form.read("version", int, "The version of the draft is a number.")
    draft.take(store, actor, term, form.text("timetable"), version)
    return RedirectResponse(f"/terms/{term}/draft", HTTPStatus.SEE_OTHER)


@router.post("/moves")
def move(request: Request, store: Db, sent: Sent, actor: Editor, term: str) -> Response:
    """Make a move, or say what it would do; what breaks a rule is refused with the reasons."""
    form = Form(sent)
    at, typed = form.text("at"), _typed(sent)
    try:
        wanted: Move = _read(TypeAdapter(Move), sent)
        if form.text("do") == "look":
            looked = draft.look(store, actor, term, [wanted])
            _, diary = looking.of_draft(store, actor, term)
            shown = {
                "rows": score_rows(looked.was, looked.score),
                "people": shortened(person_rows(diary.instance, looked.differences)),
                "broken": broken_rows(looked.violations, diary.names),
            }
            return _week(request, store, actor, term, at, typed=typed, looked=shown)
        draft.move(store, actor, term, [wanted], _version(form))
    except (InvalidInputError, StaleDraftError) as no:
        return _refused(request, store, actor, term, at, no, typed)
    return _back(term, at)


@router.post("/pins")
def pin(request: Request, store: Db, sent: Sent, actor: Editor, term: str) -> Response:
    """Pin a thing, or let go of it."""
    form = Form(sent)
    at = form.text("at")
    try:
        wanted: Pin = _read(TypeAdapter(Pin), sent)
        change = pinning.unpin if form.text("do") == "unpin" else pinning.pin
        change(store, actor, term, [wanted], _version(form))
    except (InvalidInputError, StaleDraftError) as no:
        return _refused(request, store, actor, term, at, no, {})
    return _back(term, at)


@router.post("/undo")
def undo(request: Request, store: Db, sent: Sent, actor: Editor, term: str) -> Response:
    """Undo the last change."""
    form = Form(sent)
    at = form.text("at")
    try:
        draft.undo(store, actor, term, _version(form))
    except (ConflictError, StaleDraftError) as no:
        return _refused(request, store, actor, term, at, no, {})
    return _back(term, at)


def _refused(
    request: Request,
    store: Store,
    actor: Actor,
    term: str,
    at: str,
    no: SchedulerError,
    typed: dict[str, str],
) -> Response:
    """Show the page again with why nothing was changed; nothing typed is lost."""
    stale = isinstance(no, StaleDraftError | ConflictError)
    status = HTTPStatus.CONFLICT if stale else HTTPStatus.UNPROCESSABLE_ENTITY
    if isinstance(no, StaleDraftError):
        status = HTTPStatus.PRECONDITION_FAILED
    _, diary = looking.of_draft(store, actor, term)
    field = typed.get("form", "")
    errors = [
        FormError(field=field, text=diary.names.put(one.text)) for one in errors_of(no, field)
    ]
    if at in diary.instance.names:
        return _week(request, store, actor, term, at, errors=errors, typed=typed, status=status)
    return _draft(request, store, actor, term, errors, status)


def _back(term: str, at: str) -> Response:
    onward = f"/weeks/{quote(at, safe='')}" if at else ""
    return RedirectResponse(f"/terms/{term}/draft{onward}", HTTPStatus.SEE_OTHER)


def _version(form: Form) -> int:
    version = form.read("version", int, "")
    if version is None:
        raise StaleDraftError("The form is not of this draft. Load the page again.")
    return version


def _typed(sent: FormData) -> dict[str, str]:
    return {name: value for name, value in sent.items() if isinstance(value, str)}


def _read(adapter: TypeAdapter[Any], sent: FormData) -> Any:
    """Read a move or pin from the fields of a form; empty ones are left out."""
    fields = {name: value for name, value in _typed(sent).items() if value and name not in CONTROL}
    try:
        return adapter.validate_python(fields)
    except ValidationError:
        raise InvalidInputError(
            "The form is not complete. Choose what to change, and send it again."
        ) from None

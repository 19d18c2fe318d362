"""Pages of questions about one seat: who fits, and why not elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import TypeAdapter, ValidationError

from scheduler.domain.accounts import Actor
from scheduler.domain.calendar import DAY_NAMES
from scheduler.domain.moves import Move
from scheduler.errors import InvalidInputError, NotFoundError, StaleDraftError
from scheduler.service import draft, fitting
from scheduler.service.fitting import Asked
from scheduler.service.rights import Action, may
from scheduler.service.subjects import of_term
from scheduler.service.weeks.names import Names
from scheduler.store.engine import Store
from scheduler.web.asking import Db, Sent, allowed
from scheduler.web.forms import Form, FormError, errors_of
from scheduler.web.rendering import render
from scheduler.web.views.fits import Answered, of_fits, of_why_not

router = APIRouter(prefix="/terms/{term}")
OfDraft = Annotated[Actor, allowed(Action.DRAFT_READ)]
OfRelease = Annotated[Actor, allowed(Action.RESHUFFLE_READ)]
Editor = Annotated[Actor, allowed(Action.DRAFT_EDIT)]
Typed = Annotated[str, Query(max_length=200)]
Ticked = Annotated[bool, Query()]
_MOVES: TypeAdapter[tuple[Move, ...]] = TypeAdapter(tuple[Move, ...])


@dataclass(frozen=True, kw_only=True)
class Question:
    """What was typed into one of the two forms."""

    about: Typed = ""
    away: Ticked = False
    on: Typed = ""
    student: Typed = ""
    place: Typed = ""
    day: Typed = ""


Questioned = Annotated[Question, Depends()]


@router.get("/fit")
def fit_page(
    request: Request,
    store: Db,
    actor: OfRelease,
    term: str,
    question: Questioned,
) -> Response:
    """Ask who fits, or why not, of what is lived by."""
    asked = fitting.of_release(store, actor, term)
    return _page(request, store, actor, asked, question, [])


@router.get("/draft/fit")
def fit_in_draft_page(
    request: Request,
    store: Db,
    actor: OfDraft,
    term: str,
    question: Questioned,
) -> Response:
    """Ask who fits, or why not, of the draft."""
    asked = fitting.of_draft(store, actor, term)
    return _page(request, store, actor, asked, question, [])


@router.post("/draft/fit")
def make_fit(request: Request, store: Db, sent: Sent, actor: Editor, term: str) -> Response:
    """Make what was recommended, in the draft; the whole of it is checked once more."""
    form = Form(sent)
    version = form.read("version", int, "")
    try:
        if version is None:
            raise StaleDraftError("The form is not of this draft. Load the page again.")
        try:
            moves = _MOVES.validate_json(form.text("moves"))
        except ValidationError:
            raise InvalidInputError("The form is not complete. Ask again, and choose.") from None
        draft.move(store, actor, term, moves, version)
    except (InvalidInputError, StaleDraftError) as no:
        asked = fitting.of_draft(store, actor, term)
        names = Names(asked.ground.instance)
        errors = [FormError(text=names.put(one.text)) for one in errors_of(no)]
        is_stale = isinstance(no, StaleDraftError)
        status = HTTPStatus.PRECONDITION_FAILED if is_stale else HTTPStatus.UNPROCESSABLE_ENTITY
        return _page(request, store, actor, asked, Question(), errors, status)
    return RedirectResponse(f"/terms/{term}/draft", HTTPStatus.SEE_OTHER)


def _page(
    request: Request,
    store: Store,
    actor: Actor,
    asked: Asked,
    typed: Question,
    errors: list[FormError],
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    answers: list[Answered] = []
    try:
        answers = _answers(store, actor, asked, typed, errors)
    except InvalidInputError as no:
        field = "student" if typed.student or typed.place else "about"
        errors += [
            FormError(field=one.field if one.field in ("on", "day", "place") else field, text=text)
            for one in no.faults
            if (text := f"{one.message} {one.next_step}")
        ]
    if errors and status is HTTPStatus.OK:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    in_draft = asked.version is not None
    term = asked.term
    crumbs = [("/", "Terms"), (f"/terms/{term.id}", term.name)]
    if in_draft:
        crumbs.append((f"/terms/{term.id}/draft", "Draft"))
    return render(
        request,
        "fit.html",
        status,
        term=term,
        crumbs=crumbs,
        version=asked.version,
        source="the draft" if asked.release is None else f"release {asked.release.number}",
        typed=typed,
        days=[("", "Any weekday"), *((str(d), DAY_NAMES[d]) for d in _weekdays(asked))],
        answers=answers,
        errors=errors,
        may_edit=in_draft and may(actor, Action.DRAFT_EDIT, of_term(term)),
    )


def _weekdays(asked: Asked) -> tuple[int, ...]:
    return tuple(asked.ground.instance.term.weekdays)


def _answers(
    store: Store, actor: Actor, asked: Asked, typed: Question, errors: list[FormError]
) -> list[Answered]:
    instance = asked.ground.instance
    names = Names(instance)
    if typed.about:
        about = _found(names, typed.about, "about", errors)
        when = _date(typed.on, errors)
        if errors:
            return []
        found = fitting.who_fits(store, actor, asked, about, away=typed.away, on=when)
        nothing = Answered(title=names.both(about), nothing="Nothing is open there.")
        return [of_fits(names, one) for one in found] or [nothing]
    if typed.student and typed.place:
        student = _found(names, typed.student, "student", errors)
        place = _found(names, typed.place, "place", errors)
        if errors:
            return []
        day = int(typed.day) if typed.day.isascii() and typed.day.isdigit() else None
        answer = fitting.why_not_there(store, actor, asked, student, place, day)
        return [of_why_not(names, answer)]
    return []


def _found(names: Names, wanted: str, field: str, errors: list[FormError]) -> str:
    try:
        return names.find(wanted.strip())
    except NotFoundError as no:
        errors.append(FormError(field=field, text=no.message))
        return ""


def _date(text: str, errors: list[FormError]) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        errors.append(FormError(field="on", text="Give the date as in 2026-10-12."))
        return None

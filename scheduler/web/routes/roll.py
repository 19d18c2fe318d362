"""The page on which a term rolls forward into the next."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from scheduler.domain.accounts import Actor
from scheduler.domain.calendar import DateSpan
from scheduler.errors import ConflictError, InvalidInputError
from scheduler.service import next_term, terms
from scheduler.service.rights import Action
from scheduler.service.rolling import NextTerm
from scheduler.store.engine import Store
from scheduler.web.asking import Db, Sent, allowed
from scheduler.web.forms import Form, FormError, errors_of
from scheduler.web.rendering import render

router = APIRouter(prefix="/terms/{term}/roll")
Keeper = Annotated[Actor, allowed(Action.INSTANCE_KEEP)]
FIELDS = ("id", "name", "first", "last", "holidays", "year_on")
A_DATE = "Give a date as in 2027-01-11."


@router.get("")
def roll_page(request: Request, store: Db, actor: Keeper, term: str) -> Response:
    """Ask what is new about the next term."""
    return _page(request, store, actor, term, dict.fromkeys(FIELDS, ""), [])


def _page(
    request: Request,
    store: Store,
    actor: Actor,
    term: str,
    typed: dict[str, str],
    errors: list[FormError],
    notes: tuple[str, ...] | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    return render(
        request,
        "roll.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if errors and status is HTTPStatus.OK else status,
        term=terms.term(store, actor, term),
        form=typed,
        errors=errors,
        notes=notes,
    )


@router.post("")
def roll(request: Request, store: Db, sent: Sent, actor: Keeper, term: str) -> Response:
    """Begin the next term, or say first what it would be."""
    form = Form(sent)
    typed = {name: form.text(name) for name in FIELDS}
    wanted = _wanted(form)
    if wanted is None:
        return _page(request, store, actor, term, typed, form.errors)
    try:
        prepared = next_term.prepare(store, actor, term, wanted)
        if form.text("do") == "look":
            return _page(request, store, actor, term, typed, [], prepared.rolled.notes)
        made = next_term.begin(store, actor, prepared)
    except InvalidInputError as no:
        return _page(request, store, actor, term, typed, errors_of(no, "first"))
    except ConflictError as taken:
        status = HTTPStatus.CONFLICT
        return _page(request, store, actor, term, typed, errors_of(taken, "id"), None, status)
    return RedirectResponse(f"/terms/{made.term}", HTTPStatus.SEE_OTHER)


def _wanted(form: Form) -> NextTerm | None:
    id = form.needed("id", "The id of the next term")
    name = form.needed("name", "The name of the next term")
    form.needed("first", "The first date")
    form.needed("last", "The last date")
    first = form.read("first", date.fromisoformat, A_DATE)
    last = form.read("last", date.fromisoformat, A_DATE)
    if first and last and first > last:
        form.wrong("last", "The last date is before the first. Mend one of them.")
    holidays = form.read(
        "holidays", _spans, "Give a date on each line, or two as in 2026-11-23 to 2026-11-27."
    )
    if form.errors or first is None or last is None:
        return None
    return NextTerm(
        id=id,
        name=name,
        first=first,
        last=last,
        holidays=holidays or (),
        year_on=bool(form.text("year_on")),
    )


def _spans(text: str) -> tuple[DateSpan, ...]:
    """Read holidays: one a line, a date or two with ``to`` between.

    >>> [str(one.last) for one in _spans("2026-11-23 to 2026-11-27")]
    ['2026-11-27']
    """
    found = []
    for line in filter(None, (each.strip() for each in text.splitlines())):
        first, _, last = (part.strip() for part in line.partition("to"))
        found.append(
            DateSpan(first=date.fromisoformat(first), last=date.fromisoformat(last or first))
        )
    return tuple(found)

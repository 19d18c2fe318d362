"""Pages of weeks as people live them: by the release that holds on each date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from scheduler.domain.accounts import Actor
from scheduler.errors import NotFoundError
from scheduler.service import lived, looking
from scheduler.service.rights import Action
from scheduler.service.weeks.diary import Diary
from scheduler.service.weeks.document import week_document
from scheduler.web.asking import Db, Sent, allowed
from scheduler.web.forms import Form, FormError
from scheduler.web.links import Links, fit_links, kind_of
from scheduler.web.rendering import render
from scheduler.web.views.weeks import WeekPage, dated_page

router = APIRouter(prefix="/terms/{term}")
Looker = Annotated[Actor, allowed(Action.WEEK_READ)]
From = Annotated[date | None, Query(alias="from")]


@router.get("/weeks/{one}.json")
def week_twin(store: Db, actor: Looker, term: str, one: str, begins: From = None) -> Response:
    """Give the week of a thing as JSON."""
    _, seen, _ = looking.lived_week(store, actor, term, one, begins)
    return JSONResponse(week_document(seen.week, seen.laid))


@router.get("/weeks/{one}")
def week(
    request: Request, store: Db, actor: Looker, term: str, one: str, begins: From = None
) -> Response:
    """Show the week of a thing."""
    known, seen, monday = looking.lived_week(store, actor, term, one, begins)
    diary = next(iter(known.diaries.values()))
    links = Links(actor, diary, f"/terms/{term}/weeks")
    page = dated_page(seen, diary.instance.term, monday, _source(known), links.at(one))
    asks = fit_links(actor, diary.instance, known.term, one, f"/terms/{term}/fit")
    return show(request, page, links, known.term.zone, [("/", "Terms"), _term(known)], asks)


def show(
    request: Request,
    page: WeekPage,
    links: Links,
    zone: str,
    crumbs: list[tuple[str, str]],
    asks: Sequence[tuple[str, str]] = (),
) -> Response:
    """Make the page of a week."""
    return render(
        request,
        "week.html",
        page=page,
        links=links,
        zone=zone,
        crumbs=crumbs,
        asks=asks,
        printed=datetime.now(UTC),
    )


@router.post("/find")
def find(request: Request, store: Db, sent: Sent, actor: Looker, term: str) -> Response:
    """Find weeks by a name or an id; one match leads to it at once."""
    known = lived.on_dates(store, actor, term, lived.first_lived)
    if not known.diaries:
        raise NotFoundError("Nothing is released in this term yet.")
    diary = next(iter(known.diaries.values()))
    links = Links(actor, diary, f"/terms/{term}/weeks")
    return matches(request, actor, diary, links, Form(sent), [("/", "Terms"), _term(known)])


def matches(
    request: Request,
    actor: Actor,
    diary: Diary,
    links: Links,
    form: Form,
    crumbs: list[tuple[str, str]],
) -> Response:
    """Show what a name or an id may mean, or go there if it is one thing."""
    wanted = form.text("wanted")
    found = looking.found_in(actor, diary, wanted)
    if len(found) == 1:
        return RedirectResponse(links.at(found[0]), HTTPStatus.SEE_OTHER)
    errors = []
    if not found:
        errors.append(
            FormError(field="wanted", text="Nothing has this name or id. Try a part of the name.")
        )
    return render(
        request,
        "find.html",
        HTTPStatus.OK if found else HTTPStatus.NOT_FOUND,
        errors=errors,
        wanted=wanted,
        found=[(links.at(one), diary.names.both(one), kind_of(diary, one)) for one in found],
        crumbs=crumbs,
    )


def _source(known: lived.Lived) -> str:
    shown = [one for one in known.releases if one.id in known.diaries]
    return "; ".join(
        f"release {one.number}, holds from {one.holds_from.day} {one.holds_from:%b %Y}"
        for one in reversed(shown)
    )


def _term(known: lived.Lived) -> tuple[str, str]:
    return f"/terms/{known.term.id}", known.term.name

"""The page that scores any timetable, also one made by hand."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import Response

from scheduler.domain.accounts import Actor
from scheduler.errors import InvalidInputError
from scheduler.files import parse_timetable
from scheduler.service import handmade, overview, terms, timetables
from scheduler.service.rights import Action
from scheduler.service.weeks.names import Names
from scheduler.store.engine import Store
from scheduler.web.asking import Db, Sent, allowed
from scheduler.web.forms import Form, FormError, errors_of
from scheduler.web.rendering import render
from scheduler.web.views.scores import broken_rows, goal_rows, total_row, unplaced_groups

router = APIRouter(prefix="/score")
Reader = Annotated[Actor, allowed(Action.TIMETABLE_SCORE)]
MOST_BYTES = 50_000_000


@router.get("")
def score_page(request: Request, store: Db, actor: Reader) -> Response:
    """Ask for a timetable."""
    return _page(request, store, actor, "", [], None)


def _page(
    request: Request,
    store: Store,
    actor: Actor,
    instance: str,
    errors: list[FormError],
    result: dict[str, object] | None,
) -> Response:
    return render(
        request,
        "score.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK,
        versions=[
            (version.id, f"{term.name}, version {version.number}")
            for term, version in overview.versions(store, actor)
        ],
        form={"instance": instance},
        errors=errors,
        result=result,
    )


@router.post("")
def score(request: Request, store: Db, sent: Sent, actor: Reader) -> Response:
    """Say which rules a timetable breaks and what it costs; nothing is kept."""
    form = Form(sent)
    instance = form.needed("instance", "The data it is for")
    data, name = form.file("timetable", "file"), form.file_name("timetable")
    if form.errors:
        return _page(request, store, actor, instance, form.errors, None)
    school = terms.data(store, actor, instance)
    try:
        if name.lower().endswith(".csv"):
            timetable = handmade.timetable_of(school, data)
        else:
            timetable = parse_timetable(data, "the file", school)
        found = timetables.scored(store, actor, instance, timetable)
    except InvalidInputError as no:
        return _page(request, store, actor, instance, errors_of(no, "timetable"), None)
    names = Names(school)
    result = {
        "broken": broken_rows(found.violations, names),
        "softened": broken_rows(found.softened, names),
        "unplaced": sum(found.score.unplaced),
        "demands": found.demands,
        "goals": goal_rows(found.score, None),
        "total": total_row(found.score, None),
        "groups": unplaced_groups(timetable.unplaced, (), names),
    }
    return _page(request, store, actor, instance, [], result)

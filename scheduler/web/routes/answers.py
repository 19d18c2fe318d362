"""What students answered when they checked in."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from scheduler.domain.accounts import Actor
from scheduler.errors import InvalidInputError
from scheduler.files.sheets import csv_of
from scheduler.service.attend import answers, boards
from scheduler.service.rights import Action
from scheduler.web.asking import Config, Db, allowed
from scheduler.web.forms import errors_of
from scheduler.web.rendering import render
from scheduler.web.routes.check_in import ANSWERS

router = APIRouter(prefix="/terms/{term}/answers")
Reader = Annotated[Actor, allowed(Action.ALERT_EDIT)]
When = Annotated[date | None, Query()]
WORDS = dict(ANSWERS)


@router.get("")
def answers_page(
    request: Request,
    store: Db,
    settings: Config,
    actor: Reader,
    term: str,
    first: When = None,
    last: When = None,
) -> Response:
    """Show who answered what, and how often each answer was given."""
    record = boards.term_seen(store, actor, term)
    errors = []
    try:
        found = answers.of_dates(store, actor, record.id, first, last)
    except InvalidInputError as wrong:
        errors = errors_of(wrong, "first")
        found = answers.of_dates(store, actor, record.id)
    under = f"/terms/{record.id}"
    return render(
        request,
        "answers.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK,
        question=settings.check_in_question,
        found=found,
        words=WORDS,
        errors=errors,
        under=under,
        crumbs=[("/", "Terms"), (under, record.name)],
    )


@router.get(".csv")
def answers_csv(
    store: Db, actor: Reader, term: str, first: When = None, last: When = None
) -> Response:
    """Give the answers as CSV."""
    found = answers.of_dates(store, actor, term, first, last)
    name = f"answers-{found.first}-{found.last}.csv"
    return Response(
        csv_of(answers.sheet_of(found)),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )

"""The way to the board of today, whichever term it is in."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from scheduler.service.attend import boards
from scheduler.web.asking import Db
from scheduler.web.rendering import render
from scheduler.web.routes.board import Looker

router = APIRouter()


@router.get("/board")
def board_of_today(request: Request, store: Db, actor: Looker) -> Response:
    """Lead to the board of the term that today is in, or let choose."""
    found = boards.running(store, actor)
    if len(found) == 1:
        return RedirectResponse(f"/terms/{found[0].id}/board", HTTPStatus.SEE_OTHER)
    return render(request, "board_terms.html", terms=found)

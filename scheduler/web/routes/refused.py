"""Marks that were not taken, and what their senders were told."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from scheduler.domain.accounts import Actor
from scheduler.service.attend import deciding
from scheduler.service.rights import Action
from scheduler.web.asking import Db, allowed
from scheduler.web.rendering import render

router = APIRouter(prefix="/refused-marks")
MOST = 100


@router.get("")
def refused_page(
    request: Request,
    store: Db,
    actor: Annotated[Actor, allowed(Action.ATTENDANCE_DECIDE)],
    before: Annotated[int | None, Query(ge=1, le=2**53)] = None,
) -> Response:
    """List what was refused, latest first, with the sentence that was said."""
    found = deciding.refused(store, actor, before, MOST)
    shown = found[:MOST]
    return render(
        request,
        "refused.html",
        refusals=[one for _, one in shown],
        earlier=shown[-1][0] if len(found) > MOST else None,
        crumbs=[("/", "Terms")],
    )

"""The pages, as one router beside the API."""

from __future__ import annotations

from http import HTTPStatus
from mimetypes import guess_type

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import Response

from scheduler.errors import NotFoundError
from scheduler.web import rendering
from scheduler.web.asking import Gate, public
from scheduler.web.errors import problem_page
from scheduler.web.routes import ROUTERS

KEEP_FOR_GOOD = "public, max-age=31536000, immutable"


def pages() -> APIRouter:
    """Make the router of all pages; they are no part of the API's description."""
    router = APIRouter(include_in_schema=False, default_response_class=Response)
    for each in ROUTERS:
        router.include_router(each)
    router.add_api_route("/static/{name}", _static, dependencies=[public("Styles and scripts.")])
    return router


def install(app: FastAPI, gate: Gate) -> None:
    """Tell an application who stands at the gate of its pages, and how they say what is wrong."""
    app.state.gate = gate
    app.state.problem_page = problem_page


def _static(request: Request, name: str) -> Response:
    """Give a style sheet, script or icon; browsers keep it, for its address changes with it."""
    found = rendering.static_files().get(name)
    if found is None:
        raise NotFoundError("There is nothing at this address. Check the path.")
    body, digest = found
    if request.headers.get("if-none-match") == f'"{digest}"':
        return Response(status_code=HTTPStatus.NOT_MODIFIED)
    fresh = request.query_params.get("v") == digest
    return Response(
        body,
        media_type=guess_type(name)[0] or "application/octet-stream",
        headers={
            "Cache-Control": KEEP_FOR_GOOD if fresh else "no-cache",
            "ETag": f'"{digest}"',
        },
    )

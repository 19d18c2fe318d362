"""What is shown where a page cannot be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Protocol
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from scheduler.log import request_id
from scheduler.web.rendering import render

HEADINGS = {
    400: "That could not be read",
    401: "Not signed in",
    403: "Not for this account",
    404: "There is nothing here",
    405: "There is nothing here",
    409: "Somebody was quicker",
    412: "It has changed meanwhile",
    413: "Too large",
    415: "That kind of file is not read here",
    422: "That could not be used",
    429: "A moment, please",
    503: "Not available just now",
}


class Fault(Protocol):
    """One thing to mend."""

    thing: str
    message: str
    next_step: str


class Problem(Protocol):
    """Why there is no page."""

    status: int
    detail: str

    @property
    def faults(self) -> Sequence[Any]:
        """Everything to mend."""
        ...

    def model_dump(self, *, mode: str) -> dict[str, Any]:
        """Say it as JSON."""
        ...


def problem_page(request: Request, problem: Problem, headers: Mapping[str, str] | None) -> Response:
    """Show what went wrong; who is not signed in is taken to the sign-in page."""
    kept = {name: value for name, value in (headers or {}).items() if name == "Retry-After"}
    if request.url.path.endswith(".json"):
        return JSONResponse(
            problem.model_dump(mode="json"),
            problem.status,
            kept,
            media_type="application/problem+json",
        )
    if problem.status == HTTPStatus.UNAUTHORIZED:
        wanted = request.url.path if request.method == "GET" else "/"
        return RedirectResponse(f"/sign-in?next={quote(wanted)}", HTTPStatus.SEE_OTHER)
    page = render(
        request,
        "error.html",
        HTTPStatus(problem.status),
        heading=HEADINGS.get(problem.status, "Something went wrong on our side"),
        detail=problem.detail,
        faults=[f"{one.thing}: {one.message} {one.next_step}" for one in problem.faults],
        request_id=request_id.get() if problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR else "",
    )
    page.headers.update(kept)
    return page

"""Every error of the API as problem+json (RFC 9457), mapped here and nowhere else.

What was sent is never said back: a refused body may hold names.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.routing import iter_route_contexts
from starlette.exceptions import HTTPException

from scheduler.api.problem_shapes import FaultOut, Problem
from scheduler.api.wording import all_worded
from scheduler.errors import InvalidInputError, SchedulerError, TooManyError

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
MOST_FAULTS = 200
"""As many faults as one answer lists; the sentence says how many there are."""

STATUS_OF: Mapping[str, HTTPStatus] = {
    "bad-request": HTTPStatus.BAD_REQUEST,
    "not-json": HTTPStatus.BAD_REQUEST,
    "key-missing": HTTPStatus.BAD_REQUEST,
    "not-signed-in": HTTPStatus.UNAUTHORIZED,
    "forbidden": HTTPStatus.FORBIDDEN,
    "not-from-here": HTTPStatus.FORBIDDEN,
    "not-found": HTTPStatus.NOT_FOUND,
    "conflict": HTTPStatus.CONFLICT,
    "in-flight": HTTPStatus.CONFLICT,
    "cancelled": HTTPStatus.CONFLICT,
    "stale": HTTPStatus.PRECONDITION_FAILED,
    "stale-draft": HTTPStatus.PRECONDITION_FAILED,
    "too-large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "wrong-type": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "invalid-input": HTTPStatus.UNPROCESSABLE_ENTITY,
    "breaks-rules": HTTPStatus.UNPROCESSABLE_ENTITY,
    "mark-refused": HTTPStatus.UNPROCESSABLE_ENTITY,
    "key-reused": HTTPStatus.UNPROCESSABLE_ENTITY,
    "state-missing": HTTPStatus.PRECONDITION_REQUIRED,
    "too-many": HTTPStatus.TOO_MANY_REQUESTS,
    "store-unavailable": HTTPStatus.SERVICE_UNAVAILABLE,
}
"""The status of each code; a code that is not here is a bug of ours: 500."""


class RefusedError(SchedulerError):
    """A request refused by the API itself, by one of the codes of `STATUS_OF`."""

    def __init__(self, code: str, message: str, subjects: Sequence[str] = ()) -> None:
        super().__init__(message, subjects)
        self.code = code


def problem_of(error: SchedulerError) -> Problem:
    """Say an error as a problem document."""
    status = STATUS_OF.get(error.code, HTTPStatus.INTERNAL_SERVER_ERROR)
    if status is HTTPStatus.INTERNAL_SERVER_ERROR:
        return broken()
    faults = error.faults if isinstance(error, InvalidInputError) else ()
    return Problem(
        type=f"urn:fieldweek:problem:{error.code}",
        title=status.phrase,
        status=status,
        code=error.code,
        detail=error.message,
        subjects=list(error.subjects)[:MOST_FAULTS],
        faults=[FaultOut.of(fault) for fault in faults[:MOST_FAULTS]],
    )


def broken() -> Problem:
    """Say that the fault is ours, and nothing else."""
    return Problem(
        type="urn:fieldweek:problem:bug",
        title=HTTPStatus.INTERNAL_SERVER_ERROR.phrase,
        status=HTTPStatus.INTERNAL_SERVER_ERROR,
        code="bug",
        detail="Something went wrong on our side, and nothing was half done. Try again; if it"
        " stays so, report the request id of this answer.",
    )


def answer(problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """Send a problem document."""
    return JSONResponse(
        problem.model_dump(mode="json"), problem.status, headers, media_type=MEDIA_TYPE
    )


def headers_of(error: SchedulerError) -> dict[str, str]:
    """Say what a client needs beside the body: when to come back, how to sign in."""
    if isinstance(error, TooManyError):
        return {"Retry-After": str(max(1, round(error.retry_after + 0.5)))}
    if error.code == "store-unavailable":
        return {"Retry-After": "5"}
    if error.code == "not-signed-in":
        return {"WWW-Authenticate": 'Bearer realm="fieldweek"'}
    return {}


def install(app: FastAPI) -> None:
    """Answer every error of the application with a problem document."""
    app.add_exception_handler(SchedulerError, _scheduler_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_error)


def answer_broken(request: Request) -> Response:
    """Say that the fault is ours; as JSON where even the page that says so is broken."""
    try:
        return _send(request, broken(), None)
    except Exception:
        log.exception("bug in the page that says what is wrong")
        return answer(broken())


def _send(request: Request, problem: Problem, headers: Mapping[str, str] | None) -> Response:
    """Answer in the manner of the part asked: pages may have set one of their own."""
    page = getattr(request.app.state, "problem_page", None)
    if page is not None and not request.url.path.startswith("/v1"):
        shown: Response = page(request, problem, headers)
        return shown
    return answer(problem, headers)


def _scheduler_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, SchedulerError)
    problem = problem_of(error)
    if problem.status == HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("bug: %s", error.code, exc_info=error)
    return _send(request, problem, headers_of(error))


def _validation_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return _send(request, problem_of(refusal_of(error.errors())), None)


def refusal_of(errors: Sequence[Any]) -> SchedulerError:
    """Say what pydantic found wrong with a request, without what was sent."""
    if any(error["type"] == "json_invalid" for error in errors):
        return RefusedError("not-json", "The body is not JSON. Mend it and send it again.")
    for error in errors:
        if tuple(error["loc"]) == ("header", "Idempotency-Key"):
            return RefusedError(
                "key-missing",
                "Send the header Idempotency-Key, 1 to 255 characters, new for each thing to"
                " create: the same request may then be sent again without harm.",
            )
        if tuple(error["loc"]) == ("header", "If-Match"):
            return RefusedError(
                "state-missing", "Send the header If-Match with the ETag of what you read."
            )
    faults = all_worded(errors)
    count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
    refused = InvalidInputError(f"The request cannot be used: {count}.", faults)
    refused.subjects = ()
    return refused


def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    said = {
        HTTPStatus.NOT_FOUND: ("not-found", "There is nothing at this address. Check the path."),
        HTTPStatus.METHOD_NOT_ALLOWED: (
            "method-not-allowed",
            "This address does not know that method. The header Allow says which it knows.",
        ),
        HTTPStatus.BAD_REQUEST: ("bad-request", "The request cannot be read. Send it again."),
    }
    code, detail = said.get(status, ("bad-request", "The request cannot be answered."))
    problem = Problem(
        type=f"urn:fieldweek:problem:{code}",
        title=status.phrase,
        status=status,
        code=code,
        detail=detail,
    )
    headers = dict(error.headers or {})
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        # Each method has a route of its own here, and a route names only its own.
        headers["Allow"] = ", ".join(methods_of(request))
    return _send(request, problem, headers)


def methods_of(request: Request) -> list[str]:
    """Say every method that an address knows."""
    path = request.url.path
    found = [one for one in iter_route_contexts(request.app.routes) if one.path_regex.match(path)]
    # Of two paths that fit, ``/x/{a}`` and ``/x/{a}.ics``, the one that says more is meant.
    nearest = max((_said(one.path) for one in found), default=0)
    methods = [one.methods or set() for one in found if _said(one.path) == nearest]
    return sorted(set().union(*methods))


def _said(path: str | None) -> int:
    """How many characters of an address a path says itself."""
    return len(re.sub(r"{[^}]*}", "", path or ""))

"""How a problem looks, and how routes document which they may answer with."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from pydantic import Field

from scheduler.api.shapes import BodyOut
from scheduler.errors import Fault


class FaultOut(BodyOut):
    """One thing wrong with what was sent, said so that a person can mend it."""

    thing: str = Field(description="Kind and id of the thing at fault, such as `student S12`.")
    field: str = Field(description="The field as written in the body.")
    message: str = Field(description="What is wrong, in one sentence.")
    next_step: str = Field(description="What to do about it, in one sentence.")
    position: str = Field("", description="Where in the body.")

    @classmethod
    def of(cls, fault: Fault) -> FaultOut:
        """Put a fault into its JSON shape."""
        return cls(
            thing=fault.thing,
            field=fault.field,
            message=fault.message,
            next_step=fault.next_step,
            position=fault.position,
        )


class Problem(BodyOut):
    """Why a request was not answered as hoped, and what to do (RFC 9457)."""

    type: str = Field(description="A stable name of the kind of problem.")
    title: str
    status: int
    code: str = Field(description="The kind of problem in a word, to branch on.")
    detail: str = Field(description="What went wrong and what to do, in a sentence or two.")
    subjects: list[str] = Field(default_factory=list, description="Ids of what it is about.")
    faults: list[FaultOut] = Field(default_factory=list, description="Everything to mend.")


_EXAMPLES: dict[int, tuple[str, str]] = {
    400: ("bad-request", "The request cannot be read. Send it again."),
    401: ("not-signed-in", "Sign in, or send an API key."),
    403: ("forbidden", "This account may not do that. Ask an administrator for the right."),
    404: ("not-found", "There is nothing with this id here. Check the id."),
    409: ("conflict", "Somebody else was quicker. Read it again and decide anew."),
    412: ("stale", "It has changed since you read it. Read it again and decide anew."),
    413: ("too-large", "The body is larger than 1 MB. Send less at once."),
    415: ("wrong-type", "Send the body as application/json."),
    422: ("invalid-input", "The request cannot be used: 1 fault."),
    428: ("state-missing", "Send If-Match with the ETag of what you read."),
    429: ("too-many", "Too many requests. Try again after the seconds of Retry-After."),
    503: ("store-unavailable", "The store cannot be reached just now. Try again soon."),
}
_FAULT = {
    "thing": "body",
    "field": "email",
    "message": "The field is missing.",
    "next_step": "Add it.",
    "position": "/email",
}


def answers(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Document the problems a route may answer with, beside those that all may."""
    return {status: _documented(status) for status in statuses}


def _documented(status: int) -> dict[str, Any]:
    code, detail = _EXAMPLES[status]
    title = HTTPStatus(status).phrase
    example = {
        "type": f"urn:fieldweek:problem:{code}",
        "title": title,
        "status": status,
        "code": code,
        "detail": detail,
        "subjects": [],
        "faults": [_FAULT] if status == HTTPStatus.UNPROCESSABLE_ENTITY else [],
    }
    found: dict[str, Any] = {
        "description": title,
        "content": {
            "application/problem+json": {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "example": example,
            }
        },
    }
    if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        found["headers"] = {
            "Retry-After": {
                "description": "Seconds after which to try again.",
                "schema": {"type": "integer", "minimum": 1},
                "required": True,
            }
        }
    return found


SIGNED_IN = answers(401, 403, 404, 422, 429, 503)
"""What every route that needs a sign-in may answer with."""
READS_BODY = answers(400, 413, 415)
"""What a route that reads a body may answer with besides."""
CREATES = READS_BODY | answers(409)
"""What a route that takes an Idempotency-Key may answer with besides."""
EDITS = answers(412, 428)
"""What a route that takes If-Match may answer with besides."""

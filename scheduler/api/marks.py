"""``/v1/marks``: what was seen of who was where, one at a time or many at once.

Marks carry ids of their own, made where they are recorded: sent again, they do nothing.
A mark of an ordinary kind does not come this far: `scheduler.api.desk` takes it.
"""

from __future__ import annotations

import json
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.concurrency import run_in_threadpool

from scheduler.api.asking import Allowed, Db
from scheduler.api.mark_shapes import AnswerOut, AnswersOut, MarkIn, MarksIn, TakenOut
from scheduler.api.problem_shapes import READS_BODY, SIGNED_IN
from scheduler.domain.accounts import Actor
from scheduler.errors import NotSignedInError
from scheduler.service.attend import recording
from scheduler.service.attend.recording import Became
from scheduler.service.attend.taking import MarkRefusedError
from scheduler.service.rights import Action

router = APIRouter(prefix="/marks", tags=["marks"], responses=SIGNED_IN | READS_BODY)


class AllowedToMark(Allowed):
    """Lets through who may make marks; what comes by a link that is over is recorded."""

    async def __call__(self, request: Request) -> Actor:
        """Find out who is asking."""
        try:
            return await super().__call__(request)
        except NotSignedInError:
            token = request.headers.get("authorization", "").partition(" ")[2].strip()
            ids = _ids(await request.body())
            if token and ids:
                await run_in_threadpool(recording.refuse_link, request.app.state.store, token, ids)
            raise


def _ids(body: bytes) -> list[str]:
    """The ids of the marks of a body, which is of no other use here."""
    try:
        sent = json.loads(body)
        marks = sent.get("marks", [sent])
        return [one["id"] for one in marks if isinstance(one["id"], str) and len(one["id"]) <= 64]
    except (AttributeError, KeyError, TypeError, ValueError):
        return []


May = Annotated[Actor, Depends(AllowedToMark(Action.MARK_MAKE))]


@router.post(
    "",
    status_code=201,
    responses={200: {"model": TakenOut, "description": "It was there already."}},
)
def make_mark(body: MarkIn, store: Db, actor: May, response: Response) -> TakenOut:
    """Record one mark. Sent again under its id it does nothing and is answered alike."""
    answer = recording.record(store, actor, [body.asked()])[0]
    if answer.mark is None:
        raise MarkRefusedError(answer.why, answer.sentence)
    if answer.became is Became.REPEATED:
        response.status_code = 200
    return TakenOut.of(answer.mark, answer.became)


@router.post("/batch")
def make_marks(body: MarksIn, store: Db, actor: May) -> AnswersOut:
    """Record many marks, each for itself: a refused one keeps no other out."""
    found = recording.record(store, actor, [one.asked() for one in body.marks])
    return AnswersOut(items=[AnswerOut.of(one) for one in found])

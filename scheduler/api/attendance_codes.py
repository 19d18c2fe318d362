"""``/v1/codes``: what a mark may say."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter

from scheduler.api.asking import Db, allowed
from scheduler.api.attendance_shapes import CodeIn, CodeOut, CodesOut
from scheduler.api.problem_shapes import READS_BODY, SIGNED_IN, answers
from scheduler.domain.accounts import Actor
from scheduler.service.attend import codes
from scheduler.service.rights import Action

router = APIRouter(prefix="/codes", tags=["codes"], responses=SIGNED_IN)


@router.get("")
def list_codes(store: Db, actor: Annotated[Actor, allowed(Action.CODE_READ)]) -> CodesOut:
    """List the codes: the defaults, and what the organisation set itself."""
    return CodesOut(items=[CodeOut.of(one) for one in codes.listed(store, actor)])


@router.put("", responses=READS_BODY | answers(409))
def set_code(
    body: CodeIn, store: Db, actor: Annotated[Actor, allowed(Action.CODE_EDIT)]
) -> CodeOut:
    """Set a code: a new one, or one of the list otherwise than before."""
    return CodeOut.of(codes.keep(store, actor, body.code()))

"""``/v1/instances``: versions of a term's data, checked before they are kept."""

from __future__ import annotations

import hashlib
import tempfile
import threading
from datetime import datetime
from typing import IO, Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import Field

from scheduler.api.asking import Db, allowed
from scheduler.api.idempotency import Answer, IdempotentStream, Once
from scheduler.api.paging import Page, Paging, paged
from scheduler.api.problem_shapes import CREATES, SIGNED_IN
from scheduler.api.shapes import BodyOut, Id, example
from scheduler.api.warning_shapes import WarningOut
from scheduler.domain.accounts import Actor
from scheduler.domain.instance import Instance
from scheduler.domain.records import InstanceOrigin, InstanceRecord
from scheduler.errors import TooManyError
from scheduler.files import instance_bytes, parse_instance
from scheduler.service import plan, terms
from scheduler.service.rights import Action
from scheduler.service.same_ids import same_ids
from scheduler.store.engine import Store

router = APIRouter(prefix="/instances", tags=["instances"], responses=SIGNED_IN)
MayRead = Annotated[Actor, allowed(Action.INSTANCE_READ)]
IN_MEMORY = 4_000_000
"""Bytes of a body above which it waits in a file."""
_READING = threading.BoundedSemaphore(1)
"""Large data takes memory while it is checked: one at a time."""
_PATIENCE = 120.0


KEPT: dict[str, Any] = {
    "id": "ins_mfrggzdfmztwq2lknnwg23tp",
    "term": "term_mfrggzdfmztwq2lknnwg23tp",
    "number": 3,
    "origin": "uploaded",
    "content_hash": "9f2feb0f1ef425b292f2f94bc8482494df48cdb5d4c8d0d9e8f7a7b5d0c0d0d0",
    "size": 412_331,
    "counts": {"students": 704, "staff": 62},
    "made_at": "2026-08-15T09:00:00Z",
    "made_by": "acc_nbswy3dpeb3w64tmmqqho2lu",
}
"""A version, as the API reference shows one."""


class InstanceOut(BodyOut):
    """A version of a term's data, without the data."""

    model_config = example(**KEPT)
    id: str
    term: str
    number: int = Field(description="From 1 on within the term.")
    origin: InstanceOrigin
    content_hash: str = Field(description="Equal for equal data of equal people.")
    size: int = Field(description="Bytes of the data as JSON.")
    counts: dict[str, int] = Field(description="How many there are of each kind of thing.")
    made_at: datetime
    made_by: str

    @classmethod
    def of(cls, record: InstanceRecord) -> InstanceOut:
        """Put a version into its JSON shape."""
        return cls(
            id=record.id,
            term=record.term,
            number=record.number,
            origin=record.origin,
            content_hash=record.content_hash,
            size=record.size,
            counts=record.counts,
            made_at=record.made_at,
            made_by=record.made_by,
        )


class InstanceKeptOut(InstanceOut):
    """A version of a term's data that was just kept, and what to know about it."""

    model_config = example(**KEPT, warnings=[])
    warnings: list[WarningOut] = Field(
        description="Ids that stand for others in a term that overlaps in dates; nothing is"
        " refused for it."
    )


@router.get("")
def list_instances(
    store: Db,
    actor: MayRead,
    wanted: Paging,
    term: Annotated[Id, Query(description="Id of the term.")],
) -> Page[InstanceOut]:
    """List the versions of a term's data, newest first."""
    found = terms.versions(store, actor, term, wanted.number, wanted.limit + 1)
    items, after = paged(found, wanted, lambda one: str(one.number))
    return Page[InstanceOut](items=[InstanceOut.of(one) for one in items], next=after)


def _data_shape() -> dict[str, Any]:
    return {
        "required": True,
        "description": "A school's data, as `fieldweek schema` and docs/reference/files.md say.",
        "content": {
            "application/json": {
                "schema": {"type": "object", "title": "Instance"},
                "example": {"format": 1, "id": "met-2026-autumn", "name": "The Met, autumn 2026"},
            }
        },
    }


@router.post(
    "",
    status_code=201,
    response_model=InstanceKeptOut,
    responses=CREATES,
    openapi_extra={"requestBody": _data_shape()},
)
async def keep_instance(
    request: Request,
    store: Db,
    actor: Annotated[Actor, allowed(Action.INSTANCE_KEEP)],
    once: IdempotentStream,
) -> Response:
    """Keep a version of a term's data, up to 256 MB; it begins the term if that is new.

    Data with faults is refused with all of them, and nothing is kept. Ids that stand for
    others in another term of the same time are warned of.
    """
    digest = hashlib.sha256()
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as file:
        async for part in request.stream():
            digest.update(part)
            file.write(part)
        return await run_in_threadpool(_keep, store, file, once.digested(digest.hexdigest()), actor)


def _keep(store: Store, file: IO[bytes], once: Once, actor: Actor) -> Response:
    replayed = once.replayed(actor)
    if replayed is not None:
        return replayed
    instance = _read(file)
    # Answers are kept for who asks again, and no names with them.
    warnings = [WarningOut.of(one) for one in same_ids(store, actor, instance, names=False)]

    def effect(inside: Db) -> Answer:
        record = plan.keep_instance(inside, actor, instance)
        return Answer(
            status=201,
            body=InstanceKeptOut(**InstanceOut.of(record).model_dump(), warnings=warnings),
            headers={"Location": f"/v1/instances/{record.id}"},
        )

    return once.answer(actor, effect)


def _read(file: IO[bytes]) -> Instance:
    if not _READING.acquire(timeout=_PATIENCE):
        raise TooManyError("Other data is being checked. Try again in a minute.", 60)
    try:
        file.seek(0)
        return parse_instance(file.read(), "instance.json")
    finally:
        _READING.release()


@router.get("/{instance}")
def read_instance(instance: Id, store: Db, actor: MayRead) -> InstanceOut:
    """Read what can be said of a version without its data."""
    return InstanceOut.of(terms.version(store, actor, instance))


@router.get(
    "/{instance}/data",
    response_class=Response,
    responses={
        200: {
            "content": {
                "application/json": {
                    "schema": {"type": "object"},
                    "example": {"format": 1, "id": "met-2026-autumn"},
                }
            }
        }
    },
)
def read_instance_data(instance: Id, store: Db, actor: MayRead) -> Response:
    """Read a version of a term's data whole, as it was sent; who was erased is an id."""
    found = terms.data(store, actor, instance)
    return Response(instance_bytes(found), media_type="application/json")

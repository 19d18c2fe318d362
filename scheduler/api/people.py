"""``/v1/people``: found, read, exported whole and erased."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import Field

from scheduler.api.asking import Db, allowed
from scheduler.api.idempotency import Answer, Idempotent
from scheduler.api.problem_shapes import CREATES, READS_BODY, SIGNED_IN
from scheduler.api.shapes import BodyIn, BodyOut, Email, Id, example
from scheduler.domain.accounts import Actor
from scheduler.domain.records import Person, PersonKind, Receipt
from scheduler.service import export, people
from scheduler.service.rights import Action

router = APIRouter(tags=["people"], responses=SIGNED_IN)
MayRead = Annotated[Actor, allowed(Action.PERSON_READ)]
MayErase = Annotated[Actor, allowed(Action.PERSON_ERASE)]


class PersonOut(BodyOut):
    """Somebody in the school's data."""

    model_config = example(id="S1", kind="student", name="Ana Wren", email=None)
    id: str
    kind: PersonKind
    name: str
    email: str | None

    @classmethod
    def of(cls, person: Person) -> PersonOut:
        """Put a person into its JSON shape."""
        return cls(id=person.id, kind=person.kind, name=person.name, email=person.email)


class PeopleOut(BodyOut):
    """People found, by name; at most 50."""

    model_config = example(
        items=[{"id": "S1", "kind": "student", "name": "Ana Wren", "email": None}]
    )
    items: list[PersonOut]


class PersonRecordOut(PersonOut):
    """Somebody, and what the latest data says of them beside name and home."""

    model_config = example(
        id="S1",
        kind="student",
        name="Ana Wren",
        email=None,
        term="term_mfrggzdfmztwq2lknnwg23tp",
        record={"advisory": "A1", "grade": 10, "internships": []},
    )
    term: str | None = Field(description="The latest term that has them in its data.")
    record: dict[str, Any] | None


class EmailIn(BodyIn):
    """Where somebody is written to; null: nowhere."""

    model_config = example(email="home@family.example")
    email: Email | None


_RECEIPT = {
    "id": "rcp_mfrggzdfmztwq2lknnwg23tp",
    "person": "S1",
    "made_at": "2026-12-20T10:00:00Z",
    "made_by": "acc_nbswy3dpeb3w64tmmqqho2lu",
    "counts": {"people": 2, "accounts": 1, "links": 0, "messages": 3},
}


class ReceiptOut(BodyOut):
    """Says that somebody was erased, and how many rows of what went."""

    model_config = example(**_RECEIPT)
    id: str
    person: str
    made_at: datetime
    made_by: str
    counts: dict[str, int]

    @classmethod
    def of(cls, receipt: Receipt) -> ReceiptOut:
        """Put a receipt into its JSON shape."""
        return cls(
            id=receipt.id,
            person=receipt.person,
            made_at=receipt.made_at,
            made_by=receipt.made_by,
            counts=receipt.counts,
        )


class ReceiptsOut(BodyOut):
    """Erasures, latest first."""

    model_config = example(items=[_RECEIPT])
    items: list[ReceiptOut]


@router.get("/people")
def find_people(
    store: Db,
    actor: MayRead,
    name: Annotated[str, Query(min_length=1, max_length=100, description="Id or part of a name.")],
) -> PeopleOut:
    """Find people by id or part of a name, among those whose records one may read."""
    return PeopleOut(items=[PersonOut.of(one) for one in people.find(store, actor, name)])


@router.get("/people/{person}")
def read_person(person: Id, store: Db, actor: MayRead) -> PersonRecordOut:
    """Read somebody's record in the latest data."""
    known = people.one(store, actor, person)
    return PersonRecordOut(
        **PersonOut.of(known.person).model_dump(),
        term=None if known.term is None else known.term.id,
        record=people.record_of(known),
    )


@router.put(
    "/people/{person}/email", status_code=204, response_class=Response, responses=READS_BODY
)
def set_email(
    person: Id, body: EmailIn, store: Db, actor: Annotated[Actor, allowed(Action.PERSON_EDIT)]
) -> Response:
    """Say where somebody is written to."""
    people.set_email(store, actor, person, body.email)
    return Response(status_code=204)


_EXPORT_EXAMPLE = {
    "person": {"id": "S1", "kind": "student", "name": "Ana Wren", "home": None, "email": None},
    "editions": [],
    "terms": [],
    "marks": [],
    "messages": [],
    "accounts": [],
    "links": [],
    "seen_and_changed_by": [],
    "own_doings": [],
}


@router.get(
    "/people/{person}/export",
    responses={200: {"content": {"application/json": {"example": _EXPORT_EXAMPLE}}}},
)
def export_person(
    person: Id,
    store: Db,
    actor: Annotated[Actor, allowed(Action.PERSON_EXPORT)],
    response: Response,
) -> dict[str, Any]:
    """Export all that is kept about somebody, and who saw it."""
    response.headers["Content-Disposition"] = 'attachment; filename="export.json"'
    return export.export(store, actor, person)


@router.post(
    "/people/{person}/erasure", status_code=201, response_model=ReceiptOut, responses=CREATES
)
def erase_person(person: Id, actor: MayErase, once: Idempotent) -> Response:
    """Erase somebody: all that says who they are goes, numbers stay, a receipt is given."""

    def effect(store: Db) -> Answer:
        return Answer(status=201, body=ReceiptOut.of(people.erase(store, actor, person)))

    return once.answer(actor, effect)


@router.get("/erasures")
def list_erasures(store: Db, actor: MayErase) -> ReceiptsOut:
    """List the receipts of all erasures."""
    return ReceiptsOut(items=[ReceiptOut.of(one) for one in people.receipts(store, actor)])

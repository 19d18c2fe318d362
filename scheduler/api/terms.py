"""``/v1/schools`` and ``/v1/terms``: whose weeks are planned, and when."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from scheduler.api.asking import Db, allowed
from scheduler.api.problem_shapes import SIGNED_IN
from scheduler.api.shapes import BodyOut, Id, example
from scheduler.domain.accounts import Actor
from scheduler.domain.records import TermRecord
from scheduler.service import terms
from scheduler.service.rights import Action

router = APIRouter(tags=["terms"], responses=SIGNED_IN)
MayRead = Annotated[Actor, allowed(Action.TERM_READ)]


class SchoolOut(BodyOut):
    """A school of the organisation."""

    model_config = example(id="MET", name="The Met")
    id: str
    name: str


class SchoolsOut(BodyOut):
    """The schools one's account is for, by name."""

    model_config = example(items=[{"id": "MET", "name": "The Met"}])
    items: list[SchoolOut]


_TERM = {
    "id": "term_mfrggzdfmztwq2lknnwg23tp",
    "key": "met-2026-autumn",
    "name": "The Met, autumn 2026",
    "first": "2026-08-31",
    "last": "2026-12-18",
    "zone": "America/New_York",
    "schools": ["MET"],
    "follows": None,
}


class TermOut(BodyOut):
    """A term. Its dates, and all clock times in it, are those of its zone."""

    model_config = example(**_TERM)
    id: str
    key: str = Field(description="The id that its data gives itself.")
    name: str
    first: date
    last: date
    zone: str = Field(description="IANA name of the time zone of its schools.")
    schools: list[str]
    follows: str | None = Field(description="The term it was rolled forward from.")

    @classmethod
    def of(cls, term: TermRecord) -> TermOut:
        """Put a term into its JSON shape."""
        return cls(
            id=term.id,
            key=term.instance_key,
            name=term.name,
            first=term.first,
            last=term.last,
            zone=term.zone,
            schools=list(term.schools),
            follows=term.follows,
        )


class TermsOut(BodyOut):
    """Terms, latest first."""

    model_config = example(items=[_TERM])
    items: list[TermOut]


@router.get("/schools")
def list_schools(store: Db, actor: Annotated[Actor, allowed(Action.SCHOOL_READ)]) -> SchoolsOut:
    """List the schools one's account is for."""
    found = terms.schools_of(store, actor)
    return SchoolsOut(items=[SchoolOut(id=one.id, name=one.name) for one in found])


@router.get("/terms")
def list_terms(store: Db, actor: MayRead) -> TermsOut:
    """List the terms. One begins with the first version of its data."""
    return TermsOut(items=[TermOut.of(one) for one in terms.terms_of(store, actor)])


@router.get("/terms/{term}")
def read_term(term: Id, store: Db, actor: MayRead) -> TermOut:
    """Read a term."""
    return TermOut.of(terms.term(store, actor, term))

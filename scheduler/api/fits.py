"""``/v1/terms/{term}/fits`` and ``…/why-not``: questions about one seat, of draft or release."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from scheduler.api.asking import Db, allowed
from scheduler.api.fit_shapes import FitsOut, WhyNotOut
from scheduler.api.problem_shapes import SIGNED_IN, answers
from scheduler.api.shapes import Date, Id
from scheduler.domain.accounts import Actor
from scheduler.service import fitting
from scheduler.service.rights import Action
from scheduler.store.engine import Store

router = APIRouter(prefix="/terms/{term}", tags=["fits"], responses=SIGNED_IN)
OfDraft = Annotated[Actor, allowed(Action.DRAFT_READ)]
OfRelease = Annotated[Actor, allowed(Action.RESHUFFLE_READ)]


@dataclass(frozen=True)
class _Fits:
    """Asked: who or what fits."""

    about: Annotated[
        Id,
        Query(
            description="Id of a student without a place, of a mentor or section with a free"
            " seat; with `away` of a mentor, section or advisory whose lead is away."
        ),
    ]
    item: Annotated[
        Id | None,
        Query(description="Of a student: a workshop, or the number of an internship; none: all."),
    ] = None
    away: Annotated[bool, Query(description="Who leads it is away: who could instead?")] = False
    on: Annotated[Date | None, Query(description="With `away`: on this date only.")] = None

    def ask(self, store: Store, actor: Actor, asked: fitting.Asked) -> FitsOut:
        """Give the answer."""
        return FitsOut.of(
            fitting.who_fits(
                store, actor, asked, self.about, item=self.item or "", away=self.away, on=self.on
            )
        )


@dataclass(frozen=True)
class _WhyNot:
    """Asked: why a student is not elsewhere."""

    student: Annotated[Id, Query(description="Id of the student.")]
    place: Annotated[
        Id, Query(description="Id of the mentor, internship site, workshop or section wanted.")
    ]
    day: Annotated[
        int | None, Query(ge=0, le=6, description="Weekday, 0 is Monday; none: any.")
    ] = None

    def ask(self, store: Store, actor: Actor, asked: fitting.Asked) -> WhyNotOut:
        """Give the answer."""
        return WhyNotOut.of(
            fitting.why_not_there(store, actor, asked, self.student, self.place, self.day)
        )


WhoFits = Annotated[_Fits, Depends()]
WhyNotThere = Annotated[_WhyNot, Depends()]


@router.get("/fits", responses=answers(409))
def find_fits(term: Id, store: Db, actor: OfRelease, question: WhoFits) -> FitsOut:
    """Say who or what fits what is open in what is lived by: ranked, with what is in the way."""
    return question.ask(store, actor, fitting.of_release(store, actor, term))


@router.get("/draft/fits")
def find_fits_in_draft(term: Id, store: Db, actor: OfDraft, question: WhoFits) -> FitsOut:
    """Say who or what fits what is open in the draft; `moves` go to the draft as they are."""
    return question.ask(store, actor, fitting.of_draft(store, actor, term))


@router.get("/why-not", responses=answers(409))
def ask_why_not(term: Id, store: Db, actor: OfRelease, question: WhyNotThere) -> WhyNotOut:
    """Say why a student is not elsewhere in what is lived by, and what it would take."""
    return question.ask(store, actor, fitting.of_release(store, actor, term))


@router.get("/draft/why-not")
def ask_why_not_in_draft(term: Id, store: Db, actor: OfDraft, question: WhyNotThere) -> WhyNotOut:
    """Say why a student is not elsewhere in the draft, and what it would take."""
    return question.ask(store, actor, fitting.of_draft(store, actor, term))

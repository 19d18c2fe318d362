"""``/v1/terms/{term}/fits`` and ``…/why-not``: questions about one seat, of draft or release."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from scheduler.api.asking import Db, allowed
from scheduler.api.fit_shapes import FitsOut, WhyNotOut
from scheduler.api.problem_shapes import SIGNED_IN, answers
from scheduler.api.shapes import Date, Id
from scheduler.domain.accounts import Actor
from scheduler.service import fitting
from scheduler.service.rights import Action

router = APIRouter(prefix="/terms/{term}", tags=["fits"], responses=SIGNED_IN)
OfDraft = Annotated[Actor, allowed(Action.DRAFT_READ)]
OfRelease = Annotated[Actor, allowed(Action.RESHUFFLE_READ)]
About = Annotated[
    Id,
    Query(
        description="Id of a student without a place, of a mentor or section with a free seat;"
        " with `away` of a mentor, section or advisory whose lead is away."
    ),
]
Item = Annotated[
    Id | None,
    Query(description="Of a student: a workshop, or the number of an internship; none: all."),
]
Away = Annotated[bool, Query(description="Who leads it is away: who could instead?")]
On = Annotated[Date | None, Query(description="With `away`: on this date only.")]
Wanted = Annotated[
    Id, Query(description="Id of the mentor, internship site, workshop or section wanted.")
]
Day = Annotated[int | None, Query(ge=0, le=6, description="Weekday, 0 is Monday; none: any.")]


@router.get("/fits", responses=answers(409))
def find_fits(
    term: Id,
    store: Db,
    actor: OfRelease,
    about: About,
    item: Item = None,
    away: Away = False,
    on: On = None,
) -> FitsOut:
    """Say who or what fits what is open in what is lived by: ranked, with what is in the way."""
    asked = fitting.of_release(store, actor, term)
    return FitsOut.of(
        fitting.who_fits(store, actor, asked, about, item=item or "", away=away, on=on)
    )


@router.get("/draft/fits")
def find_fits_in_draft(
    term: Id,
    store: Db,
    actor: OfDraft,
    about: About,
    item: Item = None,
    away: Away = False,
    on: On = None,
) -> FitsOut:
    """Say who or what fits what is open in the draft; `moves` go to the draft as they are."""
    asked = fitting.of_draft(store, actor, term)
    return FitsOut.of(
        fitting.who_fits(store, actor, asked, about, item=item or "", away=away, on=on)
    )


@router.get("/why-not", responses=answers(409))
def ask_why_not(
    term: Id,
    store: Db,
    actor: OfRelease,
    student: Annotated[Id, Query(description="Id of the student.")],
    place: Wanted,
    day: Day = None,
) -> WhyNotOut:
    """Say why a student is not elsewhere in what is lived by, and what it would take."""
    asked = fitting.of_release(store, actor, term)
    return WhyNotOut.of(fitting.why_not_there(store, actor, asked, student, place, day))


@router.get("/draft/why-not")
def ask_why_not_in_draft(
    term: Id,
    store: Db,
    actor: OfDraft,
    student: Annotated[Id, Query(description="Id of the student.")],
    place: Wanted,
    day: Day = None,
) -> WhyNotOut:
    """Say why a student is not elsewhere in the draft, and what it would take."""
    asked = fitting.of_draft(store, actor, term)
    return WhyNotOut.of(fitting.why_not_there(store, actor, asked, student, place, day))

"""``/v1/terms/{term}/next``: a term rolls forward into the next."""

from __future__ import annotations

from typing import Annotated, Self

from fastapi import APIRouter, Response
from pydantic import Field, model_validator

from scheduler.api.asking import Db, allowed
from scheduler.api.idempotency import Answer, Idempotent
from scheduler.api.problem_shapes import CREATES, READS_BODY, SIGNED_IN
from scheduler.api.shapes import BodyIn, BodyOut, Date, Id, Text, Truth, Whole, example
from scheduler.domain.accounts import Actor
from scheduler.domain.calendar import DateSpan, SpecialDate
from scheduler.service import next_term
from scheduler.service.rights import Action
from scheduler.service.rolling import LAST_GRADE, NextTerm

router = APIRouter(tags=["terms"], responses=SIGNED_IN)


class HolidayIn(BodyIn):
    """From one date to another, both included."""

    first: Date
    last: Date

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.first > self.last:
            raise ValueError("the first date is after the last")
        return self


class SpecialDateIn(BodyIn):
    """A date that follows another weekday's timetable."""

    when: Date
    day: Whole = Field(ge=0, le=6, description="0 is Monday.")


class NextTermIn(BodyIn):
    """What is new about the next term."""

    model_config = example(
        key="met-2027-spring",
        name="The Met, spring 2027",
        first="2027-01-25",
        last="2027-06-11",
        holidays=[{"first": "2027-04-12", "last": "2027-04-16"}],
        special=[],
        year_on=False,
    )
    key: Id = Field(description="The id of its data, different from that of every other term.")
    name: Text
    first: Date
    last: Date
    holidays: list[HolidayIn] = Field(default_factory=list, max_length=100)
    special: list[SpecialDateIn] = Field(default_factory=list, max_length=100)
    year_on: Truth = Field(
        False, description="A new school year begins: everybody is a grade and a year older."
    )
    last_grade: Whole = Field(
        LAST_GRADE, ge=1, le=20, description="Who is in it leaves school with the year."
    )


class NextTermOut(BodyOut):
    """The next term, begun with the data that was carried over."""

    model_config = example(
        term="term_nbswy3dpeb3w64tmmqqho2lu",
        instance="ins_mfrggzdfmztwq2lknnwg23tp",
        notes=["S12: a block lies outside the new term and is left out."],
    )
    term: str
    instance: str = Field(description="Id of the first version of its data.")
    notes: list[str] = Field(description="What to look at in it.")


@router.post(
    "/terms/{term}/next",
    status_code=201,
    response_model=NextTermOut,
    responses=READS_BODY | CREATES,
)
def begin_next_term(
    term: Id,
    body: NextTermIn,
    store: Db,
    actor: Annotated[Actor, allowed(Action.INSTANCE_KEEP)],
    once: Idempotent,
) -> Response:
    """Carry a term's data over into the next, with its dates moved.

    People live by the last release until the next term is planned.
    """
    replayed = once.replayed(actor)
    if replayed is not None:
        return replayed
    prepared = next_term.prepare(store, actor, term, _wanted(body))

    def effect(inside: Db) -> Answer:
        kept = next_term.begin(inside, actor, prepared)
        made = NextTermOut(term=kept.term, instance=kept.id, notes=list(prepared.rolled.notes))
        return Answer(status=201, body=made, headers={"Location": f"/v1/instances/{kept.id}"})

    return once.answer(actor, effect)


def _wanted(body: NextTermIn) -> NextTerm:
    return NextTerm(
        id=body.key,
        name=body.name,
        first=body.first,
        last=body.last,
        holidays=tuple(DateSpan(first=one.first, last=one.last) for one in body.holidays),
        special=tuple(SpecialDate(when=one.when, day=one.day) for one in body.special),
        year_on=body.year_on,
        last_grade=body.last_grade,
    )

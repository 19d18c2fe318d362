"""``/v1/terms/{term}/today``: somebody is ill; where the students go, and who leads."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from scheduler.api.asking import Db, allowed
from scheduler.api.problem_shapes import SIGNED_IN, answers
from scheduler.api.score_shapes import PersonChangesOut
from scheduler.api.shapes import BodyOut, Date, Id, example
from scheduler.domain.accounts import Actor
from scheduler.service import today
from scheduler.service.mornings import Day, told
from scheduler.service.rights import Action
from scheduler.service.today import Today

router = APIRouter(tags=["reshuffles"], responses=SIGNED_IN)


class SentOut(BodyOut):
    """A student whose mentor is away."""

    student: str
    mentor: str | None = Field(description="With whom they are instead; null: at school.")
    site: str = Field(description="The internship site, or the own school site.")


class LedOut(BodyOut):
    """A session or meeting whose lead is away."""

    what: str = Field(description="Id of the section or advisory.")
    kind: str = Field(description="Kind of meeting; empty for a session.")
    lead: str | None = Field(description="Who leads it instead; null: its students study.")


class MorningOut(BodyOut):
    """How a day can be with somebody away. Nothing of it is kept."""

    model_config = example(
        on="2026-10-12",
        away=["M1"],
        touched=["M7", "S1"],
        students=[{"student": "S1", "mentor": "M7", "site": "CLINIC"}],
        sessions=[],
        told=[{"person": "S1", "changes": ["M1 is away today. You are with M7."]}],
        crowded=[],
    )
    on: date
    away: list[str]
    touched: list[str] = Field(description="For whom something is different, by id.")
    students: list[SentOut]
    sessions: list[LedOut]
    told: list[PersonChangesOut]
    crowded: list[str] = Field(description="Where a school site is fuller than it may be.")

    @classmethod
    def of(cls, found: Today, day: Day) -> MorningOut:
        """Put a day into its JSON shape."""
        assert found.school is not None, "a day is looked at by what is released"
        return cls(
            on=day.when,
            away=list(day.away),
            touched=list(day.touched),
            students=[
                SentOut(
                    student=one.was.student,
                    mentor=None if one.to is None else one.to.mentor,
                    site=one.site if one.to is None else one.to.site,
                )
                for one in day.sent
            ],
            sessions=[LedOut(what=one.what, kind=one.kind, lead=one.lead) for one in day.led],
            told=[
                PersonChangesOut(person=one, changes=list(texts))
                for one, texts in told(found.school, day, lambda id: id).items()
            ],
            crowded=list(day.crowded),
        )


@router.get("/terms/{term}/today", responses=answers(409))
def read_today(
    term: Id,
    store: Db,
    actor: Annotated[Actor, allowed(Action.RESHUFFLE_READ)],
    away: Annotated[
        list[Id], Query(min_length=1, max_length=50, description="Ids of mentors and staff.")
    ],
    on: Annotated[Date | None, Query(description="A day to come; none: today.")] = None,
) -> MorningOut:
    """Say where students go and who leads when somebody is ill, with the least change.

    Of today only what is still to come moves. Nothing is kept: the release holds on.
    """
    return MorningOut.of(*today.without(store, actor, term, away, on))

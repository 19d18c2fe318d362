"""``/v1/terms/{term}/weeks``: the week of anybody and anything as it is lived."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from scheduler.api.asking import Db, allowed
from scheduler.api.problem_shapes import SIGNED_IN
from scheduler.api.shapes import BodyOut, Date, Id, example
from scheduler.domain.accounts import Actor
from scheduler.service import looking
from scheduler.service.rights import Action

router = APIRouter(prefix="/terms/{term}/weeks", tags=["weeks"], responses=SIGNED_IN)


class LineOut(BodyOut):
    """A line of an entry."""

    text: str
    about: str | None = Field(description="The id of what it names, which has a week of its own.")


class EntryOut(BodyOut):
    """One thing in a day."""

    kind: str
    start: str | None = Field(description="Clock time at the school; null: the whole day.")
    end: str | None
    lines: list[LineOut]


class WeekdayOut(BodyOut):
    """A date and what is in it."""

    label: str
    date: str | None
    school: bool = Field(description="Whether it is a school date.")
    note: str
    entries: list[EntryOut]


class WeekOut(BodyOut):
    """A week, each day by the release that holds on it."""

    model_config = example(
        about="S1",
        name="Ana Wren",
        kind="student",
        zone="America/New_York",
        days=[
            {
                "label": "Mon",
                "date": "2026-09-14",
                "school": True,
                "note": "",
                "entries": [
                    {
                        "kind": "out",
                        "start": "09:00",
                        "end": "13:00",
                        "lines": [{"text": "Garden", "about": "GARDEN"}],
                    }
                ],
            }
        ],
        notes=[],
    )
    about: str
    name: str
    kind: str
    zone: str = Field(description="IANA name of the zone of its clock times.")
    days: list[WeekdayOut]
    notes: list[str]


@router.get("/{about}", response_model=WeekOut)
def read_week(
    term: Id,
    about: Id,
    store: Db,
    actor: Annotated[Actor, allowed(Action.WEEK_READ)],
    begins: Annotated[
        Date | None,
        Query(alias="from", description="A date of the week; nothing: this week."),
    ] = None,
) -> Response:
    """Read the week of a student, advisory, member of staff, mentor, site, room or van."""
    found = looking.lived_document(store, actor, term, about, begins)
    return Response(found, media_type="application/json")

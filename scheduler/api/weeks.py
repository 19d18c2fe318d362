"""``/v1/terms/{term}/weeks``: the week of any person, place or thing, as people live it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from scheduler.api.asking import Db, allowed
from scheduler.api.problem_shapes import SIGNED_IN
from scheduler.api.shapes import BodyOut, Id, example
from scheduler.domain.accounts import Actor
from scheduler.service import looking
from scheduler.service.rights import Action
from scheduler.service.weeks.document import week_document

router = APIRouter(tags=["weeks"], responses=SIGNED_IN)


class LineOut(BodyOut):
    """One line of an entry."""

    text: str
    about: str | None = Field(description="Id of what the line names.")


class EntryOut(BodyOut):
    """Something on a day."""

    kind: str
    start: str | None = Field(description="Clock of the school; none: all day.")
    end: str | None
    lines: list[LineOut]


class DayOut(BodyOut):
    """A day, with what there is on it in order of time."""

    label: str
    date: date | None
    school: bool = Field(description="Whether there is school.")
    note: str
    entries: list[EntryOut]


class WeekOut(BodyOut):
    """A week; each day by the release that holds on it."""

    model_config = example(
        about="S1",
        name="Ana Wren",
        kind="student",
        days=[
            {
                "label": "Mon 14 Sep",
                "date": "2026-09-14",
                "school": True,
                "note": "",
                "entries": [
                    {
                        "kind": "out",
                        "start": "09:00",
                        "end": "13:00",
                        "lines": [{"text": "Lena Fairweather", "about": "M1"}],
                    }
                ],
            }
        ],
        notes=[],
    )
    about: str
    name: str
    kind: str
    days: list[DayOut]
    notes: list[str]


@router.get("/terms/{term}/weeks/{about}")
def show_week(
    term: Id,
    about: Id,
    store: Db,
    actor: Annotated[Actor, allowed(Action.WEEK_READ)],
    begins: Annotated[
        date | None, Query(alias="from", description="A date of the week; none: this week.")
    ] = None,
) -> WeekOut:
    """Show the week of a student, advisory, member of staff, mentor, site, room, van or section."""
    _, seen, _ = looking.lived_week(store, actor, term, about, begins)
    return WeekOut.model_validate(week_document(seen.week, seen.laid))

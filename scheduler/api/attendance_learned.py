"""``/v1/terms/{term}/rates`` and ``…/reports/state``: for the next plan, and for the state."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from scheduler.api.asking import Db, allowed
from scheduler.api.idempotency import Answer, Idempotent
from scheduler.api.instances import InstanceOut
from scheduler.api.paging import Page, Paging, paged
from scheduler.api.problem_shapes import CREATES, SIGNED_IN
from scheduler.api.shapes import BodyOut, Date, Id, example
from scheduler.attendance.rollup import Lived
from scheduler.attendance.state import Told
from scheduler.domain.accounts import Actor
from scheduler.domain.codes import EdFi
from scheduler.service import plan
from scheduler.service.attend import learning, reports, state
from scheduler.service.rights import Action

router = APIRouter(prefix="/terms/{term}", tags=["attendance"], responses=SIGNED_IN)


class StateDayOut(BodyOut):
    """A day of a student as the state is told of it."""

    model_config = example(
        day="2026-09-08",
        student="S1",
        entry="day-out.0",
        site="LAB",
        code="PO",
        category="In Attendance",
        minutes=360,
        present=360,
        excused=0,
        absent=0,
    )
    day: date
    student: str
    entry: str = Field(description="What of the register: a day out, or a day on campus.")
    site: str
    code: str
    category: EdFi = Field(description="As the Ed-Fi data standard spells it.")
    minutes: int = Field(description="Planned; present, excused and absent add up to them.")
    present: int
    excused: int
    absent: int

    @classmethod
    def of(cls, one: Lived, said: Told) -> StateDayOut:
        """Put a day into its JSON shape."""
        return cls(
            day=one.expected.day,
            student=one.expected.student,
            entry=one.expected.entry,
            site=one.expected.site,
            code=said.code,
            category=said.category,
            minutes=one.expected.minutes,
            present=said.present,
            excused=said.excused,
            absent=said.absent,
        )


@router.get("/reports/state")
def read_state_report(
    term: Id,
    store: Db,
    actor: Annotated[Actor, allowed(Action.ATTENDANCE_READ)],
    wanted: Paging,
    first: Annotated[Date | None, Query(description="Nothing: the first of the term.")] = None,
    last: Annotated[Date | None, Query(description="Nothing: the last, or today.")] = None,
) -> Page[StateDayOut]:
    """Read what the state is told of each student and day, of those whom one may know about.

    Days of which nothing is known, and those with a code that is not reportable, are left out.
    """
    found = reports.period(store, actor, term, first, last)
    reports.note_report(store, actor, found)
    days = [
        one
        for one in state.of_period(found).days
        if wanted.after is None or _key(one) > wanted.after
    ]
    items, after = paged(days, wanted, _key)
    return Page[StateDayOut](items=[StateDayOut.of(*one) for one in items], next=after)


def _key(both: tuple[Lived, Told]) -> str:
    one = both[0].expected
    return f"{one.day} {one.student} {one.start:04} {one.entry}"


@router.post("/rates", status_code=201, response_model=InstanceOut, responses=CREATES)
def keep_learned_rates(
    term: Id,
    store: Db,
    actor: Annotated[Actor, allowed(Action.INSTANCE_KEEP)],
    once: Idempotent,
) -> Response:
    """Keep the next version of a term's data, with rates of attendance learned from the record.

    The goal `attendance` of the next plan goes by them. Too little recorded is a conflict.
    """
    replayed = once.replayed(actor)
    if replayed is not None:
        return replayed
    school = learning.with_rates(store, actor, term)

    def effect(inside: Db) -> Answer:
        kept = plan.keep_instance(inside, actor, school)
        headers = {"Location": f"/v1/instances/{kept.id}"}
        return Answer(status=201, body=InstanceOut.of(kept), headers=headers)

    return once.answer(actor, effect)

"""``/v1/terms/{term}/boards`` and ``…/reports``: counted at a minute, and over some dates."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from scheduler.api.asking import Db, allowed
from scheduler.api.board_shapes import AlertOut, BoardOut, BoardRowOut, CountsOut, TallyOut
from scheduler.api.mark_shapes import shown
from scheduler.api.paging import Page, Paging, paged
from scheduler.api.problem_shapes import SIGNED_IN
from scheduler.api.shapes import Date, Id
from scheduler.attendance.board import BoardBy
from scheduler.attendance.rollup import By
from scheduler.domain.accounts import Actor
from scheduler.service.attend import boards, reports
from scheduler.service.rights import Action

router = APIRouter(prefix="/terms/{term}", tags=["attendance"], responses=SIGNED_IN)
MayRead = Annotated[Actor, allowed(Action.ATTENDANCE_READ)]
School = Annotated[Id | None, Query(description="Only students of this school.")]


@router.get("/boards/{date}")
def read_board(
    term: Id,
    date: Date,
    store: Db,
    actor: MayRead,
    wanted: Paging,
    by: Annotated[BoardBy, Query(description="What the rows are about.")] = BoardBy.SITE,
    school: School = None,
) -> BoardOut:
    """Read how it stands on a date at this minute, with those whom one may know about."""
    within = None if school is None else (BoardBy.SCHOOL, school)
    found = boards.board_of(store, actor, term, date, within).show(by, most=0)
    rows = [one for one in found.rows.items() if wanted.after is None or one[0] > wanted.after]
    items, after = paged(rows, wanted, lambda one: one[0])
    return BoardOut(
        day=date,
        at=shown(found.at),
        totals=CountsOut.of(found.totals),
        alerts=found.open_alerts,
        registers_not_taken=sorted(found.untaken),
        items=[BoardRowOut(id=id, counts=CountsOut.of(counts)) for id, counts in items],
        next=after,
    )


@router.get("/boards/{date}/alerts")
def list_alerts(
    term: Id, date: Date, store: Db, actor: MayRead, wanted: Paging, school: School = None
) -> Page[AlertOut]:
    """List whom somebody should call about, in the order of students."""
    within = None if school is None else (BoardBy.SCHOOL, school)
    alerts = boards.board_of(store, actor, term, date, within).show(BoardBy.SITE).alerts
    left = sorted(
        (one for one in alerts if wanted.after is None or one.alert.key > wanted.after),
        key=lambda one: one.alert.key,
    )
    items, after = paged(left, wanted, lambda one: one.alert.key)
    boards.note_seen(store, actor, [one.alert.expected.student for one in items])
    return Page[AlertOut](items=[AlertOut.of(one) for one in items], next=after)


@router.get("/reports")
def read_report(
    term: Id,
    store: Db,
    actor: MayRead,
    wanted: Paging,
    by: Annotated[By, Query(description="What the rows are about.")] = By.STUDENT,
    first: Annotated[Date | None, Query(description="Nothing: the first of the term.")] = None,
    last: Annotated[Date | None, Query(description="Nothing: the last, or today.")] = None,
) -> Page[TallyOut]:
    """Read what some dates come to, for those whom one may know about."""
    found = reports.period(store, actor, term, first, last)
    if by is By.STUDENT:
        reports.note_report(store, actor, found)
    rows = [one for one in found.rows(by).items() if wanted.after is None or one[0] > wanted.after]
    items, after = paged(rows, wanted, lambda one: one[0])
    return Page[TallyOut](items=[TallyOut.of(id, one) for id, one in items], next=after)

"""``/v1/terms/{term}/attendance``: how it stands with everybody, and what to look into."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from scheduler.api.asking import Db, allowed
from scheduler.api.attendance_shapes import (
    DisputeIn,
    EvidenceOut,
    RefusalOut,
    StandingOut,
    VoidedOut,
    VoidIn,
)
from scheduler.api.mark_shapes import MarkOut
from scheduler.api.paging import Page, Paging, paged
from scheduler.api.problem_shapes import READS_BODY, SIGNED_IN, answers
from scheduler.api.shapes import Date, Id
from scheduler.domain.accounts import Actor
from scheduler.service.attend import deciding, standings
from scheduler.service.attend.deciding import Faulty
from scheduler.service.attend.standings import Which
from scheduler.service.rights import Action

router = APIRouter(tags=["attendance"], responses=SIGNED_IN)
MayRead = Annotated[Actor, allowed(Action.ATTENDANCE_READ)]
MayDecide = Annotated[Actor, allowed(Action.ATTENDANCE_DECIDE)]


@router.get("/terms/{term}/attendance/{date}")
def list_attendance(
    term: Id,
    date: Date,
    store: Db,
    actor: MayRead,
    wanted: Paging,
    site: Annotated[Id | None, Query(description="Whose day is at this site.")] = None,
    advisory: Annotated[Id | None, Query(description="Members of this advisory.")] = None,
    person: Annotated[
        Id | None, Query(description="Expected with this mentor, lead or advisor.")
    ] = None,
    entry: Annotated[
        str | None, Query(max_length=300, description="At this session or meeting.")
    ] = None,
    run: Annotated[Id | None, Query(description="Whose way takes this vehicle run.")] = None,
    work: Annotated[
        bool, Query(description="Only where witnesses disagree or something is disputed.")
    ] = False,
) -> Page[StandingOut]:
    """List how it stands on a date with those whom one may know about."""
    which = Which(site=site, advisory=advisory, person=person, entry=entry, run=run)
    found = standings.of_date(
        store, actor, term, date, which, only_work=work, after=wanted.after, limit=wanted.limit
    )
    items, after = paged(found, wanted, standings.key_of)
    return Page[StandingOut](items=[StandingOut.of(one) for one in items], next=after)


@router.get("/terms/{term}/attendance/{date}/{student}")
def read_attendance(term: Id, date: Date, student: Id, store: Db, actor: MayRead) -> EvidenceOut:
    """Read how it stands with a student on a date, with all marks that say so."""
    return EvidenceOut.of(standings.of_student(store, actor, term, student, date))


@router.post("/terms/{term}/disputes", status_code=201, responses=READS_BODY | answers(409))
def dispute_mark(
    term: Id,
    body: DisputeIn,
    store: Db,
    actor: Annotated[Actor, allowed(Action.MARK_DISPUTE)],
) -> MarkOut:
    """Contest a mark. It stands until the office corrects it, or closes the dispute."""
    made = deciding.dispute(store, actor, term, body.mark, body.id, body.reason)
    return MarkOut.of(made, body.reason)


@router.post("/terms/{term}/voids", responses=READS_BODY | answers(409))
def void_period(term: Id, body: VoidIn, store: Db, actor: MayDecide) -> VoidedOut:
    """Void all marks of a faulty period as a whole; they are kept, and say nothing any more."""
    faulty = Faulty(first=body.first, last=body.last, how=body.how, site=body.site)
    made = deciding.void_period(store, actor, term, faulty, body.id, body.reason)
    return VoidedOut(voided=[one.supersedes for one in made if one.supersedes is not None])


@router.get("/refused-marks")
def list_refused_marks(store: Db, actor: MayDecide, wanted: Paging) -> Page[RefusalOut]:
    """List the marks that were refused, latest first, with what their senders were told."""
    found = deciding.refused(store, actor, wanted.number, wanted.limit)
    items, after = paged(found, wanted, lambda one: str(one[0]))
    return Page[RefusalOut](items=[RefusalOut.of(one) for _, one in items], next=after)

"""Pages of timetables: one with its goals and weeks, and two side by side."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response

from scheduler.domain.accounts import Actor
from scheduler.domain.runs import gap_of
from scheduler.errors import InvalidInputError, NotFoundError
from scheduler.service import looking, noting, overview, timetables
from scheduler.service.differences import differences
from scheduler.service.rights import Action, may
from scheduler.service.subjects import of_term
from scheduler.service.weeks.diary import Diary
from scheduler.service.weeks.document import week_document
from scheduler.web.asking import Db, Sent, allowed
from scheduler.web.forms import Form
from scheduler.web.links import Links, List, groups
from scheduler.web.naming import run_view, timetable_names
from scheduler.web.rendering import render
from scheduler.web.routes.weeks import matches, show
from scheduler.web.views.compare import person_rows, score_rows, shortened
from scheduler.web.views.scores import goal_rows, total_row, unplaced_groups
from scheduler.web.views.weeks import pattern_page

router = APIRouter()
Reader = Annotated[Actor, allowed(Action.TIMETABLE_READ)]
Week = Annotated[int, Query(ge=1, le=6)]
ORIGINS = {
    "run": ("Made", "by a run"),
    "hand": ("Kept", "as it was given"),
    "draft": ("Made", "from the draft"),
    "rolled": ("Made", "by rolling a term forward"),
}


@router.get("/timetables/{timetable}")
def timetable_page(
    request: Request, store: Db, actor: Reader, timetable: str, listed: List = ""
) -> Response:
    """Show a timetable: how good it is, what is unplaced and why, and its weeks."""
    record, diary = looking.of_timetable(store, actor, timetable)
    term = overview.terms_by_id(store, actor)[record.term]
    found = overview.overview(store, actor, record.term)
    reasons = timetables.reasons(store, actor, timetable)
    run = run_view(store, actor, record.run)
    bounds = run.bounds if run and run.record.best == record.id else None
    total = total_row(record.score, bounds)
    links = Links(actor, diary, f"/timetables/{timetable}/weeks")
    others = [one for one in found.timetables if one.id != record.id]
    names = timetable_names(store, actor, [record, *others])
    came, origin = ORIGINS[record.origin.value]
    return render(
        request,
        "timetable.html",
        record=record,
        name=names[record.id],
        came=came,
        origin=origin,
        run=run,
        version=overview.version_numbers(store, actor, record.term)[record.instance],
        demands=diary.instance.demands,
        zone=term.zone,
        crumbs=[("/", "Terms"), (f"/terms/{term.id}", term.name)],
        goals=goal_rows(record.score, bounds),
        total=total,
        gap=None if bounds is None else gap_of(record.score.penalty, bounds.penalty),
        may_take=may(actor, Action.DRAFT_EDIT, of_term(term)),
        draft_version=found.draft.version if found.draft else "",
        others=[(one.id, names[one.id]) for one in others],
        groups=groups(diary, links, listed),
        listed=listed,
        unplaced=unplaced_groups(diary.timetable.unplaced, reasons or (), diary.names),
        explained=reasons is not None,
    )


@router.get("/timetables/{timetable}/weeks/{one}.json")
def week_twin(store: Db, actor: Reader, timetable: str, one: str, week: Week = 1) -> Response:
    """Give the week of a thing as JSON."""
    _, diary = looking.of_timetable(store, actor, timetable)
    seen = looking.pattern_week(store, actor, diary, one, _number(diary, week))
    return JSONResponse(week_document(seen.week, seen.laid))


@router.get("/timetables/{timetable}/weeks/{one}")
def week_page(
    request: Request, store: Db, actor: Reader, timetable: str, one: str, week: Week = 1
) -> Response:
    """Show the week of a thing by a timetable."""
    record, diary = looking.of_timetable(store, actor, timetable)
    number = _number(diary, week)
    seen = looking.pattern_week(store, actor, diary, one, number)
    links = Links(actor, diary, f"/timetables/{timetable}/weeks")
    term = overview.terms_by_id(store, actor)[record.term]
    name = timetable_names(store, actor, [record])[timetable]
    page = pattern_page(seen, diary.instance.term, number, name, links.at(one))
    crumbs = [(f"/terms/{term.id}", term.name), (f"/timetables/{timetable}", name)]
    return show(request, page, links, term.zone, [("/", "Terms"), *crumbs])


@router.post("/timetables/{timetable}/find")
def find(request: Request, store: Db, sent: Sent, actor: Reader, timetable: str) -> Response:
    """Find weeks of a timetable by a name or an id."""
    record, diary = looking.of_timetable(store, actor, timetable)
    links = Links(actor, diary, f"/timetables/{timetable}/weeks")
    crumbs = [
        ("/", "Terms"),
        (f"/timetables/{timetable}", timetable_names(store, actor, [record])[timetable]),
    ]
    return matches(request, actor, diary, links, Form(sent), crumbs)


@router.get("/compare")
def compare(
    request: Request,
    store: Db,
    actor: Reader,
    old: Annotated[str, Query(max_length=64)],
    new: Annotated[str, Query(max_length=64)],
    all: bool = False,
) -> Response:
    """Show two timetables side by side: what they cost, and who has what instead of what."""
    was, before = looking.of_timetable(store, actor, old)
    now, after = looking.of_timetable(store, actor, new)
    if was.term != now.term:
        raise InvalidInputError("The two timetables are of different terms. Take two of one term.")
    changes = differences((before.instance, before.timetable), (after.instance, after.timetable))
    noting.note_people(store, actor, [after], [one.person for one in changes])
    term = overview.terms_by_id(store, actor)[now.term]
    return render(
        request,
        "compare.html",
        HTTPStatus.OK,
        old=was,
        new=now,
        called=timetable_names(store, actor, [was, now]),
        rows=score_rows(was.score, now.score),
        people=shortened(person_rows(after.instance, changes), all=all),
        whole=f"/compare?old={old}&new={new}&all=true",
        crumbs=[("/", "Terms"), (f"/terms/{term.id}", term.name)],
    )


def _number(diary: Diary, week: int) -> int:
    if week > diary.instance.term.cycle:
        raise NotFoundError("The cycle has fewer weeks than that.")
    return week - 1

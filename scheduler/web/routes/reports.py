"""Reports of attendance: on the page, printed, as CSV and as a workbook."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from scheduler.attendance.rollup import By
from scheduler.domain.accounts import Actor
from scheduler.errors import ConflictError, InvalidInputError
from scheduler.files.sheets import csv_of, xlsx_of
from scheduler.service.attend import boards, learning, reports, state
from scheduler.service.lived import today
from scheduler.service.rights import Action, may
from scheduler.service.subjects import of_term
from scheduler.web.asking import Db, allowed
from scheduler.web.forms import FormError, errors_of
from scheduler.web.rendering import render
from scheduler.web.views.reports import rows_of, suggestion_words, totals_of

router = APIRouter(prefix="/terms/{term}")
Reader = Annotated[Actor, allowed(Action.ATTENDANCE_READ)]
First = Annotated[date | None, Query()]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("/reports")
def report_page(
    request: Request,
    store: Db,
    actor: Reader,
    term: str,
    by: By = By.STUDENT,
    first: First = None,
    last: First = None,
) -> Response:
    """Show what some dates come to: this month, if none are given."""
    return _page(request, store, actor, term, by, first, last, [])


def _page(
    request: Request,
    store: Db,
    actor: Actor,
    term: str,
    by: By,
    first: date | None,
    last: date | None,
    errors: list[FormError],
) -> Response:
    record = boards.term_seen(store, actor, term)
    since = first or max(record.first, today(record).replace(day=1))
    try:
        found = reports.period(store, actor, record.id, since, last)
    except InvalidInputError as wrong:
        errors = [*errors, *errors_of(wrong, "first")]
        found = reports.period(store, actor, record.id)
    under = f"/terms/{record.id}"
    if by is By.STUDENT:
        reports.note_report(store, actor, found)
    asked = f"first={found.first}&last={found.last}"
    suggestions = learning.suggestions(found.lived) if may(actor, Action.ALERT_EDIT) else []
    return render(
        request,
        "reports.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK,
        term=record,
        by=by,
        first=found.first,
        last=found.last,
        headings=reports.HEADINGS,
        columns=reports.COLUMNS,
        rows=rows_of(found, by, under),
        totals=totals_of(found),
        suggestions=[suggestion_words(one, found) for one in suggestions],
        errors=errors,
        state=state.of_period(found),
        query=asked,
        may_plan=may(actor, Action.INSTANCE_KEEP, of_term(record)),
        under=under,
        crumbs=[("/", "Terms"), (under, record.name)],
    )


@router.get("/reports.csv")
def report_csv(
    store: Db,
    actor: Reader,
    term: str,
    by: By = By.STUDENT,
    first: First = None,
    last: First = None,
) -> Response:
    """Give a report as CSV."""
    found = reports.period(store, actor, term, first, last)
    reports.note_report(store, actor, found)
    return _file(csv_of(reports.sheet_of(found, by)), "text/csv; charset=utf-8", found, "csv")


@router.get("/reports.xlsx")
def report_xlsx(
    store: Db, actor: Reader, term: str, first: First = None, last: First = None
) -> Response:
    """Give all reports of some dates as one workbook."""
    found = reports.period(store, actor, term, first, last)
    reports.note_report(store, actor, found)
    sheets = [*(reports.sheet_of(found, by) for by in By), state.sheet_of(found)]
    return _file(xlsx_of(sheets), XLSX, found, "xlsx")


@router.get("/reports/state.csv")
def state_csv(
    store: Db, actor: Reader, term: str, first: First = None, last: First = None
) -> Response:
    """Give what the state is told as CSV: each student and day, with code and minutes."""
    found = reports.period(store, actor, term, first, last)
    reports.note_report(store, actor, found)
    return _file(csv_of(state.sheet_of(found)), "text/csv; charset=utf-8", found, "csv", "state")


def _file(
    body: bytes, kind: str, found: reports.Period, ending: str, what: str = "attendance"
) -> Response:
    name = f"{what}-{found.first}-{found.last}.{ending}"
    return Response(
        body, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@router.post("/rates")
def keep_rates(
    request: Request,
    store: Db,
    actor: Annotated[Actor, allowed(Action.INSTANCE_KEEP)],
    term: str,
) -> Response:
    """Keep a new version of the data that knows who comes when."""
    try:
        learning.keep_rates(store, actor, term)
    except ConflictError as no:
        errors = errors_of(no)
        return _page(request, store, actor, term, By.STUDENT, None, None, errors)
    return RedirectResponse(f"/terms/{quote(term, safe='')}", HTTPStatus.SEE_OTHER)

"""Pages of terms: the first page, a term, and loading a school's data."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from scheduler.domain.accounts import Actor, Role
from scheduler.domain.instance import Instance
from scheduler.domain.runs import Limits
from scheduler.errors import InvalidInputError, StaleDraftError
from scheduler.files import parse_instance, parse_lists
from scheduler.service import freezing, overview, plan
from scheduler.service.rights import Action, may
from scheduler.service.same_ids import same_ids, same_ids_of
from scheduler.service.subjects import of_term
from scheduler.service.warnings import Warned
from scheduler.store.engine import Store
from scheduler.web.asking import Config, Db, Sent, allowed
from scheduler.web.forms import Form, FormError, errors_of
from scheduler.web.naming import run_views, timetable_names
from scheduler.web.rendering import render

router = APIRouter()
Reader = Annotated[Actor, allowed(Action.TERM_READ)]
DRAFT = "draft:"
"""Stands before a draft's version where data is chosen for a run."""
WITHOUT_REGISTERS = frozenset({Role.STUDENT, Role.GUARDIAN})
USUAL = {"instance": "", "seconds": "60", "patience": "", "gap": ""}


@router.get("/")
def home(request: Request, store: Db, actor: Reader) -> Response:
    """List the terms."""
    return _home(request, store, actor, [])


def _home(request: Request, store: Store, actor: Actor, errors: list[FormError]) -> Response:
    found = overview.lines(store, actor)
    own = [actor.person, *sorted(actor.wards)]
    return render(
        request,
        "home.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK,
        organisation=overview.organisation_name(store, actor),
        lines=found,
        mine=[
            (f"/terms/{line.term.id}/weeks/{one}", f"{line.term.name}: {one}")
            for line in found
            if line.release is not None
            for one in own
            if one
        ],
        may_plan=may(actor, Action.DRAFT_READ),
        may_keep=may(actor, Action.INSTANCE_KEEP),
        errors=errors,
    )


@router.post("/instances")
def keep_instance(
    request: Request,
    store: Db,
    sent: Sent,
    actor: Annotated[Actor, allowed(Action.INSTANCE_KEEP)],
) -> Response:
    """Keep a school's data as the next version of its term."""
    form = Form(sent)
    files = form.files("data", "file")
    if form.errors:
        return _home(request, store, actor, form.errors)
    try:
        school = _school_of(files)
        kept = plan.keep_instance(store, actor, school)
    except InvalidInputError as refused:
        return _home(request, store, actor, errors_of(refused, "data"))
    warned = f"?kept={kept.id}" if same_ids(store, actor, school) else ""
    return RedirectResponse(f"/terms/{kept.term}{warned}", HTTPStatus.SEE_OTHER)


def _school_of(files: dict[str, bytes]) -> Instance:
    """Read one JSON file, or the lists of a folder."""
    if all(name.lower().endswith(".csv") for name in files):
        return parse_lists(files, "the lists")
    if len(files) > 1:
        raise InvalidInputError(
            "These files are not all lists. Choose one JSON file, or the CSV files of a folder."
        )
    return parse_instance(next(iter(files.values())), "the file")


@router.get("/terms/{term}")
def term_page(
    request: Request,
    store: Db,
    actor: Reader,
    term: str,
    kept: Annotated[str, Query(max_length=64)] = "",
) -> Response:
    """Show a term; ``kept``: a version of its data that was kept just now."""
    warnings = same_ids_of(store, actor, kept) if kept else []
    return _term(request, store, actor, term, USUAL, [], warnings)


def _term(
    request: Request,
    store: Store,
    actor: Actor,
    term: str,
    typed: dict[str, str],
    errors: list[FormError],
    warnings: Sequence[Warned] = (),
) -> Response:
    found = overview.overview(store, actor, term)
    about = of_term(found.term)
    numbers = {one.id: one.number for one in found.instances}
    return render(
        request,
        "term.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK,
        found=found,
        warnings=warnings,
        term=found.term,
        numbers=numbers,
        runs=run_views(store, actor, found.runs),
        called=timetable_names(store, actor, found.timetables),
        versions=[
            (one.id, f"Version {one.number}, {one.counts.get('students', 0)} students")
            for one in found.instances
        ]
        + (
            [(f"{DRAFT}{found.draft.version}", "The draft: begin from it, and keep what is pinned")]
            if found.draft
            else []
        ),
        form=typed,
        may_attend=may(actor, Action.ATTENDANCE_READ),
        may_mark=may(actor, Action.MARK_MAKE) and not actor.roles <= WITHOUT_REGISTERS,
        may_answers=may(actor, Action.ALERT_EDIT),
        may_devices=may(actor, Action.DEVICE_MAKE),
        errors=errors,
        may_read=may(actor, Action.TIMETABLE_READ, about),
        may_plan=may(actor, Action.RUN_REQUEST, about),
        may_roll=may(actor, Action.INSTANCE_KEEP, about),
        may_repair=may(actor, Action.RESHUFFLE_MAKE, about),
    )


@router.post("/terms/{term}/runs")
def request_run(
    request: Request,
    store: Db,
    settings: Config,
    sent: Sent,
    actor: Annotated[Actor, allowed(Action.RUN_REQUEST)],
    term: str,
) -> Response:
    """Start a run of a version of the term's data."""
    form = Form(sent)
    limits = _limits(form)
    typed = {name: form.text(name) for name in USUAL}
    if form.errors or limits is None:
        return _term(request, store, actor, term, typed, form.errors)
    try:
        if typed["instance"].startswith(DRAFT):
            version = int(typed["instance"].removeprefix(DRAFT))
            run = freezing.request_run(store, actor, term, version, limits, settings=settings)
        else:
            run = plan.request_run(store, actor, typed["instance"], limits, settings=settings)
    except ValueError:
        wrong = FormError(field="instance", text="There is no such data. Choose from the list.")
        return _term(request, store, actor, term, typed, [wrong])
    except StaleDraftError as stale:
        return _term(request, store, actor, term, typed, errors_of(stale, "instance"))
    except InvalidInputError as refused:
        return _term(request, store, actor, term, typed, errors_of(refused, "seconds"))
    return RedirectResponse(f"/runs/{run.id}", HTTPStatus.SEE_OTHER)


def _limits(form: Form) -> Limits | None:
    form.needed("seconds", "How many seconds a run may take")
    seconds = form.read("seconds", _positive, "Give seconds as a number above 0, such as 60.")
    patience = form.read("patience", _positive, "Give seconds as a number above 0, such as 20.")
    gap = form.read("gap", _share, "Give the gap in percent, from 0 to 100, such as 2.")
    if form.errors:
        return None
    return Limits(seconds=seconds, patience=patience, gap=gap or 0.0, workers=1)


def _positive(text: str) -> float:
    value = float(text)
    if not 0 < value < float("inf"):
        raise ValueError
    return value


def _share(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 100:
        raise ValueError
    return value / 100

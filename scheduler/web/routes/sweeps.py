"""Pages of what if: scenarios chosen, how it goes, and one table of what hurts most."""

from __future__ import annotations

from collections import defaultdict
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from scheduler.config import Settings
from scheduler.domain.accounts import Actor
from scheduler.domain.calendar import DAY_NAMES
from scheduler.domain.edits import Edit
from scheduler.domain.runs import Limits
from scheduler.errors import ConflictError, InvalidInputError, NotFoundError
from scheduler.service import scenarios, sweeping
from scheduler.service.reshuffling import NO_RELEASE
from scheduler.service.rights import Action, may
from scheduler.service.subjects import of_term
from scheduler.service.sweeping import Ground, Wanted
from scheduler.service.weeks.names import Names
from scheduler.store.engine import Store
from scheduler.web.asking import Config, Db, Sent, allowed
from scheduler.web.forms import Form, FormError, errors_of
from scheduler.web.rendering import render
from scheduler.web.views.reshuffles import DAYS_LEFT_OUT, DAYS_NEEDED, KINDS, edit_of_form
from scheduler.web.views.runs import RunView
from scheduler.web.views.sweeps import PARTS, summary, sweep_lines
from scheduler.what_if.grid import Aim
from scheduler.what_if.leaving_out import Part, without_each

router = APIRouter()
Reader = Annotated[Actor, allowed(Action.SCENARIO_READ)]
Trier = Annotated[Actor, allowed(Action.SCENARIO_EDIT)]
MOST_LISTED = 60
"""Scenarios that a page lists to choose from; all can be tried together."""
MOST_SEEDS = 20
MOST_SECONDS = 3600.0
FRESH = {"seeds": "1", "seconds": "1", "aim": Aim.FEWEST.value}
AIMS = (
    (Aim.FEWEST.value, "Who is touched: the fewest people"),
    (Aim.BEST.value, "What it costs: the best plan, whoever is touched"),
)


@router.get("/terms/{term}/sweeps")
def ask_page(request: Request, store: Db, actor: Reader, term: str) -> Response:
    """Ask what is to be tried, and list what was."""
    return _ask(request, store, actor, sweeping.ground(store, actor, term), FRESH, [])


def _ask(
    request: Request,
    store: Store,
    actor: Actor,
    ground: Ground,
    typed: dict[str, str],
    errors: list[FormError],
) -> Response:
    school = ground.school
    return render(
        request,
        "sweep_new.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK,
        term=ground.term,
        released=school is not None,
        scenarios=ground.scenarios[:MOST_LISTED],
        of=len(ground.scenarios),
        parts=[(part.value, text, _count(ground, part)) for part, text in PARTS],
        aims=AIMS,
        kinds=KINDS,
        days=[(day, DAY_NAMES[day]) for day in sorted(school.term.weekdays)] if school else [],
        may_try=may(actor, Action.SCENARIO_EDIT, of_term(ground.term)),
        form=defaultdict(str, typed),
        earlier=sweeping.listed(store, actor, ground.term.id)[:20],
        lines=sweeping.lines_of,
        errors=errors,
    )


def _count(ground: Ground, part: Part) -> int:
    school = ground.school
    return 0 if school is None else sum(1 for _ in without_each(school, (part,)))


@router.post("/terms/{term}/sweeps")
def ask(
    request: Request, store: Db, settings: Config, sent: Sent, actor: Trier, term: str
) -> Response:
    """Start a sweep of what is ticked."""
    ground = sweeping.ground(store, actor, term)
    form = Form(sent)
    wanted = _wanted(form, ground)
    typed = {name: form.text(name) or usual for name, usual in FRESH.items()}
    typed |= {name: "yes" for name in sent if name.startswith(("part-", "scn_")) or name == "all"}
    if form.errors or wanted is None:
        return _ask(request, store, actor, ground, typed, form.errors)
    try:
        asked = sweeping.prepare(store, actor, term, wanted, _limits(settings), settings=settings)
    except (InvalidInputError, ConflictError) as no:
        return _ask(request, store, actor, ground, typed, errors_of(no, "scenarios"))
    made = sweeping.request(store, actor, asked)
    return RedirectResponse(f"/sweeps/{made.record.run}", HTTPStatus.SEE_OTHER)


def _wanted(form: Form, ground: Ground) -> Wanted | None:
    kept = [one.id for one in ground.scenarios if form.text("all") or form.text(one.id)]
    parts = [part for part, _ in PARTS if form.text(f"part-{part.value}")]
    if not kept and not parts:
        form.wrong("scenarios", "Nothing is chosen. Choose scenarios, or what is left out.")
    seeds = form.read("seeds", int, "Give a whole number, such as 3.") or 0
    if not 1 <= seeds <= MOST_SEEDS:
        form.wrong("seeds", f"Give a number from 1 to {MOST_SEEDS}.")
    seconds = form.read("seconds", float, "Give a number of seconds, such as 1.") or 0.0
    if not 0 < seconds <= 600:
        form.wrong("seconds", "Give seconds above 0, at most 600.")
    if form.text("aim") not in dict(AIMS):
        form.wrong("aim", "Choose from the list.")
    if form.errors:
        return None
    return Wanted(
        kept=tuple(kept),
        without=tuple(parts),
        seeds=tuple(range(seeds)),
        seconds=seconds,
        aim=Aim(form.text("aim")),
    )


def _limits(settings: Settings) -> Limits:
    return Limits(seconds=min(MOST_SECONDS, settings.run_seconds), workers=settings.run_processes)


@router.post("/terms/{term}/scenarios")
def keep_scenario(request: Request, store: Db, sent: Sent, actor: Trier, term: str) -> Response:
    """Keep a scenario of one change, to be tried with others."""
    ground = sweeping.ground(store, actor, term)
    form = Form(sent)
    typed = FRESH | {one: form.text(one) for one in ("name", "kind", "thing")}
    typed |= {name: "yes" for name in sent if name.startswith("day-")}
    edit = _edit(form, ground)
    if edit is not None:
        name = form.text("name") or f"{form.text('thing')}: {dict(KINDS)[form.text('kind')]}"
        try:
            ready = scenarios.prepare(store, actor, term, [edit])
            scenarios.begin(store, actor, ready, name[:200])
        except InvalidInputError as no:
            form.errors += [
                FormError(field="thing", text=f"{one.message} {one.next_step}") for one in no.faults
            ] or errors_of(no, "thing")
        except ConflictError as no:
            form.errors += errors_of(no, "name")
    if form.errors:
        return _ask(request, store, actor, ground, typed, form.errors)
    return RedirectResponse(f"/terms/{term}/sweeps", HTTPStatus.SEE_OTHER)


def _edit(form: Form, ground: Ground) -> Edit | None:
    thing, kind = form.needed("thing", "Who or what it is"), form.text("kind")
    days = [day for day in range(7) if form.text(f"day-{day}")]
    if kind not in dict(KINDS):
        form.wrong("kind", "Choose what changes from the list.")
    if kind in DAYS_NEEDED and not days:
        form.wrong("days", "Choose the weekdays.")
    if kind in DAYS_LEFT_OUT and days:
        form.wrong("days", "Who has left is gone on all weekdays. Choose none.")
    if ground.school is None:
        form.wrong("", NO_RELEASE)
    if form.errors or ground.school is None:
        return None
    try:
        return edit_of_form(kind, Names(ground.school).find(thing), days)
    except NotFoundError as no:
        form.wrong("thing", no.message)
        return None


@router.get("/sweeps/{sweep}")
def sweep_page(request: Request, store: Db, actor: Reader, sweep: str) -> Response:
    """Show how a sweep goes, and the lines that are done."""
    found = sweeping.table_of(store, actor, sweep)
    term, school = sweeping.school_of(store, actor, found)
    table = found.table
    return render(
        request,
        "sweep.html",
        sweep=found.record,
        term=term,
        run=RunView(record=found.run),
        done=0 if table is None else len(table),
        of=found.lines,
        seeds=len(found.record.grid["seeds"]),
        summary=summary(table) if table else "",
        rows=sweep_lines(table, Names(school)) if table else [],
        may_stop=may(actor, Action.SCENARIO_EDIT, of_term(term))
        and found.run.stop_asked_at is None,
    )


@router.post("/sweeps/{sweep}/stop")
def stop(store: Db, actor: Trier, sweep: str) -> Response:
    """Stop a sweep; the lines that are done are kept."""
    sweeping.stop(store, actor, sweep)
    return RedirectResponse(f"/sweeps/{sweep}", HTTPStatus.SEE_OTHER)


@router.get("/sweeps/{sweep}/table.csv")
def sweep_csv(store: Db, actor: Reader, sweep: str) -> Response:
    """Give the lines that are done as CSV."""
    return Response(
        sweeping.csv_of(sweeping.table_of(store, actor, sweep)),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{sweep}.csv"'},
    )

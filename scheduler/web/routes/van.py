"""The roll of a van by a link: whoever drives it says who boarded; no account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import Response

from scheduler.attendance.codes import BOARDED, NOT_BOARDED
from scheduler.domain.accounts import Actor, LinkKind
from scheduler.domain.attendance import Asked
from scheduler.domain.calendar import minute
from scheduler.errors import NotSignedInError, TooManyError
from scheduler.service.attend import reading
from scheduler.service.attend.recording import record, refuse_link
from scheduler.service.rights import Action, allow
from scheduler.store.engine import Store
from scheduler.web.asking import Config, Db, Sent, public
from scheduler.web.by_link import link_is_over, whose_link
from scheduler.web.forms import Form, FormError
from scheduler.web.marking import ANOTHER_DAY, day_shown, new_mark_id
from scheduler.web.rendering import render
from scheduler.web.views.board import time_of
from scheduler.web.views.days import van_words

router = APIRouter(prefix="/van/{token}")
SHOWN = [public("Whoever opens the link shows it.")]
CHOICES = ((BOARDED, "Boarded"), (NOT_BOARDED, "Did not board"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rider:
    """Who takes a run today."""

    student: str
    name: str
    place: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run of the van today, and who takes it."""

    id: str
    term: str
    day: date
    name: str
    times: str
    riders: tuple[Rider, ...]


@router.get("", dependencies=SHOWN)
def van_page(request: Request, store: Db, settings: Config, token: str) -> Response:
    """Show who rides today."""
    try:
        actor = _driver(request, store, settings, token)
    except (NotSignedInError, TooManyError) as no:
        return link_is_over(request, no)
    return _page(request, store, actor, [], "")


@router.post("", dependencies=SHOWN)
def call(request: Request, store: Db, settings: Config, sent: Sent, token: str) -> Response:
    """Record who boarded one run."""
    try:
        actor = _driver(request, store, settings, token)
    except (NotSignedInError, TooManyError) as no:
        refuse_link(store, token, [new_mark_id()])
        return link_is_over(request, no)
    form = Form(sent)
    asked = []
    runs = _runs(store, actor)
    if form.text("day") != day_shown(run.day for run in runs):
        return _page(request, store, actor, [FormError(text=ANOTHER_DAY)], "")
    for run in runs:
        if run.id != form.text("run"):
            continue
        for one in run.riders:
            code = form.text(f"code.{one.student}") or form.text("rest")
            if code in dict(CHOICES):
                asked.append(
                    Asked(
                        id=new_mark_id(),
                        term=run.term,
                        student=one.student,
                        code=code,
                        day=run.day,
                        about={"run": run.id},
                    )
                )
    answers = record(store, actor, asked) if asked else []
    errors = [FormError(text=one.sentence) for one in answers if one.sentence]
    done = "" if errors or not asked else "Thank you. The school knows."
    return _page(request, store, actor, errors, done)


def _driver(request: Request, store: Store, settings: Config, token: str) -> Actor:
    otherwise = "This is not a van’s link. Open the one from the school."
    actor = whose_link(request, store, settings, token, LinkKind.VAN, otherwise)
    allow(actor, Action.MARK_MAKE)
    return actor


def _runs(store: Store, actor: Actor) -> list[Run]:
    found = []
    for today in reading.days_of(store, actor.organisation):
        instance = today.holding.instance
        own = [run for run in instance.runs if run.vehicle == actor.person]
        for run in sorted(own, key=lambda one: minute(one.stops[0].at)):
            lines = today.register.in_run(run.id)
            if not lines:
                continue
            with store.read() as tx:
                _, marks = reading.standings(tx, today.known, lines)
            first, last = (time_of(minute(stop.at)) for stop in (run.stops[0], run.stops[-1]))
            found.append(
                Run(
                    id=run.id,
                    term=today.known.term.id,
                    day=today.day,
                    name=instance.names.get(run.id, run.id),
                    times=f"{first}–{last}",
                    riders=tuple(
                        Rider(
                            student=line.student,
                            name=instance.names.get(line.student, line.student),
                            place=instance.names.get(line.site, line.site),
                            said=van_words(marks.get(line.student, ()), run.id),
                        )
                        for line in lines
                    ),
                )
            )
    return found


def _page(
    request: Request, store: Store, actor: Actor, errors: list[FormError], done: str
) -> Response:
    runs = _runs(store, actor)
    return render(
        request,
        "van.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK,
        runs=runs,
        day=day_shown(run.day for run in runs),
        choices=CHOICES,
        errors=errors,
        done=done,
    )

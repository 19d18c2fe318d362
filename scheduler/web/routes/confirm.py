"""A mentor says in one tap that the interns of the day are there; no account, only a link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import Response

from scheduler.attendance.codes import ABSENT, LATE, OFF_SITE, OUT
from scheduler.domain.accounts import Actor, LinkKind
from scheduler.domain.attendance import Asked
from scheduler.domain.standing import Presence
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
from scheduler.web.views.days import standing_words

router = APIRouter(prefix="/confirm/{token}")
SHOWN = [public("Whoever opens the link shows it.")]
CHOICES = (
    (OFF_SITE, "Here"),
    (LATE, "Here, late"),
    (ABSENT, "Not here"),
    (OUT, "Left"),
)
"""What a mentor may say of an intern."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intern:
    """Who is expected with the mentor today."""

    student: str
    term: str
    day: date
    site: str
    name: str
    place: str
    times: str
    said: str
    known: bool
    """Whether the mentor has said something already."""
    away: bool
    """Whether it is known that they are not there: one tap for all leaves them out."""


@router.get("", dependencies=SHOWN)
def confirm_page(request: Request, store: Db, settings: Config, token: str) -> Response:
    """Show who is expected today."""
    try:
        actor = _mentor(request, store, settings, token)
    except (NotSignedInError, TooManyError) as no:
        return link_is_over(request, no)
    return _page(request, store, actor, [], "")


@router.post("", dependencies=SHOWN)
def confirm(request: Request, store: Db, settings: Config, sent: Sent, token: str) -> Response:
    """Record what the mentor says of each intern, of all at once."""
    try:
        actor = _mentor(request, store, settings, token)
    except (NotSignedInError, TooManyError) as no:
        refuse_link(store, token, [new_mark_id()])
        return link_is_over(request, no)
    form = Form(sent)
    interns = _interns(store, actor)
    if form.text("day") != day_shown(one.day for one in interns):
        return _page(request, store, actor, [FormError(text=ANOTHER_DAY)], "")
    asked = []
    for one in interns:
        is_meant = form.text("do") == "all" and not one.away
        code = OFF_SITE if is_meant else form.text(f"code.{one.student}")
        if code in dict(CHOICES):
            asked.append(
                Asked(
                    id=new_mark_id(),
                    term=one.term,
                    student=one.student,
                    code=code,
                    day=one.day,
                    site=one.site,
                )
            )
    answers = record(store, actor, asked) if asked else []
    errors = [FormError(text=one.sentence) for one in answers if one.sentence]
    done = "" if errors or not asked else "Thank you. The school knows."
    return _page(request, store, actor, errors, done)


def _mentor(request: Request, store: Store, settings: Config, token: str) -> Actor:
    otherwise = "This is not a mentor’s link. Open the one from the school."
    actor = whose_link(request, store, settings, token, LinkKind.MENTOR, otherwise)
    allow(actor, Action.MARK_MAKE)
    return actor


def _interns(store: Store, actor: Actor) -> list[Intern]:
    found = []
    for one in reading.days_of(store, actor.organisation):
        lines = [line for line in one.register.with_person(actor.person or "") if line.kind.is_day]
        with store.read() as tx:
            standings, marks = reading.standings(tx, one.known, lines)
        names = one.holding.instance.names
        for line, standing in standings:
            own = marks.get(line.student, ())
            found.append(
                Intern(
                    student=line.student,
                    term=one.known.term.id,
                    day=one.day,
                    site=line.site,
                    name=names.get(line.student, line.student),
                    place=names.get(line.site, line.site),
                    times=f"{time_of(line.start)}–{time_of(line.end)}",
                    said=standing_words(standing),
                    known=any(mark.made_by == actor.account for mark in own),
                    away=standing.presence in (Presence.EXCUSED, Presence.ABSENT),
                )
            )
    return found


def _page(
    request: Request, store: Store, actor: Actor, errors: list[FormError], done: str
) -> Response:
    interns = _interns(store, actor)
    return render(
        request,
        "confirm.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK,
        interns=interns,
        day=day_shown(one.day for one in interns),
        choices=CHOICES,
        errors=errors,
        done=done,
    )

"""A screen at the door of a school site: students find their name and tap it."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from scheduler.attendance.codes import OUT, PRESENT
from scheduler.attendance.superseding import standing_marks
from scheduler.domain.accounts import Actor, LinkKind
from scheduler.domain.attendance import Asked, Mark
from scheduler.domain.codes import Codes, Counts, Direction
from scheduler.errors import NotSignedInError, TooManyError
from scheduler.service.attend import devices, reading
from scheduler.service.attend.recording import record
from scheduler.service.rights import Action
from scheduler.service.who import NOT_GOOD
from scheduler.store.engine import Store
from scheduler.web.asking import Config, Db, Sent, allowed, gate, public
from scheduler.web.by_link import whose_link
from scheduler.web.forms import Form, errors_of
from scheduler.web.marking import new_mark_id
from scheduler.web.rendering import render

router = APIRouter(prefix="/kiosk")
Screen = Annotated[Actor, allowed(Action.MARK_MAKE)]
OPENED = [public("Whoever opens the link shows it.")]


@router.get("")
def kiosk_page(request: Request, store: Db, actor: Screen, advisory: str = "") -> Response:
    """Show the advisories, or the students of one who are expected here today."""
    if actor.link is not LinkKind.KIOSK:
        return _no_screen(request)
    return _page(request, store, actor, advisory, "")


@router.post("")
def tap(request: Request, store: Db, sent: Sent, actor: Screen) -> Response:
    """Take the tap of a student."""
    if actor.link is not LinkKind.KIOSK:
        return _no_screen(request)
    site = devices.site_of_kiosk(store, actor)
    form = Form(sent)
    asked = Asked(
        id=new_mark_id(),
        student=form.text("student"),
        code=OUT if form.text("what") == "out" else PRESENT,
        site=site,
    )
    (answer,) = record(store, actor, [asked])
    return _page(request, store, actor, "", answer.sentence or "Thank you. You are noted.")


def _page(request: Request, store: Store, actor: Actor, advisory: str, done: str) -> Response:
    site = devices.site_of_kiosk(store, actor)
    groups: dict[str, str] = {}
    students: list[tuple[str, str, bool]] = []
    name = site
    for one in reading.days_of(store, actor.organisation):
        names = one.holding.instance.names
        name = names.get(site, name)
        lines = one.register.at_site(site)
        groups |= {line.advisory: names.get(line.advisory, line.advisory) for line in lines}
        with store.read() as tx:
            found, marks = reading.standings(
                tx, one.known, [line for line in lines if line.advisory == advisory]
            )
        students += [
            (
                line.student,
                names.get(line.student, line.student),
                _is_inside(marks.get(line.student, ()), one.known.reading.codes),
            )
            for line, _ in found
        ]
    return render(
        request,
        "kiosk.html",
        name=name,
        groups=sorted(groups.items(), key=lambda both: both[1]),
        students=sorted(students, key=lambda each: each[1]),
        advisory=groups.get(advisory, ""),
        done=done,
    )


def _is_inside(marks: Sequence[Mark], codes: Codes) -> bool:
    """Whether somebody was seen here last: an excuse ahead or a van's roll is no coming."""
    seen = [
        (mark.effective_at, mark.id, code.direction)
        for mark in standing_marks(marks)
        if (code := codes.get(mark.code)) is not None
        and code.direction is not Direction.NEITHER
        and code.counts is Counts.PRESENT
    ]
    return bool(seen) and max(seen)[2] is Direction.IN


def _no_screen(request: Request) -> Response:
    text = "This page is for a screen at a school's door. Open its link there."
    return render(request, "link_over.html", HTTPStatus.CONFLICT, text=text)


@router.get("/{token}", dependencies=OPENED)
def open_page(request: Request, token: str) -> Response:
    """Ask whether this is the screen."""
    return render(request, "kiosk_open.html", errors=[])


@router.post("/{token}", dependencies=OPENED)
def open_screen(request: Request, store: Db, settings: Config, token: str) -> Response:
    """Make this browser the screen at the door."""
    at = gate(request)
    try:
        whose_link(request, store, settings, token, LinkKind.KIOSK, NOT_GOOD)
    except (NotSignedInError, TooManyError) as no:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return render(request, "kiosk_open.html", status, errors=errors_of(no))
    inside = RedirectResponse("/kiosk", HTTPStatus.SEE_OTHER)
    inside.set_cookie(
        at.cookie_name(request),
        token,
        max_age=int(devices.LASTS.total_seconds()),
        secure=at.https(request),
        httponly=True,
        samesite="lax",
    )
    return inside

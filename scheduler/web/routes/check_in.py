"""A student checks in by their phone: enrolled once, one tap, sent when there is a connection."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from scheduler.attendance.codes import OFF_SITE, OUT, PRESENT
from scheduler.domain.accounts import Actor
from scheduler.domain.attendance import Asked, Band, How
from scheduler.domain.standing import EntryKind, Expected
from scheduler.errors import NotSignedInError, TooManyError
from scheduler.service.attend import devices, reading
from scheduler.service.attend.recording import Became, record, refuse
from scheduler.service.attend.taking import MarkRefusedError
from scheduler.service.rights import Action
from scheduler.service.who import moment
from scheduler.store.engine import Store
from scheduler.web import rendering
from scheduler.web.asking import Config, Db, Sent, allowed, gate, public
from scheduler.web.forms import Form, errors_of
from scheduler.web.marking import new_mark_id
from scheduler.web.rendering import render
from scheduler.web.views.board import time_of
from scheduler.web.views.days import place_words, standing_words

router = APIRouter()
Tapper = Annotated[Actor, allowed(Action.MARK_MAKE)]
DAYS_KEPT = 7
"""Days that the page knows ahead, for a phone without a connection."""
WITH_POSITION = "camera=(), geolocation=(self), microphone=()"
"""This page alone may ask where the phone is, and it asks at a tap only."""
TAP_ID = r"^tap_[0-9a-f]{32}$"
OLDEST = timedelta(days=10)
"""From how long ago a tap is taken."""
TOO_OLD = "A tap is from more than ten days ago, so it is not recorded. Tell your advisor."
NOT_READ = "A tap could not be read, so it is not recorded. Tell your advisor."
MOST_ACCURACY = 100_000
"""Metres: a phone that knows less than that knows nothing."""
ANSWERS = (("good", "Good"), ("so-so", "So-so"), ("not-good", "Not good"))


class Tap(BaseModel):
    """A tap as the page's script sends it."""

    model_config = ConfigDict(extra="forbid", strict=True)
    id: str = Field(pattern=TAP_ID)
    entry: str = Field(max_length=300)
    day: str = Field(max_length=10)
    what: str = Field(pattern="^(in|out)$")
    seconds_since: int = Field(ge=0)
    claimed_at: str = Field(max_length=40)
    offset: int = Field(ge=-1000, le=1000)
    band: str = Field("", max_length=20)
    accuracy: int | None = Field(None, ge=0)
    question: str = Field("", max_length=200)
    answer: str = Field("", max_length=20)


class Taps(BaseModel):
    """Taps that waited on a phone, each read by itself: a bad one keeps no other out."""

    model_config = ConfigDict(extra="forbid", strict=True)
    taps: list[dict[str, Any]] = Field(max_length=200)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a student is expected, and how it stands."""

    entry: str
    day: date
    name: str
    times: str
    said: str
    zone: str
    """Of the clocks there."""
    lat: str
    lon: str


@router.get("/check-in")
def check_in_page(request: Request, store: Db, settings: Config, actor: Tapper) -> Response:
    """Show where a student is expected, with one button to tap."""
    return _page(request, store, settings.check_in_question, actor, "")


def _page(request: Request, store: Store, question: str, actor: Actor, done: str) -> Response:
    days, name = _places(store, actor)
    page = render(
        request,
        "check_in.html",
        name=name,
        days=days,
        question=question,
        answers=ANSWERS,
        done=done,
        is_phone=actor.link is not None,
    )
    page.headers["Permissions-Policy"] = WITH_POSITION
    return page


def _places(store: Store, actor: Actor) -> tuple[list[tuple[date, list[Place]]], str]:
    """Today and the days to come, each with where the student is expected."""
    student = actor.person or ""
    days: dict[date, list[Place]] = {}
    name = ""
    for ahead in range(DAYS_KEPT):
        for one in reading.days_of(store, actor.organisation, moment() + timedelta(days=ahead)):
            lines = [line for line in one.register.of_student(student) if line.kind.is_day]
            days.setdefault(one.day, [])
            if not lines:
                continue
            name = one.holding.instance.names.get(student, student)
            with store.read() as tx:
                found, _ = reading.standings(tx, one.known, lines)
            days[one.day] += [
                _place(one, each.expected, standing_words(each.standing)) for each in found
            ]
    return sorted(days.items()), name


def _place(today: reading.Today, line: Expected, said: str) -> Place:
    where = today.holding.instance.positions.get(line.site)
    return Place(
        entry=line.entry,
        day=line.day,
        name=place_words(today.holding.instance, line),
        times=f"{time_of(line.start)}–{time_of(line.end)}",
        said=said,
        zone=today.known.term.zone,
        lat=f"{where.lat:.6f}" if where else "",
        lon=f"{where.lon:.6f}" if where else "",
    )


@router.post("/check-in")
def check_in(request: Request, store: Db, settings: Config, sent: Sent, actor: Tapper) -> Response:
    """Take a tap of a phone without script: now, and without a position."""
    form = Form(sent)
    asked = _asked(
        actor,
        new_mark_id(),
        form.text("entry"),
        "out" if form.text("what") == "out" else "in",
        form.text("answer"),
        settings.check_in_question,
    )
    (answer,) = record(store, actor, [asked])
    said = answer.sentence or "Your school knows."
    return _page(request, store, settings.check_in_question, actor, said)


@router.post("/check-in/taps")
def take_taps(store: Db, settings: Config, taps: Taps, actor: Tapper) -> Response:
    """Take the taps that waited on a phone; each is answered by itself."""
    asked, refused = [], dict[str, MarkRefusedError]()
    for sent in taps.taps:
        tap = _read(sent)
        if isinstance(tap, MarkRefusedError):
            refused[_id_of(sent)] = tap
            continue
        one = _asked(actor, tap.id, tap.entry, tap.what, tap.answer, settings.check_in_question)
        asked.append(
            Asked(
                id=one.id,
                student=one.student,
                code=one.code,
                how=one.how,
                entry=one.entry,
                about=one.about,
                band=Band(tap.band) if tap.band in {each.value for each in Band} else None,
                accuracy=None if tap.accuracy is None else min(tap.accuracy, MOST_ACCURACY),
                seconds_ago=tap.seconds_since,
                claimed_at=_moment(tap.claimed_at),
                offset=tap.offset,
            )
        )
    results = [
        {
            "id": answer.id,
            "taken": answer.became is not Became.REFUSED,
            "sentence": answer.sentence,
        }
        for answer in (*record(store, actor, asked), *refuse(store, actor, refused))
    ]
    return JSONResponse({"results": results})


def _id_of(sent: dict[str, Any]) -> str:
    found = sent.get("id")
    return found if isinstance(found, str) and re.fullmatch(TAP_ID, found) else ""


def _read(sent: dict[str, Any]) -> Tap | MarkRefusedError:
    try:
        tap = Tap.model_validate(sent)
    except ValidationError:
        return MarkRefusedError("not-read", NOT_READ)
    if tap.seconds_since > OLDEST.total_seconds():
        return MarkRefusedError("too-old", TOO_OLD)
    return tap


def _asked(actor: Actor, id: str, entry: str, what: str, answer: str, question: str) -> Asked:
    on_campus = entry == EntryKind.CAMPUS.value
    code = OUT if what == "out" else PRESENT if on_campus else OFF_SITE
    chosen = {value for value, _ in ANSWERS}
    return Asked(
        id=id,
        student=actor.person or "",
        code=code,
        how=How.CHECK_IN if actor.person else None,
        entry=entry,
        about={"answer": answer} if question and answer in chosen else {},
    )


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


@router.get("/check-in/worker.js", dependencies=[public("A script, the same for everybody.")])
def worker() -> Response:
    """Give the script that keeps the page on the phone."""
    body, digest = rendering.static_files()["check_in_worker.js"]
    headers = {
        "Cache-Control": "no-cache",
        "ETag": f'"{digest}"',
        "Service-Worker-Allowed": "/check-in",
    }
    return Response(body, media_type="text/javascript", headers=headers)


OPENED = [public("Whoever opens the link shows it.")]


@router.get("/enrol/{token}", dependencies=OPENED)
def enrol_page(request: Request, token: str) -> Response:
    """Ask whether this is the phone: programs that look at links must not use them up."""
    return render(request, "enrol.html", errors=[])


@router.post("/enrol/{token}", dependencies=OPENED)
def enrol(request: Request, store: Db, token: str) -> Response:
    """Make this the student's phone."""
    at = gate(request)
    try:
        secret = devices.enrol(store, token, at.address(request))
    except (NotSignedInError, TooManyError) as no:
        return render(request, "enrol.html", HTTPStatus.UNPROCESSABLE_ENTITY, errors=errors_of(no))
    inside = RedirectResponse("/check-in", HTTPStatus.SEE_OTHER)
    inside.set_cookie(
        at.cookie_name(request),
        secret,
        max_age=int(devices.LASTS.total_seconds()),
        secure=at.https(request),
        httponly=True,
        samesite="lax",
    )
    return inside

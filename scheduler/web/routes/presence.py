"""The day of a person or a place: who is expected, how it stands, and who said so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from scheduler.attendance.codes import BOARDED, DISPUTED, NOT_BOARDED
from scheduler.attendance.superseding import may_correct
from scheduler.domain.accounts import Actor, Role
from scheduler.domain.attendance import Asked, Mark
from scheduler.domain.calendar import minute
from scheduler.domain.codes import Code, Counts
from scheduler.domain.standing import Flag
from scheduler.service.attend.person_days import DaySeen, day_of
from scheduler.service.attend.recording import record
from scheduler.service.attend.taking import how_of, subject_of
from scheduler.service.rights import Action, may
from scheduler.store.engine import Store
from scheduler.web.asking import Db, Sent, allowed
from scheduler.web.forms import Form, FormError
from scheduler.web.marking import new_mark_id
from scheduler.web.rendering import render
from scheduler.web.views import days as words
from scheduler.web.views.board import time_of

router = APIRouter(prefix="/terms/{term}/presence")
Looker = Annotated[Actor, allowed(Action.ATTENDANCE_READ)]
STAFF = frozenset({Role.SCHEDULER, Role.ADMIN, Role.COORDINATOR, Role.ADVISOR})
"""Who corrects what was recorded, an advisor what the register says; all others contest it."""
When = Annotated[date | None, Query(alias="from")]
A_TIME = "Give a time as in 10:30."
MOST_AHEAD = timedelta(weeks=6)
"""For how long at once somebody can be excused."""
NOT_SAID = frozenset({DISPUTED, BOARDED, NOT_BOARDED})
"""Said elsewhere: by contesting a mark, and on a van's roll."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the register in words."""

    student: str
    name: str
    address: str
    place: str
    times: str
    said: str
    entry: str
    site: str
    witnesses: tuple[tuple[str, str], ...]
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A mark in words."""

    id: str
    when: datetime
    received: datetime
    code: str
    how: str
    place: str
    note: str
    remarks: tuple[str, ...]
    may_correct: bool


@router.get("/{one}")
def presence_page(
    request: Request, store: Db, actor: Looker, term: str, one: str, day: When = None
) -> Response:
    """Show the day of somebody or something."""
    return _page(request, store, actor, term, one, day, [])


@router.post("/{one}")
def correct(
    request: Request,
    store: Db,
    sent: Sent,
    actor: Annotated[Actor, allowed(Action.MARK_MAKE)],
    term: str,
    one: str,
    day: When = None,
) -> Response:
    """Correct what was recorded, with a reason; both stay to be seen."""
    seen = day_of(store, actor, term, one, day)
    form = Form(sent)
    code = form.needed("code", "What it was")
    reason = form.needed("reason", "The reason")
    start = form.read("start", _minute, A_TIME)
    end = form.read("end", _minute, A_TIME)
    until = form.read("until", date.fromisoformat, "Give a date as in 2026-09-11.")
    if until is not None and not seen.day <= until <= seen.day + MOST_AHEAD:
        form.wrong("until", "The last day has to be on or after this day, within six weeks.")
    if until is not None and until > seen.day and form.text("mark"):
        form.wrong("until", "A correction is of one day. Leave the last day empty.")
    if form.errors:
        return _page(request, store, actor, term, one, day, form.errors)
    asked = [
        Asked(
            id=new_mark_id(),
            term=seen.known.term.id,
            student=one,
            code=code,
            day=when,
            entry=form.text("entry"),
            start=start,
            end=end,
            supersedes=form.text("mark") or None,
            reason=reason,
        )
        for when in _dates(seen, until)
    ]
    refused = {each.sentence for each in record(store, actor, asked) if each.sentence}
    if refused:
        errors = [FormError(field="code", text=text) for text in sorted(refused)]
        return _page(request, store, actor, term, one, day, errors)
    address = f"/terms/{quote(term)}/presence/{quote(one)}?from={seen.day}"
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)


def _minute(text: str) -> int:
    return minute(time.fromisoformat(text))


def _dates(seen: DaySeen, until: date | None) -> list[date]:
    """The day, and those up to another on which the student is expected anywhere."""
    ahead = ((until or seen.day) - seen.day).days
    later = (seen.day + timedelta(days=number) for number in range(1, ahead + 1))
    register = seen.known.register
    return [seen.day, *(one for one in later if register.on(one).of_student(seen.one))]


def _page(
    request: Request,
    store: Store,
    actor: Actor,
    term: str,
    one: str,
    day: date | None,
    errors: list[FormError],
) -> Response:
    seen = day_of(store, actor, term, one, day)
    under = f"/terms/{seen.known.term.id}"
    names = seen.instance.names
    codes = _codes(seen, actor)
    subject = subject_of(seen.known, seen.day, one, [each.expected for each in seen.lived])
    is_student = seen.is_student and subject is not None
    may_mark = is_student and bool(codes) and may(actor, Action.MARK_MAKE, subject)
    return render(
        request,
        "presence.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK,
        term=seen.known.term,
        day=seen.day,
        one=one,
        name=names.get(one, one),
        is_student=seen.is_student,
        lines=_lines(seen, under),
        marks=_marks(seen, actor),
        codes=[(each.id, each.name) for each in codes],
        may_mark=may_mark,
        may_correct=bool(actor.roles & STAFF),
        may_dispute=is_student and may(actor, Action.MARK_DISPUTE, subject),
        errors=errors,
        under=under,
        crumbs=[
            ("/", "Terms"),
            (under, seen.known.term.name),
            (f"{under}/board?from={seen.day}", "Board"),
        ],
    )


def _codes(seen: DaySeen, actor: Actor) -> list[Code]:
    """What somebody may say on this page: staff anything, a guardian an excuse."""
    active = [one for one in seen.known.reading.codes.values() if one.active]
    if actor.roles & STAFF:
        return [one for one in active if one.id not in NOT_SAID]
    if Role.GUARDIAN in actor.roles:
        return [one for one in active if one.future and one.counts is Counts.EXCUSED]
    return []


def _lines(seen: DaySeen, under: str) -> list[Line]:
    names = seen.instance.names
    return [
        Line(
            student=line.student,
            name=names.get(line.student, line.student),
            address=f"{under}/presence/{quote(line.student, safe='')}?from={line.day}",
            place=words.place_words(seen.instance, line),
            times=f"{time_of(line.start)}–{time_of(line.end)}",
            said=words.standing_words(standing),
            entry=line.entry,
            site=line.site,
            witnesses=tuple(
                (words.WITNESSES[who], words.SAYS[what]) for who, what in standing.says.items()
            ),
            flags=tuple(words.FLAGS[flag] for flag in Flag if flag in standing.flags),
        )
        for line, standing in seen.lived
    ]


def _marks(seen: DaySeen, actor: Actor) -> list[Said]:
    codes = seen.known.reading.codes
    names = seen.instance.names
    how = how_of(actor, None) if actor.roles & STAFF else None
    return [
        Said(
            id=mark.id,
            when=mark.effective_at,
            received=mark.received_at,
            code=codes[mark.code].name if mark.code in codes else mark.code,
            how=words.HOW[mark.how],
            place=names.get(mark.site, mark.site),
            note=seen.notes.get(mark.id, ""),
            remarks=tuple(_remarks(mark, seen)),
            may_correct=how is not None and may_correct(how, actor.account, mark),
        )
        for mark in seen.marks
    ]


def _remarks(mark: Mark, seen: DaySeen) -> list[str]:
    found = []
    if mark.band is not None:
        found.append(words.BANDS[mark.band] + (f", ±{mark.accuracy} m" if mark.accuracy else ""))
    if mark.supersedes is not None:
        found.append("corrects an earlier one")
    if any(other.supersedes == mark.id for other in seen.marks):
        found.append("corrected by a later one")
    return found

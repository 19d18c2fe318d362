"""Pages of releases: making one of the draft, what it changed, and who is told."""

from __future__ import annotations

from datetime import date, timedelta
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from scheduler.config import Settings
from scheduler.domain.accounts import Actor
from scheduler.errors import ConflictError, InvalidInputError, SchedulerError, StaleDraftError
from scheduler.service import audit, lived, noting, telling, terms
from scheduler.service import release as releasing
from scheduler.service.draft_versions import opened
from scheduler.service.rights import Action, may
from scheduler.service.subjects import of_term
from scheduler.service.weeks.diary import Diary
from scheduler.store.engine import Store
from scheduler.web.asking import Config, Db, Sent, allowed
from scheduler.web.forms import Form, FormError, errors_of
from scheduler.web.links import Links
from scheduler.web.rendering import render
from scheduler.web.views.compare import person_rows, shortened

router = APIRouter()
Reader = Annotated[Actor, allowed(Action.RELEASE_READ)]
Teller = Annotated[Actor, allowed(Action.MESSAGE_READ)]
WAYS = {
    "waiting": "being sent",
    "sent": "sent",
    "failed": "could not be sent",
    "listed": "on the list to print",
}
Maker = Annotated[Actor, allowed(Action.RELEASE_MAKE)]


@router.get("/terms/{term}/releases")
def release_list(request: Request, store: Db, actor: Reader, term: str) -> Response:
    """List the releases of a term."""
    record = terms.term(store, actor, term)
    return render(
        request,
        "releases.html",
        term=record,
        releases=releasing.listed(store, actor, term, limit=1000),
        today=lived.today(record),
    )


@router.get("/releases/{release}")
def release_page(request: Request, store: Db, actor: Reader, release: str) -> Response:
    """Show a release: from when it holds, how many it touches, one's own weeks."""
    found = releasing.release_of(store, actor, release)
    term = terms.term(store, actor, found.term)
    first = max(found.holds_from, term.first)
    diary = lived.on_dates(store, actor, term.id, lambda *_: [first]).diaries.get(found.id)
    return render(
        request,
        "release.html",
        release=found,
        term=term,
        zone=term.zone,
        office=may(actor, Action.MESSAGE_READ, of_term(term)),
        touched=len(found.changes.get("touched", [])),
        own=_own(actor, diary, term.id),
        errors=[],
    )


@router.get("/releases/{release}/changes")
def changes_page(
    request: Request, store: Db, actor: Teller, release: str, all: bool = False
) -> Response:
    """Show for each person what a release changed, from where to where."""
    found = releasing.release_of(store, actor, release)
    seen = releasing.compared(store, actor, release)
    people = person_rows(seen.new[0], seen.changes, seen.old[0] if seen.old else None)
    noting.note_people(
        store, actor, [lived.diary_of(*seen.new)], [one.person for one in seen.changes]
    )
    return render(
        request,
        "changes.html",
        release=found,
        term=terms.term(store, actor, found.term),
        people=shortened(people, all=all),
        whole=f"/releases/{release}/changes?all=true",
    )


@router.get("/releases/{release}/messages")
def message_list(request: Request, store: Db, actor: Teller, release: str) -> Response:
    """List who has to be told what, to print."""
    found = releasing.release_of(store, actor, release)
    told = telling.to_be_told(store, actor, release)
    audit.seen(store, actor, Action.MESSAGE_READ, [one.message.person for one in told])
    return render(
        request,
        "messages.html",
        release=found,
        term=terms.term(store, actor, found.term),
        told=told,
        ways=WAYS,
    )


@router.get("/releases/{release}/messages.csv")
def messages(store: Db, actor: Teller, release: str) -> Response:
    """Give who has to be told what, as a table for a mail merge."""
    told = telling.to_be_told(store, actor, release)
    audit.seen(store, actor, Action.MESSAGE_READ, [one.message.person for one in told])
    return Response(
        telling.as_csv(told),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="messages.csv"'},
    )


@router.get("/terms/{term}/release")
def new_release(
    request: Request,
    store: Db,
    settings: Config,
    actor: Maker,
    term: str,
    holds_from: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """Ask from when the draft is to hold; with a date, say what releasing it would mean."""
    return _new(request, store, settings, actor, term, holds_from, "", [])


def _new(
    request: Request,
    store: Store,
    settings: Settings,
    actor: Actor,
    term: str,
    holds_from: str,
    note: str,
    errors: list[FormError],
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    found = opened(store, actor, term)
    prepared = None
    if holds_from and not errors:
        try:
            prepared = releasing.prepare(
                store,
                actor,
                term,
                found.draft.version,
                _date(holds_from),
                mail=bool(settings.smtp_host),
            )
        except InvalidInputError as no:
            errors = errors_of(no, "holds_from")[:1]
            status = HTTPStatus.UNPROCESSABLE_ENTITY
    last = releasing.listed(store, actor, term, limit=1)
    return render(
        request,
        "release_new.html",
        status,
        term=found.term,
        version=found.draft.version,
        prepared=prepared,
        people=shortened(person_rows(found.instance, prepared.changes) if prepared else ()),
        last=last[0] if last else None,
        holds_from=holds_from or str(_usual(found.term.first, found.term.last)),
        note=note,
        mail=bool(settings.smtp_host),
        errors=errors,
    )


@router.post("/terms/{term}/release")
def make_release(
    request: Request, store: Db, settings: Config, sent: Sent, actor: Maker, term: str
) -> Response:
    """Release the draft: frozen, numbered and dated."""
    form = Form(sent)
    note, typed = form.text("note"), form.text("holds_from")
    mail = bool(settings.smtp_host)
    if len(note) > 2000:
        form.wrong("note", "The note is longer than 2,000 characters. Shorten it.")
    if form.errors:
        return _new(
            request, store, settings, actor, term, typed, note, form.errors,
            HTTPStatus.UNPROCESSABLE_ENTITY,
        )  # fmt: skip
    try:
        version, after = int(form.text("version") or 0), int(form.text("after") or 0)
        prepared = releasing.prepare(store, actor, term, version, _date(typed), mail=mail)
        made = releasing.make(store, actor, prepared, after, note=note, mail=mail)
    except (InvalidInputError, StaleDraftError, ConflictError) as no:
        return _new(request, store, settings, actor, term, typed, note, _all(no), _status(no))
    except ValueError:
        return _new(request, store, settings, actor, term, "", note, [_UNREADABLE])
    return RedirectResponse(f"/releases/{made.id}", HTTPStatus.SEE_OTHER)


_UNREADABLE = FormError(field="holds_from", text="The form could not be read. Send it again.")


def _all(no: SchedulerError) -> list[FormError]:
    return errors_of(no, "holds_from")[:1]


def _status(no: SchedulerError) -> HTTPStatus:
    if isinstance(no, StaleDraftError):
        return HTTPStatus.PRECONDITION_FAILED
    return HTTPStatus.CONFLICT if isinstance(no, ConflictError) else HTTPStatus.UNPROCESSABLE_ENTITY


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidInputError("This is no date. Write it as in 2026-09-07.") from None


def _usual(first: date, last: date) -> date:
    """Give the next Monday, or the first date of a term that has not begun."""
    today = date.today()
    monday = today + timedelta(days=7 - today.weekday())
    return min(max(monday, first), last)


def _own(actor: Actor, diary: Diary | None, term: str) -> list[tuple[str, str]]:
    """Weeks of one's own and one's wards."""
    if diary is None:
        return []
    links = Links(actor, diary, f"/terms/{term}/weeks")
    own = [one for one in (actor.person, *sorted(actor.wards)) if one]
    return [(links.of(one), diary.names.of(one)) for one in own if links.of(one)]

"""Calendars of people: addresses that phones and computers subscribe to."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Header, Path, Response
from pydantic import Field

from scheduler.api.asking import Db, allowed, public
from scheduler.api.etags import etag
from scheduler.api.idempotency import Answer, Idempotent
from scheduler.api.paging import Page, Paging, paged
from scheduler.api.problem_shapes import CREATES, SIGNED_IN, answers
from scheduler.api.shapes import BodyOut, Id, example
from scheduler.domain.accounts import Actor, Link
from scheduler.service import subscriptions
from scheduler.service.rights import Action
from scheduler.service.tokens import Kind

router = APIRouter(tags=["calendars"])
May = Annotated[Actor, allowed(Action.CALENDAR_MAKE)]
_SHOWN = {
    "id": "lnk_mfrggzdfmztwq2lknnwg23tp",
    "person": "S1",
    "made_at": "2026-08-15T09:00:00Z",
    "revoked_at": None,
}
_FEED = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Fieldweek//EN\r\nEND:VCALENDAR\r\n"


class CalendarOut(BodyOut):
    """A calendar of a person, without the secret in its address."""

    model_config = example(**_SHOWN)
    id: str
    person: str
    made_at: datetime
    revoked_at: datetime | None

    @classmethod
    def of(cls, link: Link) -> CalendarOut:
        """Put a calendar's link into its JSON shape."""
        return cls(
            id=link.id,
            person=link.person or "",
            made_at=link.made_at,
            revoked_at=link.revoked_at,
        )


class NewCalendarOut(CalendarOut):
    """A new calendar, its address shown this once."""

    model_config = example(
        **_SHOWN,
        path="/v1/calendars/fwl_3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.ics",
    )
    path: str = Field(repr=False, description="Below the address of the service.")


@router.get("/people/{person}/calendars", responses=SIGNED_IN)
def list_calendars(person: Id, store: Db, actor: May, wanted: Paging) -> Page[CalendarOut]:
    """List the calendars of a person."""
    found = subscriptions.of(store, actor, person, wanted.after, wanted.limit)
    items, after = paged(found, wanted, lambda link: link.id)
    return Page[CalendarOut](items=[CalendarOut.of(one) for one in items], next=after)


@router.post(
    "/people/{person}/calendars",
    status_code=201,
    response_model=NewCalendarOut,
    responses=SIGNED_IN | CREATES,
)
def make_calendar(person: Id, actor: May, once: Idempotent) -> Response:
    """Make a calendar of a person's weeks; whoever has its address can read it."""
    secret = once.secret(Kind.LINK)

    def effect(store: Db) -> Answer:
        made = CalendarOut.of(subscriptions.make(store, actor, person, secret))
        path = f"/v1/calendars/{secret}.ics"
        return Answer(status=201, body=NewCalendarOut(**made.model_dump(), path=path))

    return once.answer(actor, effect)


@router.delete(
    "/calendars/{calendar}", status_code=204, response_class=Response, responses=SIGNED_IN
)
def revoke_calendar(calendar: Id, store: Db, actor: May) -> Response:
    """Revoke a calendar: nobody reads it from now on."""
    subscriptions.revoke(store, actor, calendar)
    return Response(status_code=204)


@router.get(
    "/calendars/{token}.ics",
    response_class=Response,
    dependencies=[public("The address itself is the secret, and it can be revoked.")],
    responses={
        200: {"content": {"text/calendar": {"schema": {"type": "string"}, "example": _FEED}}},
        304: {"description": "It is as it was."},
        **answers(404, 422, 429, 503),
    },
)
def read_calendar(
    token: Annotated[str, Path(min_length=1, max_length=100)],
    store: Db,
    if_none_match: Annotated[
        str | None, Header(alias="If-None-Match", max_length=200, examples=['"3f2a"'])
    ] = None,
) -> Response:
    """Read a person's weeks over the term as a calendar (RFC 5545)."""
    found = subscriptions.subscribed(store, token)
    tag = etag(found.state)
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if if_none_match is not None and tag in if_none_match:
        return Response(status_code=304, headers=headers)
    return Response(
        subscriptions.written(store, found),
        media_type="text/calendar; charset=utf-8",
        headers=headers,
    )

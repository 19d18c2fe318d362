"""``/v1/releases``: what people live by, what each release changed, and who is told."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from scheduler.api.asking import Config, Db, allowed
from scheduler.api.drafts import version_read
from scheduler.api.etags import AsRead
from scheduler.api.idempotency import Answer, Idempotent
from scheduler.api.paging import Page, Paging, paged
from scheduler.api.problem_shapes import CREATES, EDITS, READS_BODY, SIGNED_IN
from scheduler.api.score_shapes import PersonChangesOut
from scheduler.api.shapes import BodyIn, BodyOut, Date, Id, Whole, example
from scheduler.domain.accounts import Actor
from scheduler.domain.drafts import Message, MessageState, Release
from scheduler.service import release, telling
from scheduler.service.rights import Action
from scheduler.service.saying import sentences

router = APIRouter(tags=["releases"], responses=SIGNED_IN)
MayRead = Annotated[Actor, allowed(Action.RELEASE_READ)]
MayReadMessages = Annotated[Actor, allowed(Action.MESSAGE_READ)]


class ReleaseIn(BodyIn):
    """From when on the draft is to hold."""

    model_config = example(holds_from="2026-09-14", after=2, note="Two new mentors.")
    holds_from: Date = Field(description="Today at the school or later, and in the term.")
    after: Whole = Field(
        ge=0, le=2**31 - 1, description="Number of the last release you saw; 0 for none."
    )
    note: str = Field("", max_length=2000)


class ReleaseOut(BodyOut):
    """A release: a timetable frozen, numbered and dated."""

    model_config = example(
        id="rel_mfrggzdfmztwq2lknnwg23tp",
        term="term_mfrggzdfmztwq2lknnwg23tp",
        number=3,
        holds_from="2026-09-14",
        timetable="tt_mfrggzdfmztwq2lknnwg23tp",
        instance="ins_mfrggzdfmztwq2lknnwg23tp",
        note="Two new mentors.",
        touched=12,
        made_at="2026-09-10T15:00:00Z",
        made_by="acc_nbswy3dpeb3w64tmmqqho2lu",
    )
    id: str
    term: str
    number: int = Field(description="From 1 on within the term.")
    holds_from: date = Field(description="It holds from here until a later release does.")
    timetable: str
    instance: str
    note: str
    touched: int = Field(description="People for whom it changed something.")
    made_at: datetime
    made_by: str

    @classmethod
    def of(cls, found: Release) -> ReleaseOut:
        """Put a release into its JSON shape."""
        return cls(
            id=found.id,
            term=found.term,
            number=found.number,
            holds_from=found.holds_from,
            timetable=found.timetable,
            instance=found.instance,
            note=found.note,
            touched=len(found.changes["touched"]),
            made_at=found.made_at,
            made_by=found.made_by,
        )


class MessageOut(BodyOut):
    """What a person is told, with names."""

    id: str
    person: str
    state: MessageState
    subject: str
    text: str
    sent_at: datetime | None
    reason: str | None = Field(description="Why it was not sent.")

    @classmethod
    def of(cls, message: Message, text: str) -> MessageOut:
        """Put a message into its JSON shape."""
        return cls(
            id=message.id,
            person=message.person,
            state=message.state,
            subject=message.subject,
            text=text,
            sent_at=message.sent_at,
            reason=message.reason,
        )


class SendingOut(BodyOut):
    """How many messages wait to be sent."""

    model_config = example(waiting=12)
    waiting: int


@router.get("/terms/{term}/releases")
def list_releases(
    term: Id,
    store: Db,
    actor: MayRead,
    wanted: Paging,
    on: Annotated[Date | None, Query(description="Only the one that holds on this date.")] = None,
) -> Page[ReleaseOut]:
    """List the releases of a term, the last one first."""
    if on is not None:
        held = release.holding(store, actor, term, on)
        return Page[ReleaseOut](items=[] if held is None else [ReleaseOut.of(held)], next=None)
    found = release.listed(store, actor, term, before=wanted.number, limit=wanted.limit + 1)
    items, after = paged(found, wanted, lambda one: str(one.number))
    return Page[ReleaseOut](items=[ReleaseOut.of(one) for one in items], next=after)


@router.post(
    "/terms/{term}/releases",
    status_code=201,
    response_model=ReleaseOut,
    responses=READS_BODY | CREATES | EDITS,
)
def make_release(
    term: Id,
    body: ReleaseIn,
    store: Db,
    settings: Config,
    actor: Annotated[Actor, allowed(Action.RELEASE_MAKE)],
    read: AsRead,
    once: Idempotent,
) -> Response:
    """Release the draft as it was read: freeze it, number it, and tell whom it touches.

    409 when there is another release by now, 412 when the draft is another.
    """
    replayed = once.replayed(actor)
    if replayed is not None:
        return replayed
    mail = bool(settings.smtp_host)
    prepared = release.prepare(store, actor, term, version_read(read), body.holds_from, mail=mail)

    def effect(inside: Db) -> Answer:
        made = release.make(inside, actor, prepared, body.after, note=body.note, mail=mail)
        return Answer(
            status=201,
            body=ReleaseOut.of(made),
            headers={"Location": f"/v1/releases/{made.id}"},
        )

    return once.answer(actor, effect)


@router.get("/releases/{release_id}")
def read_release(release_id: Id, store: Db, actor: MayRead) -> ReleaseOut:
    """Read a release. It never changes."""
    return ReleaseOut.of(release.release_of(store, actor, release_id))


@router.get("/releases/{release_id}/changes")
def list_release_changes(
    release_id: Id,
    store: Db,
    actor: Annotated[Actor, allowed(Action.TIMETABLE_READ)],
    wanted: Paging,
) -> Page[PersonChangesOut]:
    """Say for each person, by id, what the release changed: from where to where."""
    found = release.compared(store, actor, release_id)
    instance = found.new[0]
    rest = [one for one in found.changes if wanted.after is None or one.person > wanted.after]
    items, after = paged(rest[: wanted.limit + 1], wanted, lambda one: one.person)
    return Page[PersonChangesOut](
        items=[
            PersonChangesOut(
                person=one.person, changes=list(sentences(instance, one, lambda id: id))
            )
            for one in items
        ],
        next=after,
    )


@router.get("/releases/{release_id}/messages")
def list_messages(
    release_id: Id, store: Db, actor: MayReadMessages, wanted: Paging
) -> Page[MessageOut]:
    """List who is told what, by the id of the person."""
    found = telling.to_be_told(store, actor, release_id, after=wanted.after, limit=wanted.limit + 1)
    items, after = paged(found, wanted, lambda one: one.message.person)
    return Page[MessageOut](
        items=[MessageOut.of(one.message, one.text) for one in items], next=after
    )


@router.get(
    "/releases/{release_id}/messages.csv",
    response_class=Response,
    responses={
        200: {
            "content": {
                "text/csv": {"schema": {"type": "string"}, "example": "person,kind,name,…\r\n"}
            }
        }
    },
)
def read_messages_csv(release_id: Id, store: Db, actor: MayReadMessages) -> Response:
    """Give all messages as a table, for a mail merge or to print."""
    table = telling.as_csv(telling.to_be_told(store, actor, release_id))
    return Response(
        table,
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="messages.csv"'},
    )


@router.post(
    "/releases/{release_id}/sendings",
    status_code=202,
    response_model=SendingOut,
    responses=CREATES,
)
def send_messages_again(
    release_id: Id, actor: Annotated[Actor, allowed(Action.MESSAGE_SEND)], once: Idempotent
) -> Response:
    """Let all messages that were not sent wait to be sent anew."""

    def effect(store: Db) -> Answer:
        waiting = telling.send_again(store, actor, release_id)
        return Answer(status=202, body=SendingOut(waiting=waiting))

    return once.answer(actor, effect)

"""``/v1/mentor-links``: mentors need no account for what a link is for."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import Field

from scheduler.api.asking import Db, allowed
from scheduler.api.idempotency import Answer, Idempotent
from scheduler.api.paging import Page, Paging, paged
from scheduler.api.problem_shapes import CREATES, SIGNED_IN
from scheduler.api.shapes import BodyIn, BodyOut, Id, Whole, example
from scheduler.domain.accounts import Actor, Link
from scheduler.service import links
from scheduler.service.rights import Action, Purpose
from scheduler.service.tokens import Kind

router = APIRouter(prefix="/mentor-links", tags=["mentor-links"], responses=SIGNED_IN)
May = Annotated[Actor, allowed(Action.LINK_MAKE)]


class MentorLinkIn(BodyIn):
    """Whose link, for what, and for how long."""

    model_config = example(mentor="M1", purpose="week.read", days=30)
    mentor: Id
    purpose: Purpose
    days: Whole = Field(30, ge=1, le=links.LONGEST_DAYS)


_SHOWN = {
    "id": "lnk_mfrggzdfmztwq2lknnwg23tp",
    "mentor": "M1",
    "purpose": "week.read",
    "made_at": "2026-08-15T09:00:00Z",
    "expires_at": "2026-09-14T09:00:00Z",
    "revoked_at": None,
}


class MentorLinkOut(BodyOut):
    """A mentor's link, without the secret in it."""

    model_config = example(**_SHOWN)
    id: str
    mentor: str
    purpose: str
    made_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None

    @classmethod
    def of(cls, link: Link) -> MentorLinkOut:
        """Put a link into its JSON shape."""
        return cls(
            id=link.id,
            mentor=link.person or "",
            purpose=link.purpose["action"],
            made_at=link.made_at,
            expires_at=link.expires_at,
            revoked_at=link.revoked_at,
        )


class NewMentorLinkOut(MentorLinkOut):
    """A new link, its secret shown this once."""

    model_config = example(**_SHOWN, token="fwl_3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
    token: str = Field(repr=False, description="Send it as `Authorization: Bearer …`.")


@router.get("")
def list_mentor_links(store: Db, actor: May, wanted: Paging) -> Page[MentorLinkOut]:
    """List the links of mentors."""
    found = links.page(store, actor, wanted.after, wanted.limit)
    items, after = paged(found, wanted, lambda link: link.id)
    return Page[MentorLinkOut](items=[MentorLinkOut.of(one) for one in items], next=after)


@router.post("", status_code=201, response_model=NewMentorLinkOut, responses=CREATES)
def make_mentor_link(body: MentorLinkIn, actor: May, once: Idempotent) -> Response:
    """Make a link for a mentor; it is for one purpose, has an end and can be revoked."""
    secret = once.secret(Kind.LINK)

    def effect(store: Db) -> Answer:
        link = links.make(store, actor, body.mentor, body.purpose, body.days, secret)
        made = NewMentorLinkOut(**MentorLinkOut.of(link).model_dump(), token=secret)
        return Answer(status=201, body=made)

    return once.answer(actor, effect)


@router.delete("/{link}", status_code=204, response_class=Response)
def revoke_mentor_link(link: Id, store: Db, actor: May) -> Response:
    """Revoke a link; it lets nobody in from now on."""
    links.revoke(store, actor, link)
    return Response(status_code=204)

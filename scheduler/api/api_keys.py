"""``/v1/api-keys``: for programs that ask in somebody's name."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import Field

from scheduler.api.asking import Db, allowed
from scheduler.api.idempotency import Answer, Idempotent
from scheduler.api.paging import Page, Paging, paged
from scheduler.api.problem_shapes import CREATES, SIGNED_IN
from scheduler.api.shapes import BodyIn, BodyOut, Id, Moment, Text, example
from scheduler.domain.accounts import Actor, ApiKey
from scheduler.service import keys
from scheduler.service.rights import Action
from scheduler.service.tokens import Kind

router = APIRouter(prefix="/api-keys", tags=["api-keys"], responses=SIGNED_IN)
May = Annotated[Actor, allowed(Action.KEY_MAKE)]


class ApiKeyIn(BodyIn):
    """What a key is for."""

    model_config = example(
        name="calendar on the wall", scopes=["term.read", "release.read"], expires_at=None
    )
    name: Text
    scopes: list[Action] = Field(min_length=1, max_length=len(Action))
    expires_at: Moment | None = Field(None, description="Null: until it is revoked.")


_SHOWN = {
    "id": "key_mfrggzdfmztwq2lknnwg23tp",
    "name": "calendar on the wall",
    "scopes": ["term.read", "release.read"],
    "made_at": "2026-08-15T09:00:00Z",
    "used_at": None,
    "expires_at": None,
    "revoked_at": None,
}


class ApiKeyOut(BodyOut):
    """A key, without the key itself."""

    model_config = example(**_SHOWN)
    id: str
    name: str
    scopes: list[str]
    made_at: datetime
    used_at: datetime | None = Field(description="To the minute.")
    expires_at: datetime | None
    revoked_at: datetime | None

    @classmethod
    def of(cls, key: ApiKey) -> ApiKeyOut:
        """Put a key into its JSON shape."""
        return cls(
            id=key.id,
            name=key.name,
            scopes=sorted(key.scopes),
            made_at=key.made_at,
            used_at=key.used_at,
            expires_at=key.expires_at,
            revoked_at=key.revoked_at,
        )


class NewApiKeyOut(ApiKeyOut):
    """A new key, shown this once."""

    model_config = example(**_SHOWN, key="fwk_3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
    key: str = Field(repr=False, description="Send it as `Authorization: Bearer …`.")


@router.get("")
def list_api_keys(store: Db, actor: May, wanted: Paging) -> Page[ApiKeyOut]:
    """List the keys of one's own account."""
    found = keys.page(store, actor, wanted.after, wanted.limit)
    items, after = paged(found, wanted, lambda key: key.id)
    return Page[ApiKeyOut](items=[ApiKeyOut.of(one) for one in items], next=after)


@router.post("", status_code=201, response_model=NewApiKeyOut, responses=CREATES)
def make_api_key(body: ApiKeyIn, actor: May, once: Idempotent) -> Response:
    """Make a key for one's own account; only somebody signed in may."""
    secret = once.secret(Kind.KEY)

    def effect(store: Db) -> Answer:
        key = keys.make(store, actor, body.name, frozenset(body.scopes), secret, body.expires_at)
        return Answer(status=201, body=NewApiKeyOut(**ApiKeyOut.of(key).model_dump(), key=secret))

    return once.answer(actor, effect)


@router.delete("/{key}", status_code=204, response_class=Response)
def revoke_api_key(key: Id, store: Db, actor: May) -> Response:
    """Revoke a key; it is no good from now on."""
    keys.revoke(store, actor, key)
    return Response(status_code=204)

"""API keys: for programs, with no more rights than whoever made them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from scheduler.domain.accounts import Actor, ApiKey
from scheduler.errors import ForbiddenError, NotFoundError
from scheduler.service import audit
from scheduler.service.accounts import subject_of
from scheduler.service.rights import Action, may
from scheduler.service.tokens import hash_of
from scheduler.service.who import moment, only_signed_in
from scheduler.store import accounts, api_keys
from scheduler.store.ids import new_id

if TYPE_CHECKING:
    from scheduler.store.engine import Store


def make(
    store: Store,
    actor: Actor,
    name: str,
    scopes: frozenset[Action],
    token: str,
    expires_at: datetime | None = None,
) -> ApiKey:
    """Make a key for one's own account, with this secret; only its hash is kept.

    Raises
    ------
    ForbiddenError
        It is to do what its owner may not.

    """
    only_signed_in(actor)
    over = sorted(one.value for one in scopes if not may(actor, one))
    if over:
        raise ForbiddenError("A key may do no more than its owner. Leave these scopes out.", over)
    key = ApiKey(
        id=new_id("key"),
        organisation=actor.organisation,
        account=actor.account,
        name=name,
        scopes=frozenset(scope.value for scope in scopes),
        made_at=moment(),
        expires_at=expires_at,
    )
    with store.write() as tx:
        api_keys.add(tx, key, hash_of(token))
        audit.done(tx, actor, "key.make", [key.id], scopes=sorted(key.scopes))
    return key


def page(store: Store, actor: Actor, after: str | None, limit: int) -> list[ApiKey]:
    """Keys of one's own account; one more than asked for, if there is one."""
    with store.read() as tx:
        return api_keys.page(tx, actor.organisation, actor.account, after, limit)


def revoke(store: Store, actor: Actor, key: str) -> None:
    """From now on a key is no good. An administrator may revoke any.

    Raises
    ------
    NotFoundError
        There is no such key, or it is somebody else's.

    """
    with store.write() as tx:
        found = api_keys.one(tx, actor.organisation, key)
        if found.account != actor.account:
            owner = accounts.one(tx, actor.organisation, found.account)
            if not may(actor, Action.ACCOUNT_EDIT, subject_of(owner)):
                raise NotFoundError("There is no API key with this id. Check the id.")
        api_keys.revoke(tx, key, moment())
        audit.done(tx, actor, "key.revoke", [key])

"""Somebody of the office, who looks at boards and reports."""

from __future__ import annotations

from datetime import UTC, datetime

from scheduler.domain.accounts import Account, Actor, Role, Via
from scheduler.service import keys
from scheduler.service.rights import Action
from scheduler.service.tokens import Kind, new_token
from scheduler.service.who import actor_of
from scheduler.store import accounts
from scheduler.store.engine import Store
from scheduler.store.ids import new_id


def asker(store: Store, organisation: str) -> tuple[Actor, str]:
    """Somebody of the office, and a key to ask by."""
    account = Account(
        id=new_id("acc"),
        organisation=organisation,
        email=f"{new_id('acc')}@bench.example",
        roles=frozenset({Role.SCHEDULER, Role.ADMIN}),
        made_at=datetime.now(UTC),
    )
    with store.write() as tx:
        accounts.add(tx, account, None)
    actor = actor_of(account, Via.SESSION, "sgn_bench")
    token = new_token(Kind.KEY)
    keys.make(store, actor, "bench", frozenset({Action.ATTENDANCE_READ}), token)
    return actor, token

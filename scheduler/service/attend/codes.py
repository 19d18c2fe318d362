"""The codes of an organisation: the defaults, and what it set itself."""

from __future__ import annotations

from scheduler.attendance.codes import DEFAULTS, FIXED, codes_of
from scheduler.domain.accounts import Actor
from scheduler.domain.codes import Code
from scheduler.errors import ConflictError
from scheduler.service import audit
from scheduler.service.rights import Action, allow, allow_whole
from scheduler.store import codes
from scheduler.store.engine import Store

MOST = 100


def listed(store: Store, actor: Actor) -> list[Code]:
    """List the codes, in the order of their ids."""
    allow(actor, Action.CODE_READ)
    with store.read() as tx:
        found = codes_of(codes.own(tx, actor.organisation))
    return [found[id] for id in sorted(found)]


def keep(store: Store, actor: Actor, code: Code) -> Code:
    """Set a code: a new one, or one of the list otherwise than before.

    Marks that say it are read by what it means now, so that a month reported before may read
    otherwise after; what is needed otherwise is better made a code of its own.

    Raises
    ------
    ConflictError
        What the code means is built in, and only its name may differ.
    """
    allow_whole(actor, Action.CODE_EDIT)
    if code.id in FIXED:
        given = next(one for one in DEFAULTS if one.id == code.id)
        if _meaning(given) != _meaning(code):
            raise ConflictError(f"What {code.id} means is built in. Change its name alone.")
    with store.write() as tx:
        own = codes.own(tx, actor.organisation)
        if len(own) >= MOST and code.id not in {one.id for one in own}:
            raise ConflictError(f"There are {MOST} codes already. Change one of them.")
        codes.keep(tx, actor.organisation, code)
        audit.done(tx, actor, Action.CODE_EDIT, [code.id])
    return code


def _meaning(code: Code) -> tuple[object, ...]:
    return code.direction, code.scope, code.counts, code.future, code.active

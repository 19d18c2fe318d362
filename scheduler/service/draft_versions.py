"""Opening a draft, and keeping its next version in the place of the one a person saw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from scheduler.domain.accounts import Actor
from scheduler.domain.drafts import Draft, StepKind
from scheduler.domain.instance import Instance
from scheduler.domain.records import TermRecord
from scheduler.errors import NotFoundError, StaleDraftError
from scheduler.service import audit
from scheduler.service.naming import filled
from scheduler.service.rights import Action
from scheduler.service.subjects import allow_term
from scheduler.store import drafts, instances, terms
from scheduler.store.columns import now
from scheduler.store.engine import Store, Tx

NO_DRAFT = "This term has no draft yet. Take a timetable into it first."


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A draft with the data it is for."""

    term: TermRecord
    draft: Draft
    instance: Instance


def opened(store: Store, actor: Actor, term: str, action: Action = Action.DRAFT_READ) -> Opened:
    """Open a term's draft.

    Raises
    ------
    NotFoundError
        There is no such term, it is not theirs, or it has no draft yet.
    """
    with store.read() as tx:
        record = terms.term(tx, actor.organisation, term)
        allow_term(actor, action, record)
        draft = drafts.find(tx, actor.organisation, term)
        if draft is None:
            raise NotFoundError(NO_DRAFT, (term,))
        instance = instances.load(tx, actor.organisation, draft.instance)
    return Opened(term=record, draft=draft, instance=instance)


def opened_at(store: Store, actor: Actor, term: str, expected: int) -> Opened:
    """Open a draft to change the version that the person saw, and no other."""
    found = opened(store, actor, term, Action.DRAFT_EDIT)
    with store.read() as tx:
        refuse_stale(tx, actor.organisation, term, found.draft, expected)
    return found


def refuse_stale(tx: Tx, org: str, term: str, draft: Draft | None, expected: int | None) -> None:
    """Refuse a change of a version that is not there any more, and say what was done since."""
    version = None if draft is None else draft.version
    if version == expected:
        return
    if version is None:
        raise StaleDraftError("This term has no draft. Read it again and decide anew.", (term,))
    done = drafts.steps_after(tx, org, term, expected or 0)
    told = " ".join(filled(one, {}) for step in done[-10:] for one in step.said)
    since = "" if not told else f" Since then: {told}"
    raise StaleDraftError(
        f"The draft is at version {version} by now.{since} Read it again and decide anew.",
        (term,),
    )


def step(
    store: Store, actor: Actor, found: Opened, after: Draft, kind: StepKind, said: Sequence[str]
) -> Draft:
    """Keep the next version of a draft."""
    after = replace(
        after,
        version=found.draft.version + 1,
        changed_at=now(),
        changed_by=actor.account,
    )
    return keep(store, actor, found.draft, after, kind, said)


def keep(
    store: Store,
    actor: Actor,
    before: Draft,
    after: Draft,
    kind: StepKind,
    said: Sequence[str],
    undone: int | None = None,
) -> Draft:
    """Keep a new state in the place of the one before, with what was done."""
    org = actor.organisation
    with store.write() as tx:
        if not drafts.change(tx, org, after, before.version):
            refuse_stale(tx, org, after.term, drafts.find(tx, org, after.term), before.version)
        drafts.add_step(tx, org, after, kind, said, before)
        if undone is not None:
            drafts.mark_undone(tx, org, after.term, undone)
        audit.done(tx, actor, f"draft.{kind.value}", [after.term], version=after.version)
    return after

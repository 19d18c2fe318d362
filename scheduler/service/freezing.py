"""A draft as it is, kept: for a release, and for a run that goes on from it."""

from __future__ import annotations

from dataclasses import replace

from scheduler.config import Settings
from scheduler.domain.accounts import Actor
from scheduler.domain.drafts import Draft
from scheduler.domain.instance import Pins
from scheduler.domain.pins import is_empty
from scheduler.domain.records import InstanceOrigin, TimetableOrigin
from scheduler.domain.runs import Limits
from scheduler.domain.service_runs import RunRecord
from scheduler.service import plan
from scheduler.service.draft_versions import Opened, opened_at, refuse_stale
from scheduler.service.rights import Action
from scheduler.service.subjects import allow_term
from scheduler.store import drafts, instances, timetables
from scheduler.store.engine import Store, Tx


def request_run(
    store: Store,
    actor: Actor,
    term: str,
    expected: int,
    limits: Limits,
    *,
    settings: Settings,
    name: str = "",
) -> RunRecord:
    """Let a term be planned anew from its draft: what is pinned stays, the rest is free.

    Raises
    ------
    StaleDraftError
        The draft is not the version expected.
    InvalidInputError
        The limits go beyond what this server allows.
    """
    found, org = opened_at(store, actor, term, expected), actor.organisation
    allow_term(actor, Action.RUN_REQUEST, found.term)
    with store.write() as tx:
        refuse_stale(tx, org, term, drafts.find(tx, org, term, alone=True), expected)
        instance, timetable = frozen(tx, actor, found)
        return plan.request_run(
            store.within(tx), actor, instance, limits, settings=settings, start=timetable, name=name
        )


def frozen(tx: Tx, actor: Actor, found: Opened) -> tuple[str, str]:
    """Keep the draft's timetable, and data with its pins, unless they are kept already."""
    draft, org = found.draft, actor.organisation
    instance = _version_with_pins(tx, actor, draft)
    if instance == draft.instance and timetables.load(tx, org, draft.taken) == draft.timetable:
        record = timetables.record(tx, org, draft.taken)
        if record.instance == instance:
            return instance, draft.taken
    kept = timetables.add(
        tx,
        org,
        draft.timetable,
        instance=instance,
        score=draft.score,
        origin=TimetableOrigin.DRAFT,
        made_by=actor.account,
    )
    return instance, kept.id


def _version_with_pins(tx: Tx, actor: Actor, draft: Draft) -> str:
    """Give the version of the data that has the draft's pins, keeping one if need be."""
    school = instances.load(tx, actor.organisation, draft.instance)
    held = school.pins.timetable
    if held == draft.pins or (is_empty(held) and is_empty(draft.pins)):
        return draft.instance
    pins = Pins(timetable=None if is_empty(draft.pins) else draft.pins)
    kept = instances.add(
        tx,
        actor.organisation,
        replace(school, pins=pins),
        made_by=actor.account,
        origin=InstanceOrigin.DRAFT,
        base=draft.instance,
    )
    return kept.id

"""A repair is accepted: it becomes the next release, and whom it touches is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from scheduler.check import score
from scheduler.config import Settings
from scheduler.domain.accounts import Actor
from scheduler.domain.drafts import Draft, Release, StepKind
from scheduler.domain.records import ReshuffleRecord, TermRecord
from scheduler.domain.repairs import earliest
from scheduler.domain.runs import Reason
from scheduler.errors import ConflictError, Fault, InvalidInputError, NotFoundError
from scheduler.service import audit
from scheduler.service.mending import Mending
from scheduler.service.pinning import pins_after
from scheduler.service.reshuffling import read
from scheduler.service.rights import Action
from scheduler.service.subjects import allow_term
from scheduler.service.telling import messages_of
from scheduler.service.trying import unpinned
from scheduler.store import (
    drafts,
    instances,
    messages,
    people,
    releases,
    reshuffles,
    terms,
    timetables,
)
from scheduler.store.columns import now
from scheduler.store.engine import Store, Tx
from scheduler.store.ids import new_id

Clock = Callable[[], datetime]


@dataclass(frozen=True, kw_only=True)
class Opened:
    """One repair of a menu, with what it means for people."""

    term: TermRecord
    record: ReshuffleRecord
    release: Release
    """The release it repairs."""
    number: int
    """In the menu, from 1 on: fewest touched first."""
    summed: dict[str, Any]
    """As the menu says it."""
    mending: Mending
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """A release as it would be: all that takes time is done, and nothing is kept."""

    opened: Opened
    holds_from: date
    was: Draft | None
    """The draft, where it is what the release was made of."""
    draft: Draft | None
    """The draft with the repair taken in: whoever goes on from it goes on from there."""


def opened(store: Store, actor: Actor, reshuffle: str, repair: int) -> Opened:
    """Open a repair of a menu; everybody in it is seen.

    Raises
    ------
    ConflictError
        The repairs are not found yet.
    NotFoundError
        There is no such reshuffle, or its menu has no such repair.
    """
    found = _opened(store, actor, reshuffle, repair, Action.RESHUFFLE_READ)
    told = [one.person for one in found.mending.changes]
    audit.seen(store, actor, Action.RESHUFFLE_READ, [reshuffle, *told])
    return found


def _opened(store: Store, actor: Actor, reshuffle: str, repair: int, action: Action) -> Opened:
    org = actor.organisation
    record = read(store, actor, reshuffle).record
    if record.answer is None:
        raise ConflictError("The repairs are not found yet. Wait until the reshuffle is done.")
    menu = record.answer["menu"]
    if not 1 <= repair <= len(menu):
        raise NotFoundError(f"The menu has {len(menu)} repairs, counted from 1.")
    summed = menu[repair - 1]
    with store.read() as tx:
        term = terms.term(tx, org, record.term)
        allow_term(actor, action, term)
        release = releases.find(tx, org, record.release)
        assert release is not None, "a reshuffle names a release that is kept"
        before = (
            instances.load(tx, org, release.instance),
            timetables.load(tx, org, release.timetable),
        )
        after = (
            instances.load(tx, org, record.instance),
            timetables.load(tx, org, summed["timetable"]),
        )
        reasons = timetables.reasons(tx, org, summed["timetable"]) or ()
    mending = Mending(before, after)
    missing = set(mending.newly_unplaced)
    return Opened(
        term=term,
        record=record,
        release=release,
        number=repair,
        summed=summed,
        mending=mending,
        reasons=tuple(one for one in reasons if one.item in missing),
    )


def prepare(
    store: Store,
    actor: Actor,
    reshuffle: str,
    repair: int,
    holds_from: date | None = None,
    *,
    settings: Settings,
    clock: Clock = now,
) -> Accepted:
    """Look at accepting a repair.

    Raises
    ------
    ConflictError
        It is not found yet, or another release came first.
    InvalidInputError
        The date is before the change, or in the days of notice.
    """
    found = _opened(store, actor, reshuffle, repair, Action.RESHUFFLE_MAKE)
    day = found.record.first if holds_from is None else holds_from
    _refuse_date(found, day, settings.notice_days, clock)
    with store.read() as tx:
        _refuse_late(tx, actor, found)
        draft = drafts.find(tx, actor.organisation, found.term.id)
    _ = found.mending.changes  # takes long, so it is done before the store is held
    is_same = draft is not None and draft.timetable == found.mending.before[1]
    was = draft if is_same else None
    return Accepted(
        opened=found,
        holds_from=day,
        was=was,
        draft=None if was is None else _with_repair(was, found, actor),
    )


def accept(
    store: Store,
    actor: Actor,
    accepted: Accepted,
    *,
    note: str = "",
    settings: Settings,
    clock: Clock = now,
) -> Release:
    """Make a repair the next release, and put what people are told in the outbox.

    Raises
    ------
    ConflictError
        Another release came first.
    """
    found, org = accepted.opened, actor.organisation
    changes, mail = found.mending.changes, bool(settings.smtp_host)
    number = found.release.number
    with store.write() as tx:
        terms.hold(tx, org, found.term.id)
        allow_term(actor, Action.RESHUFFLE_MAKE, found.term)
        _refuse_late(tx, actor, found)
        _refuse_date(found, accepted.holds_from, settings.notice_days, clock)
        release = Release(
            id=new_id("rel"),
            term=found.term.id,
            number=number + 1,
            timetable=found.summed["timetable"],
            instance=found.record.instance,
            holds_from=accepted.holds_from,
            note=note,
            changes={
                "since": number,
                "touched": [one.person for one in changes],
                "differences": sum(len(one.differences) for one in changes),
            },
            made_at=clock(),
            made_by=actor.account,
        )
        if not releases.add(tx, org, release):
            raise _late(release.number)
        reshuffles.accept(tx, org, found.record.id, release.id)
        known = people.people(tx, org, [one.person for one in changes])
        reached = {id for id, person in known.items() if mail and person.email}
        old, new = found.mending.before[0], found.mending.after[0]
        messages.add(tx, messages_of(found.term, release, changes, reached, new, old))
        was, draft = accepted.was, accepted.draft
        if was is not None and draft is not None and drafts.change(tx, org, draft, was.version):
            said = f"Release {release.number} taken in: a repair of release {number}."
            drafts.add_step(tx, org, draft, StepKind.TAKE, [said], was)
        audit.done(
            tx,
            actor,
            "reshuffle.accept",
            [found.term.id, found.record.id, release.id],
            number=release.number,
        )
    return release


def _with_repair(draft: Draft, found: Opened, actor: Actor) -> Draft:
    school, body = found.mending.after
    return replace(
        draft,
        version=draft.version + 1,
        instance=found.record.instance,
        taken=found.summed["timetable"],
        timetable=body,
        pins=pins_after(draft, school, body),
        score=score(unpinned(school), body),
        changed_at=now(),
        changed_by=actor.account,
    )


def _refuse_late(tx: Tx, actor: Actor, found: Opened) -> None:
    last = releases.last(tx, actor.organisation, found.term.id)
    assert last is not None, "a release is never taken back"
    if last.id != found.release.id:
        raise _late(last.number)


def _late(number: int) -> ConflictError:
    return ConflictError(
        f"Release {number} is the last one by now, and this repairs an earlier one."
        " Ask for repairs anew."
    )


def _refuse_date(found: Opened, holds_from: date, notice: int, clock: Clock) -> None:
    today = clock().astimezone(ZoneInfo(found.term.zone)).date()
    term = found.mending.after[0].term
    begins = earliest(term, today, notice)
    first = found.record.first
    if begins is not None and max(begins, first) <= holds_from <= term.last:
        return
    if begins is None:
        message, step = "The term is over before anything may move.", "Plan the next term."
    elif holds_from > term.last:
        message, step = f"The term ends on {term.last}.", "Choose a date in it."
    else:
        message = f"The change holds from {first}, and what is before {begins} does not move."
        step = f"Choose {max(begins, first)} or later."
    fault = Fault(
        thing="release",
        field="holds_from",
        message=message,
        next_step=step,
        position="/holds_from",
    )
    raise InvalidInputError(f"A release cannot hold from that date. {message} {step}", [fault])

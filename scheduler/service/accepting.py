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
from scheduler.domain.repairs import back_on, earliest
from scheduler.domain.runs import Reason
from scheduler.errors import ConflictError, Fault, InvalidInputError, NotFoundError
from scheduler.service import audit
from scheduler.service.differences import PersonChanges, differences
from scheduler.service.mending import Mending
from scheduler.service.pinning import pins_after
from scheduler.service.releasing import keep, late, summed
from scheduler.service.reshuffling import read
from scheduler.service.rights import Action
from scheduler.service.subjects import allow_term
from scheduler.service.trying import unpinned
from scheduler.store import (
    drafts,
    instances,
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
    back: tuple[PersonChanges, ...] = ()
    """What is different when the change is over, where it holds for a while only."""


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
    # Both take long, so they are done before the store is held.
    _ = found.mending.changes
    back = () if found.record.until is None else _back(found)
    # What holds for a while only is not what the term is planned on from.
    for_good = found.record.until is None
    is_same = for_good and draft is not None and draft.timetable == found.mending.before[1]
    was = draft if is_same else None
    return Accepted(
        opened=found,
        holds_from=day,
        was=was,
        draft=None if was is None else _with_repair(was, found, actor),
        back=back,
    )


def _back(found: Opened) -> tuple[PersonChanges, ...]:
    """What is different for each person when all is as before again."""
    return differences(found.mending.after, found.mending.before)


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
            changes=summed(number, changes),
            made_at=clock(),
            made_by=actor.account,
        )
        old, new = found.mending.before[0], found.mending.after[0]
        keep(tx, found.term, release, changes, (new, old), mail=mail)
        reshuffles.accept(tx, org, found.record.id, release.id)
        if found.record.until is None:
            people.settle(tx, org, found.record.instance)
        after = None if found.record.until is None else back_on(new.term, found.record.until)
        if after is not None:
            again = replace(
                release,
                id=new_id("rel"),
                number=number + 2,
                timetable=found.release.timetable,
                instance=found.release.instance,
                holds_from=after,
                note=f"As release {number} again.",
                changes=summed(number + 1, accepted.back),
            )
            keep(tx, found.term, again, accepted.back, (old, new), mail=mail)
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
        raise late(last.number)


def _refuse_date(found: Opened, holds_from: date, notice: int, clock: Clock) -> None:
    today = clock().astimezone(ZoneInfo(found.term.zone)).date()
    term = found.mending.after[0].term
    begins = earliest(term, today, notice)
    first, until = found.record.first, found.record.until
    last = term.last if until is None else min(term.last, until)
    if begins is not None and max(begins, first) <= holds_from <= last:
        return
    if begins is None:
        message, step = "The term is over before anything may move.", "Plan the next term."
    elif holds_from > term.last:
        message, step = f"The term ends on {term.last}.", "Choose a date in it."
    elif holds_from > last or max(begins, first) > last:
        message = f"The change holds until {last} only."
        step = "Choose a date before it is over, or ask for repairs anew."
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

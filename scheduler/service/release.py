"""Releases: the draft is frozen, numbered and dated, and whoever it touches is told.

A release holds from its date until a later one does. The past never changes: a release
holds from today at the earliest, as the clocks of the school have it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from scheduler.domain.accounts import Actor
from scheduler.domain.drafts import Release
from scheduler.domain.records import TermRecord
from scheduler.errors import ConflictError, Fault, InvalidInputError, NotFoundError
from scheduler.service import audit, warnings
from scheduler.service.differences import PersonChanges, Plan, differences
from scheduler.service.draft_versions import Opened, opened_at, refuse_stale
from scheduler.service.freezing import frozen
from scheduler.service.rights import Action
from scheduler.service.subjects import allow_term
from scheduler.service.telling import messages_of
from scheduler.service.trying import refuse_broken, tried
from scheduler.service.warnings import Warned
from scheduler.store import drafts, instances, messages, people, releases, terms, timetables
from scheduler.store.columns import now
from scheduler.store.engine import Store, Tx
from scheduler.store.ids import new_id

Clock = Callable[[], datetime]


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A release as it would be: all that takes time is done, and nothing is kept."""

    opened: Opened
    last: Release | None
    holds_from: date
    changes: tuple[PersonChanges, ...]
    warnings: tuple[Warned, ...]

    @property
    def number(self) -> int:
        """The number it would have."""
        return 1 if self.last is None else self.last.number + 1


def prepare(
    store: Store,
    actor: Actor,
    term: str,
    expected: int,
    holds_from: date,
    *,
    mail: bool = False,
    clock: Clock = now,
) -> Prepared:
    """Say what releasing a draft would mean: warnings, and who has to be told.

    ``mail``: whether messages can be sent.

    Raises
    ------
    StaleDraftError
        The draft is not the version expected.
    InvalidInputError
        The date is past, or outside the term.
    RulesBrokenError
        The draft does not keep the rules.
    """
    found, org = opened_at(store, actor, term, expected), actor.organisation
    today = clock().astimezone(ZoneInfo(found.term.zone)).date()
    _refuse_date(found.term, holds_from, today)
    draft = found.draft
    refuse_broken(tried(found.instance, draft.timetable, draft.pins), "To release this draft")
    with store.read() as tx:
        earlier = releases.of_term(tx, org, term)
        last = earlier[0] if earlier else None
        old = None if last is None else plan_of(tx, org, last)
        used = instances.version(tx, org, draft.instance)
        newest = instances.newest(tx, org, term)
        changes = differences(old, (found.instance, draft.timetable))
        known = people.people(tx, org, [one.person for one in changes])
    reached = {id for id, person in known.items() if mail and person.email}
    unreached = [one.person for one in changes if one.person not in reached]
    said = (
        *warnings.of_timetable(found.instance, draft.timetable, draft.score),
        *warnings.of_data(used, newest),
        *warnings.of_date(holds_from, today, earlier),
        *warnings.of_changes(changes, unreached),
    )
    return Prepared(opened=found, last=last, holds_from=holds_from, changes=changes, warnings=said)


def make(
    store: Store,
    actor: Actor,
    prepared: Prepared,
    after: int,
    *,
    note: str = "",
    mail: bool = False,
    clock: Clock = now,
) -> Release:
    """Freeze a draft as the next release of its term, and put what people are told in the outbox.

    Parameters
    ----------
    after
        Number of the last release the person saw; 0 for none.

    Raises
    ------
    ConflictError
        Another release was made in the meantime.
    StaleDraftError
        The draft was changed in the meantime.
    """
    found, org = prepared.opened, actor.organisation
    term, draft = found.term, found.draft
    with store.write() as tx:
        terms.hold(tx, org, term.id)
        allow_term(actor, Action.RELEASE_MAKE, term)
        last = releases.last(tx, org, term.id)
        number = 0 if last is None else last.number
        if number != after or number != prepared.number - 1:
            raise _lost(number, last)
        refuse_stale(tx, org, term.id, drafts.find(tx, org, term.id, alone=True), draft.version)
        _refuse_date(term, prepared.holds_from, clock().astimezone(ZoneInfo(term.zone)).date())
        instance, timetable = frozen(tx, actor, found)
        release = Release(
            id=new_id("rel"),
            term=term.id,
            number=prepared.number,
            timetable=timetable,
            instance=instance,
            holds_from=prepared.holds_from,
            note=note,
            changes={
                "since": after or None,
                "touched": [one.person for one in prepared.changes],
                "differences": sum(len(one.differences) for one in prepared.changes),
            },
            made_at=clock(),
            made_by=actor.account,
        )
        if not releases.add(tx, org, release):
            raise _lost(number + 1, None)
        known = people.people(tx, org, [one.person for one in prepared.changes])
        reached = {id for id, person in known.items() if mail and person.email}
        messages.add(tx, messages_of(term, release, prepared.changes, reached, found.instance))
        audit.done(tx, actor, "release.make", [term.id, release.id], number=release.number)
    return release


def plan_of(tx: Tx, org: str, release: Release) -> Plan:
    """Give what people live by in a release: the data and the timetable."""
    return (
        instances.load(tx, org, release.instance),
        timetables.load(tx, org, release.timetable),
    )


def release_of(store: Store, actor: Actor, id: str) -> Release:
    """Give a release.

    Raises
    ------
    NotFoundError
        There is none of this id, or it is not theirs.
    """
    with store.read() as tx:
        return _found(tx, actor, id, Action.RELEASE_READ)


def listed(
    store: Store, actor: Actor, term: str, *, before: int | None = None, limit: int = 50
) -> list[Release]:
    """Give the releases of a term, the last one first."""
    with store.read() as tx:
        allow_term(actor, Action.RELEASE_READ, terms.term(tx, actor.organisation, term))
        return releases.of_term(tx, actor.organisation, term, before=before, limit=limit)


def holding(store: Store, actor: Actor, term: str, when: date) -> Release | None:
    """Say which release holds on a date, if any."""
    with store.read() as tx:
        record = terms.term(tx, actor.organisation, term)
        allow_term(actor, Action.RELEASE_READ, record)
        if not record.first <= when <= record.last:
            return None
        return releases.holding(tx, actor.organisation, term, when)


@dataclass(frozen=True, kw_only=True)
class Compared:
    """What a release changed since the one before."""

    old: Plan | None
    """None for the first release."""
    new: Plan
    changes: tuple[PersonChanges, ...]


def compared(store: Store, actor: Actor, id: str) -> Compared:
    """Say for each person what a release changed since the one before, from where to where."""
    with store.read() as tx:
        release = _found(tx, actor, id, Action.TIMETABLE_READ)
        before = releases.of_term(
            tx, actor.organisation, release.term, before=release.number, limit=1
        )
        new = plan_of(tx, actor.organisation, release)
        old = plan_of(tx, actor.organisation, before[0]) if before else None
    changes = differences(old, new)
    audit.seen(store, actor, Action.RELEASE_READ, [id, *(one.person for one in changes)])
    return Compared(old=old, new=new, changes=changes)


def _found(tx: Tx, actor: Actor, id: str, action: Action) -> Release:
    release = releases.find(tx, actor.organisation, id)
    if release is None:
        raise NotFoundError("There is no such release.")
    allow_term(actor, action, terms.term(tx, actor.organisation, release.term))
    return release


def _refuse_date(term: TermRecord, holds_from: date, today: date) -> None:
    if holds_from < today:
        message = f"It is {today} at the school, and the past does not change."
        step = f"Choose {max(today, term.first)} or later."
    elif not term.first <= holds_from <= term.last:
        message = f"The term is from {term.first} to {term.last}."
        step = "Choose a date in it."
    else:
        return
    fault = Fault(
        thing="release",
        field="holds_from",
        message=message,
        next_step=step,
        position="/holds_from",
    )
    raise InvalidInputError(f"A release cannot hold from that date. {message} {step}", [fault])


def _lost(number: int, last: Release | None) -> ConflictError:
    return ConflictError(
        f"Release {number} is the last one by now. Look at what it changed and decide anew.",
        () if last is None else (last.id,),
    )

"""Timetables: scored, kept when made by hand, read and compared. Nothing here solves."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime

from scheduler.check import broken, score, violations
from scheduler.domain.accounts import Actor
from scheduler.domain.faults import timetable_faults
from scheduler.domain.instance import Instance
from scheduler.domain.records import TimetableOrigin, TimetableRecord
from scheduler.domain.rules import Score, Violation
from scheduler.domain.runs import Reason
from scheduler.domain.timetable import Timetable
from scheduler.errors import InvalidInputError, TooManyError
from scheduler.service import audit
from scheduler.service.differences import differences
from scheduler.service.rights import Action
from scheduler.service.saying import sentences
from scheduler.service.subjects import allow_term
from scheduler.store import instances, terms, timetables
from scheduler.store.engine import Store

_CHECKING = threading.BoundedSemaphore(1)
"""The checker keeps a processor busy: one at a time, so that other requests are answered."""
_PATIENCE = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """What a timetable breaks and what it costs."""

    violations: tuple[Violation, ...]
    """Of required rules: none, or it is no answer."""
    softened: tuple[Violation, ...]
    """Of rules that this school has softened; they cost points."""
    score: Score
    demands: int
    """How many items there are to place."""


def scored(store: Store, actor: Actor, instance: str, timetable: Timetable) -> Scored:
    """Score any timetable, a hand-made one too, without keeping it.

    Raises
    ------
    InvalidInputError
        It names what the data has not.
    NotFoundError
        There is no such version of the data.

    """
    return _scored(_given(store, actor, Action.TIMETABLE_SCORE, instance), timetable)


def _given(store: Store, actor: Actor, action: Action, instance: str) -> Instance:
    with store.read() as tx:
        version = instances.version(tx, actor.organisation, instance)
        allow_term(actor, action, terms.term(tx, actor.organisation, version.term))
        return instances.load(tx, actor.organisation, instance)


def _scored(instance: Instance, timetable: Timetable) -> Scored:
    found = timetable_faults(instance, timetable)
    if found:
        raise InvalidInputError(
            f"The timetable names what the data has not: {len(found)} faults.", found
        )
    if not _CHECKING.acquire(timeout=_PATIENCE):
        raise TooManyError("Other timetables are being scored. Try again in a moment.", 10)
    try:
        every = violations(instance, timetable)
        return Scored(
            violations=tuple(one for one in every if one.rule not in instance.soft_points),
            softened=tuple(one for one in every if one.rule in instance.soft_points),
            score=score(instance, timetable),
            demands=instance.demands,
        )
    finally:
        _CHECKING.release()


def checked(store: Store, actor: Actor, instance: str, timetable: Timetable) -> Score:
    """Check a timetable made by hand before it is kept; what is kept breaks no rule.

    Raises
    ------
    InvalidInputError
        It breaks rules; each is said.

    """
    given = _given(store, actor, Action.TIMETABLE_KEEP, instance)
    found = _scored(given, timetable)
    if found.violations or any(broken(given, timetable)):
        count = len(found.violations)
        raise InvalidInputError(
            f"The timetable breaks rules in {count} places, and is not kept."
            " POST /v1/score says each. Mend it, or soften the rules in the data."
        )
    return found.score


def keep(
    store: Store, actor: Actor, instance: str, timetable: Timetable, score: Score, name: str
) -> TimetableRecord:
    """Keep a timetable made by hand that `checked` has passed."""
    with store.write() as tx:
        version = instances.version(tx, actor.organisation, instance)
        term = terms.term(tx, actor.organisation, version.term)
        allow_term(actor, Action.TIMETABLE_KEEP, term)
        record = timetables.add(
            tx,
            actor.organisation,
            timetable,
            instance=instance,
            score=score,
            origin=TimetableOrigin.HAND,
            made_by=actor.account,
            name=name,
        )
        audit.done(tx, actor, "timetable.keep", [record.id])
        return record


def record(store: Store, actor: Actor, timetable: str) -> TimetableRecord:
    """Say about a timetable what can be said without reading it."""
    with store.read() as tx:
        found = timetables.record(tx, actor.organisation, timetable)
        allow_term(actor, Action.TIMETABLE_READ, terms.term(tx, actor.organisation, found.term))
        return found


def records(
    store: Store,
    actor: Actor,
    term: str,
    before: tuple[datetime, str] | None = None,
    most: int = 50,
) -> list[TimetableRecord]:
    """The timetables of a term, newest first, without what a run has bettered itself."""
    with store.read() as tx:
        known = terms.term(tx, actor.organisation, term)
        allow_term(actor, Action.TIMETABLE_READ, known)
        return timetables.records(tx, actor.organisation, term=term, before=before, most=most)


def read(store: Store, actor: Actor, timetable: str) -> Timetable:
    """Read a timetable; everybody in it is seen."""
    found = record(store, actor, timetable)
    with store.read() as tx:
        whole = timetables.load(tx, actor.organisation, timetable)
    audit.seen(store, actor, Action.TIMETABLE_READ, [found.id])
    return whole


def reasons(store: Store, actor: Actor, timetable: str) -> tuple[Reason, ...] | None:
    """Why what is unplaced is unplaced; None while nobody has found out."""
    record(store, actor, timetable)
    with store.read() as tx:
        return timetables.reasons(tx, actor.organisation, timetable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What differs between two timetables, person by person, and in their scores."""

    old: TimetableRecord
    new: TimetableRecord
    people: dict[str, tuple[str, ...]]
    """For each person touched what is different, a sentence each, in ids."""


def compared(store: Store, actor: Actor, old: str, new: str) -> Compared:
    """Say what differs between two timetables of a term, and for whom.

    Raises
    ------
    InvalidInputError
        They are of different terms.

    """
    before, after = record(store, actor, old), record(store, actor, new)
    if before.term != after.term:
        raise InvalidInputError("The two timetables are of different terms. Take two of one term.")
    with store.read() as tx:
        plans = [
            (
                instances.load(tx, actor.organisation, one.instance),
                timetables.load(tx, actor.organisation, one.id),
            )
            for one in (before, after)
        ]
    instance = plans[1][0]
    people = {one.person: sentences(instance, one, str) for one in differences(plans[0], plans[1])}
    audit.seen(store, actor, Action.TIMETABLE_READ, [old, new])
    return Compared(old=before, new=after, people=people)

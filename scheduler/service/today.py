"""Today, as people live by it: somebody is ill, and the day is looked at anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from scheduler.domain.accounts import Actor
from scheduler.domain.instance import Instance
from scheduler.domain.records import TermRecord
from scheduler.errors import ConflictError, Fault, InvalidInputError
from scheduler.service import audit
from scheduler.service.mornings import Day, this_morning
from scheduler.service.rights import Action, may
from scheduler.service.subjects import allow_term, of_term
from scheduler.store import instances, releases, terms, timetables
from scheduler.store.columns import now
from scheduler.store.engine import Store

Clock = Callable[[], datetime]


@dataclass(frozen=True, kw_only=True)
class Today:
    """What is lived by on a day of a term."""

    term: TermRecord
    when: date
    at: int
    """The minute of the day before which nothing moves: 0 for a day to come."""
    school: Instance | None
    """None where nothing is released for that day."""


def today(
    store: Store, actor: Actor, term: str, on: date | None = None, clock: Clock = now
) -> Today:
    """Say which day it is at the school, or will be, and by what data it is lived.

    Raises
    ------
    InvalidInputError
        The day is past.
    """
    org = actor.organisation
    with store.read() as tx:
        record = terms.term(tx, org, term)
        allow_term(actor, Action.RESHUFFLE_READ, record)
        here = clock().astimezone(ZoneInfo(record.zone))
        when = here.date() if on is None else on
        if when < here.date():
            raise _past(when)
        release = releases.holding(tx, org, term, when)
        school = None if release is None else instances.load(tx, org, release.instance)
    at = here.hour * 60 + here.minute if when == here.date() else 0
    return Today(term=record, when=when, at=at, school=school)


def without(
    store: Store,
    actor: Actor,
    term: str,
    away: Sequence[str],
    on: date | None = None,
    *,
    at: int | None = None,
    clock: Clock = now,
) -> tuple[Today, Day]:
    """Say how a day can be with somebody away; whoever it is about is seen.

    Parameters
    ----------
    at
        The minute before which nothing moves; None: now, or the morning of a day to come.

    Raises
    ------
    ConflictError
        Nothing is released for that day.
    InvalidInputError
        It is past or no school day, or somebody is neither mentor nor staff.
    """
    found, org = today(store, actor, term, on, clock), actor.organisation
    with store.read() as tx:
        release = releases.holding(tx, org, term, found.when)
        if release is None or found.school is None:
            raise ConflictError("Nothing is released for that day. Release a draft first.")
        timetable = timetables.load(tx, org, release.timetable)
    minute = found.at if at is None else max(at, found.at)
    day = this_morning(found.school, timetable, found.when, away, minute)
    audit.seen(store, actor, Action.RESHUFFLE_READ, [term, *day.away, *day.touched])
    return found, day


def running(store: Store, actor: Actor, clock: Clock = now) -> list[TermRecord]:
    """Give the terms that today is in, of those that the actor may look at."""
    with store.read() as tx:
        known = terms.terms(tx, actor.organisation)
    return [
        one
        for one in known
        if one.first <= clock().astimezone(ZoneInfo(one.zone)).date() <= one.last
        and may(actor, Action.RESHUFFLE_READ, of_term(one))
    ]


def _past(when: date) -> InvalidInputError:
    fault = Fault(
        thing="day",
        field="on",
        message=f"{when} is past; what has been cannot be changed.",
        next_step="Choose today or a day to come.",
        position="/on",
    )
    return InvalidInputError("The day cannot be looked at: 1 fault.", [fault])

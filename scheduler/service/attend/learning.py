"""What the record says of who comes when: suggestions for people, rates for the planner."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.attendance.patterns import Observed, learn
from scheduler.attendance.planning import rates_for
from scheduler.attendance.rollup import Lived
from scheduler.attendance.suggestions import Suggestion, suggest
from scheduler.domain.codes import Counts
from scheduler.domain.instance import Instance
from scheduler.domain.records import InstanceRecord
from scheduler.domain.timetable import journey_minutes
from scheduler.errors import ConflictError
from scheduler.service import plan
from scheduler.service.attend.reports import is_day_out, period
from scheduler.service.rights import Action, allow
from scheduler.service.subjects import allow_term
from scheduler.store import instances, terms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.domain.accounts import Actor
    from scheduler.store.engine import Store

FEWEST_DAYS = 20
"""Days out of which something must be known before rates are made of them."""


def observed(lived: Iterable[Lived]) -> list[Observed]:
    """Turn days out into observations; what nobody has said anything about is none."""
    found = []
    for one in lived:
        expected, standing = one
        if not is_day_out(one) or standing.counts is Counts.NOTHING:
            continue
        ride = next((leg.run for leg in expected.there if leg.run is not None), None)
        mode = expected.mode
        found.append(
            Observed(
                student=expected.student,
                weekday=expected.day.weekday(),
                site=expected.site,
                mode=mode,
                minutes=journey_minutes(expected.there),
                attended=standing.counts is Counts.PRESENT,
                late=standing.is_late,
                ride=ride or (f"{mode.value} to {expected.site}" if mode is not None else ""),
            )
        )
    return found


def suggestions(lived: Iterable[Lived], most: int = 20) -> list[Suggestion]:
    """Say what stands out and may be worth a look, the clearest first."""
    return suggest(observed(lived))[:most]


def keep_rates(store: Store, actor: Actor, term: str) -> InstanceRecord:
    """Keep the next version of a term's data, with rates learned from it and the term before.

    Raises
    ------
    ConflictError
        Too little is known yet.
    """
    return plan.keep_instance(store, actor, with_rates(store, actor, term))


def with_rates(store: Store, actor: Actor, term: str) -> Instance:
    """Give a term's data with rates learned from it and the term before; nothing is kept yet.

    Raises
    ------
    ConflictError
        Too little is known yet.
    """
    allow(actor, Action.INSTANCE_KEEP)
    with store.read() as tx:
        record = terms.term(tx, actor.organisation, term)
        allow_term(actor, Action.INSTANCE_KEEP, record)
        newest = instances.newest(tx, actor.organisation, record.id)
        if newest is None:
            raise ConflictError("There is no data of this term yet. Load it first.")
        school = instances.load(tx, actor.organisation, newest.id)
    lived = list(period(store, actor, record.id).lived)
    if record.follows is not None:
        lived += period(store, actor, record.follows).lived
    seen = observed(lived)
    if len(seen) < FEWEST_DAYS:
        raise ConflictError(
            "Too few days out were recorded to learn from. Come back in some weeks."
        )
    return replace(school, attendance=rates_for(school, learn(seen)))

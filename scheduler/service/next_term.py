"""Beginning the next term with what is known from this one."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.domain.accounts import Actor
from scheduler.domain.instance import Instance
from scheduler.domain.records import InstanceOrigin, InstanceRecord, TermRecord
from scheduler.domain.timetable import Timetable
from scheduler.errors import ConflictError, NotFoundError
from scheduler.service import audit
from scheduler.service.rights import Action
from scheduler.service.rolling import NextTerm, Rolled, rolled
from scheduler.service.subjects import allow_term
from scheduler.store import instances, releases, terms, timetables
from scheduler.store.engine import Store


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """The next term as it would be, with nothing kept."""

    before: TermRecord
    rolled: Rolled


def prepare(store: Store, actor: Actor, term: str, wanted: NextTerm) -> Prepared:
    """Carry a term's data over; of its last release, or the newest where there is none.

    Raises
    ------
    NotFoundError
        There is no such term, it is not theirs, or it has no data.
    InvalidInputError
        The dates are no term, or what comes of it has faults.
    """
    org = actor.organisation
    with store.read() as tx:
        record = terms.term(tx, org, term)
        allow_term(actor, Action.INSTANCE_KEEP, record)
        last = releases.last(tx, org, term)
        school: Instance
        released: Timetable | None = None
        if last is not None:
            school = instances.load(tx, org, last.instance)
            released = timetables.load(tx, org, last.timetable)
        else:
            newest = instances.newest(tx, org, term)
            if newest is None:
                raise NotFoundError("This term has no data to carry over.", (term,))
            school = instances.load(tx, org, newest.id)
    return Prepared(before=record, rolled=rolled(school, released, wanted))


def begin(store: Store, actor: Actor, prepared: Prepared) -> InstanceRecord:
    """Keep the data of the next term as its first version.

    Raises
    ------
    ConflictError
        There is a term whose data has this id.
    """
    org, made = actor.organisation, prepared.rolled.instance
    with store.write() as tx:
        terms.hold(tx, org, prepared.before.id)
        if any(one.instance_key == made.id for one in terms.terms(tx, org)):
            raise ConflictError("There is a term with this id already. Choose another id.")
        kept = instances.add(
            tx,
            org,
            made,
            made_by=actor.account,
            origin=InstanceOrigin.ROLLED,
            follows=prepared.before.id,
        )
        audit.done(tx, actor, "term.roll", [prepared.before.id, kept.term])
    return kept

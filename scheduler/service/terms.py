"""Schools, terms and the versions of their data: what there is to plan with."""

from __future__ import annotations

from scheduler.domain.accounts import Actor
from scheduler.domain.instance import Instance
from scheduler.domain.people import School
from scheduler.domain.records import InstanceRecord, TermRecord
from scheduler.service import audit
from scheduler.service.rights import Action, Subject, allow, may
from scheduler.service.subjects import allow_term, of_term
from scheduler.store import instances, schools, terms
from scheduler.store.engine import Store


def schools_of(store: Store, actor: Actor) -> list[School]:
    """The schools that somebody's account is for, by name."""
    allow(actor, Action.SCHOOL_READ)
    with store.read() as tx:
        found = schools.schools(tx, actor.organisation)
    home = actor.organisation
    return [
        one
        for one in found
        if may(
            actor,
            Action.SCHOOL_READ,
            Subject(organisation=home, schools=frozenset({one.id})),
        )
    ]


def terms_of(store: Store, actor: Actor) -> list[TermRecord]:
    """The terms that somebody may know of, latest first."""
    allow(actor, Action.TERM_READ)
    with store.read() as tx:
        found = terms.terms(tx, actor.organisation)
    return [term for term in found if may(actor, Action.TERM_READ, of_term(term))]


def term(store: Store, actor: Actor, term_id: str) -> TermRecord:
    """A term."""
    with store.read() as tx:
        found = terms.term(tx, actor.organisation, term_id)
    allow_term(actor, Action.TERM_READ, found)
    return found


def versions(
    store: Store, actor: Actor, term_id: str, before: int | None, most: int
) -> list[InstanceRecord]:
    """The versions of a term's data, newest first."""
    with store.read() as tx:
        allow_term(actor, Action.INSTANCE_READ, terms.term(tx, actor.organisation, term_id))
        return instances.versions(tx, actor.organisation, term_id, before=before, most=most)


def version(store: Store, actor: Actor, instance: str) -> InstanceRecord:
    """Say about a version of a term's data what can be said without reading it."""
    with store.read() as tx:
        found = instances.version(tx, actor.organisation, instance)
        allow_term(actor, Action.INSTANCE_READ, terms.term(tx, actor.organisation, found.term))
        return found


def data(store: Store, actor: Actor, instance: str) -> Instance:
    """A version of a term's data whole: everybody's records are read, and that is noted."""
    found = version(store, actor, instance)
    with store.read() as tx:
        whole = instances.load(tx, actor.organisation, instance)
    audit.seen(store, actor, Action.INSTANCE_READ, [found.id])
    return whole

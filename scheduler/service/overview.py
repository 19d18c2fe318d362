"""What there is in a term: what people live by, the draft, timetables, runs and data."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.domain.accounts import Actor
from scheduler.domain.drafts import DraftStanding, Release
from scheduler.domain.records import InstanceRecord, TermRecord, TimetableRecord
from scheduler.domain.service_runs import RunRecord
from scheduler.service.lived import today
from scheduler.service.rights import Action, allow, may
from scheduler.service.subjects import allow_term, of_term
from scheduler.store import drafts, instances, organisations, releases, runs, terms, timetables
from scheduler.store.engine import Store

NEWEST = 20
"""Timetables, runs and versions that a term's page lists."""


@dataclass(frozen=True, kw_only=True)
class TermLine:
    """A term in a list."""

    term: TermRecord
    release: Release | None
    """What people live by today."""
    has_draft: bool


@dataclass(frozen=True, kw_only=True)
class TermOverview:
    """A term with the newest of everything in it, as far as one may see it."""

    term: TermRecord
    release: Release | None
    """What people live by today."""
    following: Release | None
    """What they will live by next."""
    draft: DraftStanding | None = None
    timetables: tuple[TimetableRecord, ...] = ()
    runs: tuple[RunRecord, ...] = ()
    instances: tuple[InstanceRecord, ...] = ()


def organisation_name(store: Store, actor: Actor) -> str:
    """Say what the organisation is called that somebody belongs to."""
    with store.read() as tx:
        return organisations.organisation(tx, actor.organisation).name


def lines(store: Store, actor: Actor) -> list[TermLine]:
    """List the terms that somebody may know of, latest first."""
    allow(actor, Action.TERM_READ)
    org = actor.organisation
    with store.read() as tx:
        found = [t for t in terms.terms(tx, org) if may(actor, Action.TERM_READ, of_term(t))]
        planned = drafts.standings(tx, org)
        return [
            TermLine(
                term=term,
                release=releases.holding(tx, org, term.id, today(term)),
                has_draft=may(actor, Action.DRAFT_READ, of_term(term)) and term.id in planned,
            )
            for term in found
        ]


def terms_by_id(store: Store, actor: Actor) -> dict[str, TermRecord]:
    """Give the terms that somebody may know of."""
    allow(actor, Action.TERM_READ)
    with store.read() as tx:
        found = terms.terms(tx, actor.organisation)
    return {one.id: one for one in found if may(actor, Action.TERM_READ, of_term(one))}


def overview(store: Store, actor: Actor, term: str) -> TermOverview:
    """Say what there is in a term.

    Raises
    ------
    NotFoundError
        There is no such term, or it is not theirs.
    """
    org = actor.organisation
    with store.read() as tx:
        record = terms.term(tx, org, term)
        allow_term(actor, Action.TERM_READ, record)
        day = today(record)
        made = releases.of_term(tx, org, term)
        holding = next((one for one in made if one.holds_from <= day), None)
        # Of those that begin later, one made after another takes its place.
        later = [one for one in made if one.holds_from > day]
        later = [one for one in later if holding is None or one.number > holding.number]
        overtaken = {
            one.id for one in later for o in later if o.number > one.number
            and o.holds_from <= one.holds_from
        }  # fmt: skip
        following = min(
            (one for one in later if one.id not in overtaken),
            key=lambda one: one.holds_from,
            default=None,
        )
        found = TermOverview(term=record, release=holding, following=following)
        if not may(actor, Action.TIMETABLE_READ, of_term(record)):
            return found
        return TermOverview(
            term=record,
            release=holding,
            following=following,
            draft=drafts.standings(tx, org).get(term),
            timetables=tuple(timetables.records(tx, org, term=term, most=NEWEST)),
            runs=tuple(runs.runs(tx, org, terms=[term], most=NEWEST)),
            instances=tuple(instances.versions(tx, org, term, most=NEWEST)),
        )


def versions(store: Store, actor: Actor) -> list[tuple[TermRecord, InstanceRecord]]:
    """List the newest versions of the data of all terms, for choosing one."""
    allow(actor, Action.INSTANCE_READ)
    org = actor.organisation
    with store.read() as tx:
        return [
            (term, version)
            for term in terms.terms(tx, org)
            if may(actor, Action.INSTANCE_READ, of_term(term))
            for version in instances.versions(tx, org, term.id, most=NEWEST)
        ]


def version_numbers(store: Store, actor: Actor, term: str) -> dict[str, int]:
    """Give the number of each version of a term's data by its id."""
    with store.read() as tx:
        allow_term(actor, Action.INSTANCE_READ, terms.term(tx, actor.organisation, term))
        found = instances.versions(tx, actor.organisation, term, most=1000, tried=True)
    return {one.id: one.number for one in found}

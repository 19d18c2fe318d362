"""Something changes: repairs of the last release are asked for, and read.

A reshuffle is a run that waits for a worker; nothing here solves. The data with the edits
made is kept with it, and counts as a version of the term's only once a repair is accepted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from scheduler.config import Settings
from scheduler.domain.accounts import Actor
from scheduler.domain.drafts import Release
from scheduler.domain.edits import Applied, Dated, Edit, apply, faults
from scheduler.domain.instance import Instance, Pins
from scheduler.domain.pins import Pin, is_empty, joined
from scheduler.domain.records import EditRecord, InstanceOrigin, ReshuffleRecord, TermRecord
from scheduler.domain.repairs import back_on, earliest, notice_weight
from scheduler.domain.runs import Limits
from scheduler.domain.service_runs import Operation, RunRecord, RunState
from scheduler.domain.timetable import Timetable
from scheduler.errors import ConflictError, InvalidInputError
from scheduler.files import edit_document
from scheduler.service import audit, plan
from scheduler.service.change_faults import held_by, of_lost, of_notice, of_release
from scheduler.service.others_people import refuse_others_people
from scheduler.service.rights import Action
from scheduler.service.scenarios import nameless
from scheduler.service.subjects import allow_term
from scheduler.store import edits as kept_edits
from scheduler.store import instances, releases, reshuffles, runs, terms, timetables
from scheduler.store.columns import now
from scheduler.store.engine import Store
from scheduler.store.ids import new_id

Clock = Callable[[], datetime]
NO_RELEASE = "Nothing is released in this term yet. Release a draft first."


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A reshuffle found to be without fault, with nothing kept."""

    term: str
    release: str
    base: str
    """The data of the release."""
    start: str
    """The timetable of the release."""
    edits: tuple[Edit, ...]
    applied: Applied
    ready: instances.Ready
    """The changed data written out."""
    first: date
    until: date | None
    weight: int
    limits: Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Reshuffle:
    """A reshuffle as it stands."""

    record: ReshuffleRecord
    run: RunRecord | None
    """As long as it is kept."""
    edits: tuple[EditRecord, ...]


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What a change begins from."""

    term: TermRecord
    release: Release | None
    """The last one; None where nothing is released yet."""
    school: Instance | None
    """The data of the release."""
    begins: date | None
    """The first school day after today and the days of notice."""


def ground(store: Store, actor: Actor, term: str, notice: int, clock: Clock = now) -> Ground:
    """Say what a change of a term would begin from, and from when on it may hold."""
    org = actor.organisation
    with store.read() as tx:
        record = terms.term(tx, org, term)
        allow_term(actor, Action.RESHUFFLE_READ, record)
        last = releases.last(tx, org, term)
        school = None if last is None else instances.load(tx, org, last.instance)
    today = clock().astimezone(ZoneInfo(record.zone)).date()
    begins = None if school is None else earliest(school.term, today, notice)
    return Ground(term=record, release=last, school=school, begins=begins)


@dataclass(frozen=True, kw_only=True)
class Named:
    """The term of a reshuffle, and what ids in it are called."""

    term: TermRecord
    name: Callable[[str], str]


def names_of(store: Store, actor: Actor, record: ReshuffleRecord) -> Named:
    """Say what people and things are called, before and after a change."""
    org = actor.organisation
    with store.read() as tx:
        term = terms.term(tx, org, record.term)
        allow_term(actor, Action.RESHUFFLE_READ, term)
        release = releases.find(tx, org, record.release)
        assert release is not None, "a reshuffle names a release that is kept"
        old = instances.load(tx, org, release.instance)
        names = old.names | instances.load(tx, org, record.instance).names
    return Named(term=term, name=lambda id: names.get(id, id))


def prepare(
    store: Store,
    actor: Actor,
    term: str,
    edits: Sequence[Edit],
    first: date,
    limits: Limits,
    *,
    settings: Settings,
    pins: Sequence[Pin] = (),
    until: date | None = None,
    clock: Clock = now,
) -> Asked:
    """Look at a change to the last release of a term.

    Parameters
    ----------
    first
        From when on it holds: today, the past and the notice period never move.
    pins
        Entries of the release that stay as they are.
    until
        The last date it holds on; None: to the end of the term.

    Raises
    ------
    ConflictError
        Nothing is released yet.
    InvalidInputError
        With every fault of the date, the edits and the pins.
    """
    plan.refuse_limits(limits, settings)
    org = actor.organisation
    with store.read() as tx:
        record = terms.term(tx, org, term)
        allow_term(actor, Action.RESHUFFLE_MAKE, record)
        last = releases.last(tx, org, term)
        if last is None:
            raise ConflictError(NO_RELEASE)
        school = instances.load(tx, org, last.instance)
        timetable = timetables.load(tx, org, last.timetable)
    today = clock().astimezone(ZoneInfo(record.zone)).date()
    held, unknown = held_by(timetable, pins)
    if not is_empty(held):
        before = school.pins.timetable or Timetable(instance=school.id)
        school = replace(school, pins=Pins(timetable=joined(before, held)))
    found = [
        *(of_notice(school, first, today, settings.notice_days) or of_release(last, first, today)),
        *faults(school, Dated(edits=tuple(edits), since=first, until=until), today),
        *unknown,
    ]
    applied = None
    if not found:
        applied = apply(school, edits)
        found += of_lost(pins, held, applied.instance)
    if found or applied is None:
        many = "1 fault" if len(found) == 1 else f"{len(found)} faults"
        raise InvalidInputError(f"The change cannot be made: {many}. Nothing was kept.", found)
    with store.read() as tx:
        ready = instances.make_ready(tx, org, applied.instance, last.instance)
    return Asked(
        term=term,
        release=last.id,
        base=last.instance,
        start=last.timetable,
        edits=tuple(edits),
        applied=applied,
        ready=ready,
        first=first,
        until=None if until is None or back_on(school.term, until) is None else until,
        weight=notice_weight(school.term, today, first),
        limits=limits,
    )


def request(store: Store, actor: Actor, asked: Asked, *, name: str = "") -> Reshuffle:
    """Queue a reshuffle, with the changed data kept for it."""
    org = actor.organisation
    with store.write() as tx:
        allow_term(actor, Action.RESHUFFLE_MAKE, terms.term(tx, org, asked.term))
        refuse_others_people(tx, actor, asked.applied.instance)  # somebody may join
        version = instances.add(
            tx,
            org,
            asked.applied.instance,
            ready=asked.ready,
            made_by=actor.account,
            origin=InstanceOrigin.EDITED,
            tried=True,
            base=asked.base,
        )
        for one in asked.edits:
            kept = kept_edits.add(
                tx,
                org,
                asked.term,
                one.edit,
                edit_document(nameless(one)),
                made_by=actor.account,
            )
            kept_edits.applied(tx, org, kept.id, version.id)
        run = RunRecord(
            id=new_id("run"),
            organisation=org,
            term=asked.term,
            instance=version.id,
            name=name,
            operation=Operation.RESHUFFLE,
            limits=asked.limits,
            start=asked.start,
            state=RunState.QUEUED,
            made_by=actor.account,
            created_at=runs.moment(tx),
        )
        runs.add(tx, run)
        record = ReshuffleRecord(
            id=new_id("rsh"),
            organisation=org,
            term=asked.term,
            run=run.id,
            release=asked.release,
            instance=version.id,
            first=asked.first,
            until=asked.until,
            weight=asked.weight,
            named=asked.applied.named,
            answer=None,
            accepted=None,
            made_at=run.created_at,
            made_by=actor.account,
        )
        reshuffles.add(tx, record)
        audit.done(tx, actor, "reshuffle.make", [asked.term, record.id])
        made = tuple(kept_edits.made(tx, org, version.id))
    return Reshuffle(record=record, run=run, edits=made)


def read(store: Store, actor: Actor, reshuffle: str) -> Reshuffle:
    """Say how a reshuffle stands, with the menu once it is found.

    Raises
    ------
    NotFoundError
        There is none of this id, or it is not theirs.
    """
    org = actor.organisation
    with store.read() as tx:
        record = reshuffles.reshuffle(tx, org, reshuffle)
        allow_term(actor, Action.RESHUFFLE_READ, terms.term(tx, org, record.term))
        run = None if record.run is None else runs.run(tx, org, record.run)
        made = tuple(kept_edits.made(tx, org, record.instance))
    return Reshuffle(record=record, run=run, edits=made)


def of_run(store: Store, actor: Actor, run: str) -> str | None:
    """Give the id of the reshuffle that a run answers; None where it is not kept."""
    with store.read() as tx:
        found = reshuffles.of_runs(tx, actor.organisation, [run]).get(run)
        if found is not None:
            allow_term(actor, Action.RESHUFFLE_READ, terms.term(tx, found.organisation, found.term))
    return None if found is None else found.id


def listed(store: Store, actor: Actor, term: str) -> list[ReshuffleRecord]:
    """The reshuffles of a term, newest first."""
    org = actor.organisation
    with store.read() as tx:
        allow_term(actor, Action.RESHUFFLE_READ, terms.term(tx, org, term))
        return reshuffles.reshuffles(tx, org, term)

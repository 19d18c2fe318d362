"""Planning a term: data is kept, a run asked for, followed, stopped.

Nothing here solves: a run waits in the store for a worker.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from scheduler.config import Settings
from scheduler.domain.accounts import Actor
from scheduler.domain.faults import faults
from scheduler.domain.instance import Instance
from scheduler.domain.records import InstanceOrigin, InstanceRecord
from scheduler.domain.runs import Limits
from scheduler.domain.service_runs import Operation, RunEvent, RunRecord, RunState
from scheduler.errors import ForbiddenError, InvalidInputError
from scheduler.service.others_people import refuse_others_people
from scheduler.service.rights import Action, Subject, allow, may
from scheduler.service.subjects import of_term
from scheduler.store import instances, organisations, run_events, runs, terms, timetables
from scheduler.store.engine import Store, Tx
from scheduler.store.ids import new_id


def keep_instance(
    store: Store,
    actor: Actor,
    instance: Instance,
    *,
    origin: InstanceOrigin = InstanceOrigin.UPLOADED,
    base: str | None = None,
) -> InstanceRecord:
    """Keep a version of a term's data, which is planned with only once it has no fault.

    With ``base``, the version that it was made from, only what is different in it is news of
    people.

    Raises
    ------
    InvalidInputError
        With every fault; nothing is kept.
    ForbiddenError
        The term, or somebody in the data, is another school's.

    """
    schools = frozenset(school.id for school in instance.schools)
    allow(actor, Action.INSTANCE_KEEP, Subject(organisation=actor.organisation, schools=schools))
    found = faults(instance)
    if found:
        raise InvalidInputError(
            f"The data has {len(found)} faults and was not kept. Mend them and send it again.",
            found,
        )
    with store.write() as tx:
        organisations.hold(tx, actor.organisation)  # or the term is begun by others meanwhile
        _refuse_others_term(tx, actor, instance)
        refuse_others_people(tx, actor, instance)
        return instances.add(
            tx, actor.organisation, instance, made_by=actor.account, origin=origin, base=base
        )


def _refuse_others_term(tx: Tx, actor: Actor, instance: Instance) -> None:
    """Refuse data whose id is that of a term which has schools that are not theirs."""
    known = terms.of_key(tx, actor.organisation, instance.id)
    if known is not None and not may(actor, Action.INSTANCE_KEEP, of_term(known)):
        raise ForbiddenError(
            "The id of the data is that of another school's term, and it was not kept."
            " Give the data an id of its own.",
            (instance.id,),
        )


def request_run(
    store: Store,
    actor: Actor,
    instance: str,
    limits: Limits,
    *,
    settings: Settings,
    operation: Operation = Operation.SOLVE,
    start: str | None = None,
    name: str = "",
) -> RunRecord:
    """Queue a run of a version of a term's data; with operation ``none`` it is over at once.

    Parameters
    ----------
    start
        Id of a timetable to begin from, made for a version of the same term.

    Raises
    ------
    NotFoundError
        There is no such version or timetable.
    InvalidInputError
        The limits go beyond what this server allows.

    """
    refuse_limits(limits, settings)
    with store.write() as tx:
        version = instances.version(tx, actor.organisation, instance)
        term = terms.term(tx, actor.organisation, version.term)
        about = Subject(organisation=actor.organisation, schools=frozenset(term.schools))
        allow(actor, Action.RUN_REQUEST, about)
        if start is not None:
            begin = timetables.record(tx, actor.organisation, start)
            if begin.term != version.term:
                raise InvalidInputError(
                    "The timetable to begin from was made for another term. Choose one of this."
                )
        at = runs.moment(tx)
        record = RunRecord(
            id=new_id("run"),
            organisation=actor.organisation,
            term=version.term,
            instance=version.id,
            name=name,
            operation=operation,
            limits=limits,
            start=start,
            state=RunState.QUEUED,
            made_by=actor.account,
            created_at=at,
        )
        if operation is Operation.NONE:
            record = replace(record, state=RunState.DONE, finished_at=at)
        runs.add(tx, record)
        return record


def run_of(store: Store, actor: Actor, run: str) -> RunRecord:
    """How a run stands: state, times, best so far, bounds and gap.

    Raises
    ------
    NotFoundError
        There is none of this id.

    """
    with store.read() as tx:
        record = runs.run(tx, actor.organisation, run)
        allow(actor, Action.RUN_READ, _subject(tx, record))
        return record


def runs_of(
    store: Store,
    actor: Actor,
    *,
    term: str | None = None,
    before: tuple[datetime, str] | None = None,
    most: int = 50,
) -> list[RunRecord]:
    """Runs, the newest first; ``before``: created at and id of the last one seen."""
    allow(actor, Action.RUN_READ)
    with store.read() as tx:
        visible = [
            known.id
            for known in terms.terms(tx, actor.organisation)
            if not actor.schools or frozenset(known.schools) <= actor.schools
        ]
        wanted = [known for known in visible if term in (None, known)]
        return runs.runs(tx, actor.organisation, terms=wanted, before=before, most=most)


def stop_run(store: Store, actor: Actor, run: str) -> RunRecord:
    """Stop a run early; the best so far is kept. Stopping what is over changes nothing.

    Raises
    ------
    NotFoundError
        There is none of this id.

    """
    with store.write() as tx:
        record = runs.run(tx, actor.organisation, run)
        allow(actor, Action.RUN_STOP, _subject(tx, record))
        return runs.ask_to_stop(tx, actor.organisation, run)


def events_after(
    store: Store, actor: Actor, run: str, number: int = 0, most: int = 500
) -> tuple[list[RunEvent], bool]:
    """What happened in a run after an event, and whether that was the last there will be.

    Raises
    ------
    NotFoundError
        There is none of this id.

    """
    with store.read() as tx:
        # The state before the events: a run that is over has told everything.
        record = runs.run(tx, actor.organisation, run)
        allow(actor, Action.RUN_READ, _subject(tx, record))
        found = run_events.events_after(tx, actor.organisation, run, number, most)
        return found, record.state.is_over and len(found) < most


def _subject(tx: object, record: RunRecord) -> Subject:
    term = terms.term(tx, record.organisation, record.term)  # type: ignore[arg-type]
    return Subject(organisation=record.organisation, schools=frozenset(term.schools))


def refuse_limits(limits: Limits, settings: Settings) -> None:
    """Refuse what would hold a worker for longer, or take more of it, than is allowed."""
    if limits.seconds is None:
        raise InvalidInputError("A run needs a limit in seconds. Say one.")
    if limits.seconds > settings.run_seconds:
        raise InvalidInputError(
            f"A run may take at most {settings.run_seconds:g} seconds here. Ask for no more."
        )
    if limits.workers > settings.run_processes:
        raise InvalidInputError(
            f"A run may use at most {settings.run_processes} processes here. Ask for no more."
        )

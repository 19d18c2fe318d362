"""What if: named lists of edits to a version of a term's data, tried without touching it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from scheduler.domain.accounts import Actor
from scheduler.domain.edits import Edit, MentorJoined, StudentJoined, apply, faults
from scheduler.domain.instance import Instance
from scheduler.domain.records import EditRecord, InstanceOrigin, InstanceRecord, ScenarioRecord
from scheduler.errors import InvalidInputError, NotFoundError
from scheduler.files import edit_document, edit_of
from scheduler.service import audit, plan
from scheduler.service.rights import Action
from scheduler.service.subjects import allow_term
from scheduler.store import edits, instances, scenarios, terms
from scheduler.store.engine import Store

MOST_EDITS = 1000
"""Edits of one scenario."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A scenario with its edits."""

    record: ScenarioRecord
    edits: tuple[EditRecord, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """Edits found to be without fault, with nothing kept."""

    term: str
    instance: str
    edits: tuple[Edit, ...]


def scenarios_of(store: Store, actor: Actor, term: str) -> list[ScenarioRecord]:
    """The scenarios of a term, by name."""
    with store.read() as tx:
        allow_term(actor, Action.SCENARIO_READ, terms.term(tx, actor.organisation, term))
        return scenarios.scenarios(tx, actor.organisation, term)


def read(store: Store, actor: Actor, term: str, scenario: str) -> Read:
    """A scenario of a term, with its edits in order.

    Raises
    ------
    NotFoundError
        The term has none of this id.
    """
    org = actor.organisation
    with store.read() as tx:
        allow_term(actor, Action.SCENARIO_READ, terms.term(tx, org, term))
        record = scenarios.scenario(tx, org, scenario)
        if record.term != term:
            raise NotFoundError("There is no such scenario.")
        return Read(record=record, edits=tuple(edits.edits(tx, org, term, scenario)))


def prepare(
    store: Store, actor: Actor, term: str, new: Sequence[Edit], instance: str | None = None
) -> Prepared:
    """Look at edits for a scenario to come; of the newest data where no version is named.

    Raises
    ------
    NotFoundError
        There is no such term or version.
    InvalidInputError
        With every fault of the edits.
    """
    org = actor.organisation
    with store.read() as tx:
        allow_term(actor, Action.SCENARIO_EDIT, terms.term(tx, org, term))
        version = (
            instances.newest(tx, org, term)
            if instance is None
            else instances.version(tx, org, instance)
        )
        if version is None or version.term != term:
            raise NotFoundError("The term has no such version of its data.")
        school = instances.load(tx, org, version.id)
    _check(school, [], new)
    return Prepared(term=term, instance=version.id, edits=tuple(new))


def begin(store: Store, actor: Actor, prepared: Prepared, name: str) -> Read:
    """Keep a scenario.

    Raises
    ------
    ConflictError
        The term has one of this name.
    """
    org = actor.organisation
    with store.write() as tx:
        record = scenarios.add(tx, org, prepared.instance, name, made_by=actor.account)
        audit.done(tx, actor, "scenario.begin", [record.id])
    return _with(store, actor, record, prepared)


def prepare_more(
    store: Store, actor: Actor, term: str, scenario: str, new: Sequence[Edit]
) -> Prepared:
    """Look at edits that are to come after those of a scenario.

    Raises
    ------
    NotFoundError
        The term has no such scenario.
    InvalidInputError
        With every fault of the edits.
    """
    found = read(store, actor, term, scenario)
    with store.read() as tx:
        allow_term(actor, Action.SCENARIO_EDIT, terms.term(tx, actor.organisation, term))
        school = instances.load(tx, actor.organisation, found.record.instance)
    _check(school, [edit_of(one.body) for one in found.edits], new)
    return Prepared(term=term, instance=found.record.instance, edits=tuple(new))


def extend(store: Store, actor: Actor, scenario: str, prepared: Prepared) -> Read:
    """Keep more edits of a scenario."""
    with store.read() as tx:
        record = scenarios.scenario(tx, actor.organisation, scenario)
    return _with(store, actor, record, prepared)


def drop(store: Store, actor: Actor, term: str, scenario: str) -> None:
    """Take a scenario away.

    Raises
    ------
    NotFoundError
        The term has none of this id.
    """
    found = read(store, actor, term, scenario)
    with store.write() as tx:
        allow_term(actor, Action.SCENARIO_EDIT, terms.term(tx, actor.organisation, term))
        scenarios.drop(tx, actor.organisation, found.record.id)
        audit.done(tx, actor, "scenario.drop", [found.record.id])


def data_of(store: Store, actor: Actor, found: Read) -> Instance:
    """The data of a scenario with its edits made.

    Raises
    ------
    InvalidInputError
        An edit cannot be made any more, since one before it was erased.
    """
    with store.read() as tx:
        school = instances.load(tx, actor.organisation, found.record.instance)
    return apply(school, [edit_of(one.body) for one in found.edits]).instance


def keep_data(store: Store, actor: Actor, found: Read, made: Instance) -> InstanceRecord:
    """Keep the data of a scenario as a version of the term's: what if becomes what is."""
    base = found.record.instance
    kept = plan.keep_instance(store, actor, made, origin=InstanceOrigin.EDITED, base=base)
    with store.write() as tx:
        for one in found.edits:
            edits.applied(tx, actor.organisation, one.id, kept.id)
        audit.done(tx, actor, "scenario.keep", [found.record.id, kept.id])
    return kept


def _check(school: Instance, before: Sequence[Edit], new: Sequence[Edit]) -> None:
    if len(before) + len(new) > MOST_EDITS:
        raise InvalidInputError(
            f"A scenario has at most {MOST_EDITS} edits. Begin another one with the rest."
        )
    found = faults(apply(school, before).instance, new)
    if found:
        many = "1 fault" if len(found) == 1 else f"{len(found)} faults"
        raise InvalidInputError(f"The edits cannot be made: {many}. Nothing was kept.", found)


def _with(store: Store, actor: Actor, record: ScenarioRecord, prepared: Prepared) -> Read:
    org = actor.organisation
    with store.write() as tx:
        for one in prepared.edits:
            edits.add(
                tx,
                org,
                prepared.term,
                one.edit,
                edit_document(nameless(one)),
                made_by=actor.account,
                scenario=record.id,
            )
        found = edits.edits(tx, org, prepared.term, record.id)
    return Read(record=record, edits=tuple(found))


def nameless(edit: Edit) -> Edit:
    """Call new people by their ids: names are kept in one place, where they can be erased."""
    if isinstance(edit, MentorJoined):
        return replace(edit, mentor=replace(edit.mentor, name=edit.mentor.id))
    if isinstance(edit, StudentJoined):
        return replace(edit, student=replace(edit.student, name=edit.student.id))
    return edit

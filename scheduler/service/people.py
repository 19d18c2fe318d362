"""People's own data: found, read, exported whole, and erased; each is in the audit log."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from scheduler.domain.accounts import Actor
from scheduler.domain.ids import AdvisoryId, StudentId
from scheduler.domain.instance import Instance
from scheduler.domain.records import Person, PersonKind, Receipt, TermRecord
from scheduler.errors import NotFoundError
from scheduler.service import audit
from scheduler.service.rights import Action, allow, allow_whole, may
from scheduler.service.subjects import Latest
from scheduler.store import erasing, people
from scheduler.store.engine import Store, Tx

_NOBODY = "There is nobody with this id here. Check the id."
MOST_FOUND = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Somebody, and the latest data that has them in it."""

    person: Person
    term: TermRecord | None
    instance: Instance | None


def find(store: Store, actor: Actor, text: str, most: int = MOST_FOUND) -> list[Person]:
    """Find people by id or part of a name, among those whose records one may read."""
    allow(actor, Action.PERSON_READ)
    wanted = " ".join(text.casefold().split())
    with store.read() as tx:
        known = people.people(tx, actor.organisation)
        named = [
            one
            for one in sorted(known.values(), key=lambda one: (one.name.casefold(), one.id))
            if wanted == one.id.casefold() or wanted in one.name.casefold()
        ]
        latest = Latest(tx, actor.organisation)
        found = [one for one in named if may(actor, Action.PERSON_READ, latest.subject(one.id))]
    found = found[:most]
    _note(store, actor, Action.PERSON_READ, found)
    return found


def one(store: Store, actor: Actor, person: str, action: Action = Action.PERSON_READ) -> Known:
    """Read what is known of somebody.

    Raises
    ------
    NotFoundError
        There is nobody of this id, they were erased, or are not theirs to read.

    """
    with store.read() as tx:
        known = _known(tx, actor, person, action)
    _note(store, actor, action, [known.person])
    return known


def _known(tx: Tx, actor: Actor, person: str, action: Action) -> Known:
    allow(actor, action)
    try:
        found = people.person(tx, actor.organisation, person)
    except NotFoundError:
        raise NotFoundError(_NOBODY) from None
    latest = Latest(tx, actor.organisation)
    allow(actor, action, latest.subject(person))
    term, instance = latest.with_person(person) or (None, None)
    return Known(person=found, term=term, instance=instance)


def set_email(store: Store, actor: Actor, person: str, email: str | None) -> None:
    """Say where somebody is written to."""
    with store.write() as tx:
        _known(tx, actor, person, Action.PERSON_EDIT)
        people.set_email(tx, actor.organisation, person, email)
        audit.done(tx, actor, "person.email", [person])


def erase(store: Store, actor: Actor, person: str) -> Receipt:
    """Erase somebody: what says who they are goes, numbers stay, a receipt is given.

    Raises
    ------
    NotFoundError
        There is nobody of this id, or they were erased before.

    """
    with store.write() as tx:
        _known(tx, actor, person, Action.PERSON_ERASE)
        receipt = erasing.erase(tx, actor.organisation, person, actor.account)
        audit.done(tx, actor, "person.erase", [person], receipt=receipt.id)
    return receipt


def receipts(store: Store, actor: Actor) -> list[Receipt]:
    """All erasures, latest first."""
    allow_whole(actor, Action.PERSON_ERASE)
    with store.read() as tx:
        return erasing.receipts(tx, actor.organisation)


def record_of(known: Known) -> dict[str, Any] | None:
    """What a term's data says of somebody beside name and home, as people wrote it."""
    if known.instance is None:
        return None
    instance, person = known.instance, known.person.id
    kinds: dict[PersonKind, dict[Any, Any]] = {
        PersonKind.STUDENT: instance.student_of,
        PersonKind.STAFF: instance.staff_of,
        PersonKind.MENTOR: instance.mentor_of,
    }
    found = kinds.get(known.person.kind, {}).get(person)
    if found is None:
        return None
    return {key: value for key, value in asdict(found).items() if key not in ("name", "home")}


def advisory_of(known: Known) -> AdvisoryId | None:
    """The advisory that a student is in."""
    if known.instance is None or known.person.kind is not PersonKind.STUDENT:
        return None
    student = known.instance.student_of.get(StudentId(known.person.id))
    return None if student is None else student.advisory


def _note(store: Store, actor: Actor, action: Action, found: list[Person]) -> None:
    """Note whose records are read, by themselves too."""
    if found:
        audit.seen(store, actor, action, [one.id for one in found])

"""All that is kept about one person, to be handed to them or their guardian."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from scheduler.domain.accounts import Actor
from scheduler.domain.instance import Instance
from scheduler.domain.records import PersonKind
from scheduler.domain.timetable import Unplaced
from scheduler.service import audit
from scheduler.service.appointments import Appointment, appointments
from scheduler.service.people import one
from scheduler.service.rights import Action
from scheduler.store import (
    accounts,
    alert_steps,
    instances,
    links,
    mark_notes,
    marks,
    messages,
    people,
    refusals,
    releases,
    terms,
    timetables,
)
from scheduler.store import audit as log
from scheduler.store.engine import Store, Tx

_ANYTHING: TypeAdapter[Any] = TypeAdapter(Any)
_APPOINTMENTS = TypeAdapter(tuple[Appointment, ...])
_UNPLACED = TypeAdapter(tuple[Unplaced, ...])
MOST_ENTRIES = 100_000


def export(store: Store, actor: Actor, person: str) -> dict[str, Any]:
    """Everything kept about somebody, by kind; other people are in it by their ids.

    Raises
    ------
    NotFoundError
        There is nobody of this id, they were erased, or are not theirs to export.

    """
    known = one(store, actor, person, Action.PERSON_EXPORT)
    home = actor.organisation
    with store.read() as tx:
        entries = log.page(tx, home, before=None, limit=MOST_ENTRIES, subject=person)
        own = [
            entry
            for account in accounts.of_person(tx, home, person)
            for entry in log.page(tx, home, before=None, limit=MOST_ENTRIES, actor=account.id)
        ]
        found = {
            "person": {
                "id": person,
                "kind": known.person.kind,
                "name": known.person.name,
                "home": known.person.home,
                "email": known.person.email,
            },
            "editions": people.editions(tx, home, person),
            "terms": [_in_term(tx, home, term.id, person) for term in terms.terms(tx, home)],
            "marks": (about := marks.of_student(tx, home, person)),
            "mark_notes": mark_notes.of_marks(tx, home, [mark.id for mark in about]),
            "refused_marks": refusals.of_student(tx, home, person),
            "alert_steps": alert_steps.of_student(tx, home, person),
            "messages": messages.of_person(tx, home, person),
            "accounts": accounts.of_person(tx, home, person),
            "links": links.of_person(tx, home, person),
            "seen_and_changed_by": entries,
            "own_doings": own,
        }
    audit.seen(store, actor, Action.PERSON_EXPORT, [person])
    whole: dict[str, Any] = _ANYTHING.dump_python(found, mode="json")
    return whole


def _in_term(tx: Tx, home: str, term: str, person: str) -> dict[str, Any]:
    versions, before = [], None
    for version in reversed(instances.versions(tx, home, term, most=10_000, tried=True)):
        said = _said_of(instances.load(tx, home, version.id), person)
        if said is not None and said != before:
            versions.append({"version": version.number, "made_at": version.made_at, "data": said})
            before = said
    lived = []
    for release in releases.of_term(tx, home, term):
        instance = instances.load(tx, home, release.instance)
        timetable = timetables.load(tx, home, release.timetable)
        unplaced = tuple(item for item in timetable.unplaced if item.student == person)
        lived.append(
            {
                "release": release.number,
                "holds_from": release.holds_from,
                "week": _APPOINTMENTS.dump_python(
                    appointments(instance, timetable).get(person, ()), mode="json"
                ),
                "unplaced": _UNPLACED.dump_python(unplaced, mode="json"),
            }
        )
    return {"term": term, "data": versions, "releases": lived}


def _said_of(instance: Instance, person: str) -> Any:
    """What a version of a term's data says of somebody."""
    for kind, group in (
        (PersonKind.STUDENT, instance.students),
        (PersonKind.STAFF, instance.staff),
        (PersonKind.MENTOR, instance.mentors),
    ):
        for each in group:
            if each.id == person:
                return {"kind": kind, **TypeAdapter(type(each)).dump_python(each, mode="json")}
    return None

"""Ids that stand for one person or site here, and for another in a term at the same time.

What is kept of people goes by organisation and id, their marks by the day as well: whoever has
an id in common has all that in common, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from scheduler.domain.accounts import Actor
from scheduler.domain.instance import Instance
from scheduler.domain.people import Mentor, Student
from scheduler.domain.places import InternshipSite
from scheduler.domain.records import TermRecord
from scheduler.domain.words import several
from scheduler.service.rights import Action, Subject, allow, may
from scheduler.service.subjects import of_term
from scheduler.service.warnings import Warned
from scheduler.store import erasing, instances, terms
from scheduler.store.engine import Store

Thing = Student | Mentor | InternshipSite
_KINDS: dict[str, Callable[[Instance], tuple[Thing, ...]]] = {
    "student": lambda instance: instance.students,
    "mentor": lambda instance: instance.mentors,
    "site": lambda instance: instance.internship_sites,
}


def same_ids(store: Store, actor: Actor, instance: Instance, *, names: bool = True) -> list[Warned]:
    """Say which ids of data mean others in terms of the organisation that overlap in dates.

    Without ``names`` of people, and of terms that are not theirs in any case.
    """
    org = actor.organisation
    schools = frozenset(school.id for school in instance.schools)
    allow(actor, Action.INSTANCE_KEEP, Subject(organisation=org, schools=schools))
    found: list[Warned] = []
    with store.read() as tx:
        erased = {one.person for one in erasing.receipts(tx, org)}
        for term in terms.terms(tx, org):
            if term.instance_key == instance.id or not _overlap(term, instance):
                continue
            newest = instances.newest(tx, org, term.id)
            if newest is not None:
                theirs = instances.load(tx, org, newest.id)
                called = term.name if may(actor, Action.INSTANCE_READ, of_term(term)) else ""
                found += _between(instance, theirs, called, erased, names=names and bool(called))
    return found


def same_ids_of(store: Store, actor: Actor, version: str) -> list[Warned]:
    """Say it of a version of the data that is kept."""
    with store.read() as tx:
        instance = instances.load(tx, actor.organisation, version)
    return same_ids(store, actor, instance)


def _overlap(term: TermRecord, instance: Instance) -> bool:
    return term.first <= instance.term.last and instance.term.first <= term.last


def _between(
    ours: Instance, theirs: Instance, term: str, erased: set[str], *, names: bool
) -> Iterator[Warned]:
    """Compare data with that of another term; who was erased has no name there any more."""
    for kind, things in _KINDS.items():
        known = {one.id: one for one in things(theirs)}
        others = [
            (one, known[one.id])
            for one in things(ours)
            if one.id in known and one.id not in erased and _is_another(one, known[one.id])
        ]
        if others:
            yield _warned(kind, others, term or "another term", names=names)


def _is_another(one: Thing, other: Thing) -> bool:
    return (one.name, _place(one)) != (other.name, _place(other))


def _place(one: Thing) -> object:
    match one:
        case Student():
            return one.home
        case InternshipSite():
            return one.position
    return None


def _warned(kind: str, others: list[tuple[Thing, Thing]], term: str, *, names: bool) -> Warned:
    (one, other), many = others[0], len(others)
    if not names:
        first = one.id if many == 1 else f"{one.id} is the first"
    elif one.name == other.name:
        first = f"{one.id} is {one.name} here and there, at two places"
    else:
        first = f"{one.id} is {one.name} here and {other.name} there"
    return Warned(
        code="same-ids",
        sentence=f"{several(many, f'{kind} id')} {'stands' if many == 1 else 'stand'} for others"
        f" in {term}, which overlaps in dates: {first}."
        " Attendance and all else is kept by id, and would be mixed up: give them ids of their"
        " own, such as with the school's letters before them, and load the data again.",
        subjects=tuple(mine.id for mine, _ in others),
    )

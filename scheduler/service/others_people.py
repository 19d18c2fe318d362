"""People in data whom other schools have already: not for an account of some schools to take.

What is known of people goes by organisation and id. Who keeps data with an id in it gives a
name to whoever has that id, and rights over them to the schools of the data.
"""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.domain.accounts import Actor
from scheduler.domain.instance import Instance
from scheduler.domain.words import several
from scheduler.errors import ForbiddenError
from scheduler.service.rights import Action, may
from scheduler.service.subjects import of_term
from scheduler.service.whose_week import subject_of
from scheduler.store import instances, releases, terms
from scheduler.store.anonymous import people_in
from scheduler.store.engine import Tx

_FIRST = 5


def refuse_others_people(tx: Tx, actor: Actor, instance: Instance) -> None:
    """Refuse data with people of other schools' terms, unless they are in their own already.

    Raises
    ------
    ForbiddenError
        With the ids.
    """
    if not actor.schools:
        return
    new = {one.id for one in people_in(instance)}
    org = actor.organisation
    theirs: set[str] = set()
    mine: set[str] = set()
    for term in terms.terms(tx, org):
        is_mine = may(actor, Action.INSTANCE_KEEP, of_term(term))
        for school in _data(tx, org, term.id):
            for one in new & {one.id for one in people_in(school)}:
                if is_mine:
                    mine.add(one)
                elif not may(actor, Action.INSTANCE_KEEP, subject_of(org, school, one)[1]):
                    theirs.add(one)
    others = sorted(theirs - mine)
    if others:
        many = several(len(others), "id")
        first = ", ".join(others[:_FIRST]) + (" and others" if len(others) > _FIRST else "")
        raise ForbiddenError(
            f"The data has {many} of people of other schools in it and was not kept: {first}."
            " Give your people ids of their own, or let somebody load the data whose account is"
            " for all these schools.",
            others,
        )


def _data(tx: Tx, org: str, term: str) -> Iterator[Instance]:
    """Give what is known of a term, and what is lived in it."""
    newest, last = instances.newest(tx, org, term), releases.last(tx, org, term)
    versions = [newest.id] if newest is not None else []
    if last is not None and last.instance not in versions:
        versions.append(last.instance)
    for version in versions:
        yield instances.load(tx, org, version)

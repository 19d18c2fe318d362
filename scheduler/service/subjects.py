"""What an action is about, for the question whether somebody may do it."""

from __future__ import annotations

from scheduler.domain.accounts import Actor
from scheduler.domain.records import TermRecord
from scheduler.errors import NotFoundError
from scheduler.service.rights import Action, Subject, allow
from scheduler.service.whose_week import is_in, subject_of
from scheduler.store import instances, terms
from scheduler.store.engine import Tx


def of_term(term: TermRecord) -> Subject:
    """A term belongs to its schools."""
    return Subject(organisation=term.organisation, schools=frozenset(term.schools))


def allow_term(actor: Actor, action: Action, term: TermRecord) -> None:
    """Let pass who may do this with this term.

    Raises
    ------
    ForbiddenError, NotFoundError
        As `rights.allow`.
    """
    allow(actor, action, of_term(term))


def of_person(tx: Tx, organisation: str, person: str) -> Subject:
    """Say whose somebody is by the latest data that names them.

    Raises
    ------
    NotFoundError
        No data of the organisation names them.
    """
    for term in terms.terms(tx, organisation):
        newest = instances.newest(tx, organisation, term.id)
        if newest is None:
            continue
        school = instances.load(tx, organisation, newest.id)
        if is_in(school, person):
            return subject_of(organisation, school, person)[1]
    raise NotFoundError("There is nobody with this id here. Check the id.")

"""What an action is about, for the question whether somebody may do it."""

from __future__ import annotations

from scheduler.domain.accounts import Actor
from scheduler.domain.records import TermRecord
from scheduler.service.rights import Action, Subject, allow


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

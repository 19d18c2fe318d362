"""What an action is about, for the question whether somebody may do it."""

from __future__ import annotations

from dataclasses import replace

from scheduler.domain.accounts import Actor
from scheduler.domain.ids import MentorId
from scheduler.domain.instance import Instance
from scheduler.domain.records import TermRecord
from scheduler.errors import NotFoundError
from scheduler.service.rights import ALL_SCHOOLS, Action, Subject, allow
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
    latest = Latest(tx, organisation)
    if latest.with_person(person) is None:
        raise NotFoundError("There is nobody with this id here. Check the id.")
    return latest.subject(person)


class Latest:
    """The newest data of each term, the latest term first, each read when it is asked for."""

    def __init__(self, tx: Tx, organisation: str) -> None:
        self.organisation = organisation
        self._tx = tx
        self._terms = terms.terms(tx, organisation)
        self._read_already: dict[str, Instance | None] = {}

    def with_person(self, person: str) -> tuple[TermRecord, Instance] | None:
        """The latest term that has somebody in it: no room or site of that id."""
        for term in self._terms:
            instance = self._of(term)
            if instance is not None and is_in(instance, person):
                return term, instance
        return None

    def subject(self, person: str) -> Subject:
        """Whose data somebody's is, as the latest term says that has them in it.

        A mentor's is of every school whose students they have, or may have, in any term.
        """
        found = self.with_person(person)
        if found is None:
            return Subject(organisation=self.organisation, schools=ALL_SCHOOLS, person=person)
        subject = subject_of(self.organisation, found[1], person)[1]
        mentor, schools = MentorId(person), set(subject.schools)
        if mentor in found[1].mentor_of:
            for term in self._terms:
                if not schools.issuperset(term.schools) and (instance := self._of(term)):
                    schools |= instance.schools_of_mentor.get(mentor, frozenset())
        return replace(subject, schools=frozenset(schools))

    def _of(self, term: TermRecord) -> Instance | None:
        if term.id not in self._read_already:
            newest = instances.newest(self._tx, self.organisation, term.id)
            self._read_already[term.id] = (
                None if newest is None else instances.load(self._tx, self.organisation, newest.id)
            )
        return self._read_already[term.id]

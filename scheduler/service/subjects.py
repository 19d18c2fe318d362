"""What an action is about, for the question whether somebody may do it."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.domain.accounts import Actor
from scheduler.domain.ids import MentorId, StaffId, StudentId
from scheduler.domain.instance import Instance
from scheduler.domain.records import TermRecord
from scheduler.errors import NotFoundError
from scheduler.service.rights import Action, Subject, allow
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
        schools = frozenset(_schools(school, person))
        if schools or MentorId(person) in school.mentor_of:
            student = school.student_of.get(StudentId(person))
            advisor = () if student is None else (school.advisory_of[student.advisory].advisor,)
            return Subject(
                organisation=organisation,
                schools=schools,
                person=person,
                advisors=frozenset(advisor),
            )
    raise NotFoundError("There is nobody with this id here. Check the id.")


def _schools(school: Instance, person: str) -> Iterator[str]:
    """The schools somebody is of; a mentor is of none in particular."""
    student = school.student_of.get(StudentId(person))
    if student is not None:
        yield school.school_site_of_student(student).school
    staff = school.staff_of.get(StaffId(person))
    if staff is not None:
        yield staff.school

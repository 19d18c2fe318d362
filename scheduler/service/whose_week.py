"""Whose week the week of a thing is: what rights ask before it is shown."""

from __future__ import annotations

from scheduler.domain.accounts import Actor
from scheduler.domain.ids import AdvisoryId, MentorId, RoomId, RunId, StaffId, StudentId
from scheduler.domain.instance import Instance
from scheduler.service.rights import Action, Subject, may


def may_see(actor: Actor, instance: Instance, one: str) -> bool:
    """Whether somebody may see the week of a thing."""
    action, subject = subject_of(actor.organisation, instance, one)
    return may(actor, action, subject)


def is_in(instance: Instance, person: str) -> bool:
    """Whether somebody is in a term's data, as a student, as staff or as a mentor."""
    return (
        StudentId(person) in instance.student_of
        or StaffId(person) in instance.staff_of
        or MentorId(person) in instance.mentor_of
    )


def subject_of(organisation: str, instance: Instance, one: str) -> tuple[Action, Subject]:
    """Say what the week of a thing is about: whose it is, and of which schools."""
    if one in instance.run_of:
        one = instance.run_of[RunId(one)].vehicle
    if (student := instance.student_of.get(StudentId(one))) is not None:
        return Action.WEEK_READ, Subject(
            organisation=organisation,
            schools=frozenset({instance.school_site_of_student(student).school}),
            person=one,
            advisors=frozenset({instance.advisory_of[student.advisory].advisor}),
        )
    if (advisory := instance.advisory_of.get(AdvisoryId(one))) is not None:
        return Action.WEEK_READ, Subject(
            organisation=organisation,
            schools=frozenset({instance.room_of[advisory.room][1].school}),
            advisors=frozenset({advisory.advisor}),
        )
    if (theirs := instance.schools_of_mentor.get(MentorId(one))) is not None:
        return Action.WEEK_READ, Subject(organisation=organisation, schools=theirs, person=one)
    if (staff := instance.staff_of.get(StaffId(one))) is not None:
        return Action.WEEK_READ, Subject(
            organisation=organisation, schools=frozenset({staff.school}), person=one
        )
    return Action.PLACE_READ, Subject(organisation=organisation, schools=_schools(instance, one))


def _schools(instance: Instance, one: str) -> frozenset[str]:
    sites = {
        *(instance.room_of[id][1] for id in (RoomId(one),) if id in instance.room_of),
        *(site for site in instance.school_sites if site.id == one),
        *(
            instance.school_site_of[section.site]
            for workshop in instance.workshops
            for section in workshop.sections
            if one in (workshop.id, section.id)
        ),
    }
    # Where interns are, and in vans, there may be students of any school.
    every = frozenset(school.id for school in instance.schools)
    return frozenset(site.school for site in sites) or every

"""Who may do what with whose data: the table, and the two questions asked of it.

Every route names its action (`scheduler.api.asking.allowed`) and every service function asks
`allow` about the thing itself. A test walks the whole table over every route.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from scheduler.domain.accounts import Actor, Role
from scheduler.errors import ForbiddenError, NotFoundError


class Whose(StrEnum):
    """Whose data an action may be done with, seen from the one who asks."""

    SCHOOLS = "schools"
    """Anything of the schools the account is for (all, where it names none)."""
    SHARED = "shared"
    """What at least one of these schools has part in, alone or with others."""
    ADVISEES = "advisees"
    """Students of an advisory they lead."""
    WARDS = "wards"
    """Students they are guardian of."""
    WITH = "with them"
    """Students who are expected with them: interns, and those in sessions that they lead."""
    OWN = "own"
    """Their own."""


class Action(StrEnum):
    """What can be done; also the scopes that an API key may have."""

    SCHOOL_READ = "school.read"
    TERM_READ = "term.read"
    TERM_EDIT = "term.edit"
    INSTANCE_KEEP = "instance.keep"
    INSTANCE_READ = "instance.read"
    RUN_REQUEST = "run.request"
    RUN_READ = "run.read"
    RUN_STOP = "run.stop"
    TIMETABLE_READ = "timetable.read"
    TIMETABLE_SCORE = "timetable.score"
    TIMETABLE_KEEP = "timetable.keep"
    DRAFT_READ = "draft.read"
    DRAFT_EDIT = "draft.edit"
    RELEASE_READ = "release.read"
    RELEASE_MAKE = "release.make"
    SCENARIO_READ = "scenario.read"
    SCENARIO_EDIT = "scenario.edit"
    """Trying what if: nothing comes of it for anybody."""
    RESHUFFLE_READ = "reshuffle.read"
    RESHUFFLE_MAKE = "reshuffle.make"
    """Asking for repairs of a release, and accepting one: it becomes the next release."""
    MESSAGE_READ = "message.read"
    MESSAGE_SEND = "message.send"
    WEEK_READ = "week.read"
    """The week of a person or an advisory."""
    PLACE_READ = "place.read"
    """The week of a site, room or van, with everybody in it."""
    MARK_MAKE = "mark.make"
    """To say that a student was there, or was not."""
    MARK_DISPUTE = "mark.dispute"
    ATTENDANCE_READ = "attendance.read"
    """How it stands with somebody, and the marks it comes from."""
    ATTENDANCE_DECIDE = "attendance.decide"
    """To settle disputes, to void a faulty period, and to see what was refused."""
    ALERT_EDIT = "alert.edit"
    """To say that somebody who is missing was called about, or found."""
    CODE_READ = "code.read"
    CODE_EDIT = "code.edit"
    DEVICE_MAKE = "device.make"
    """To let a student's phone, or a kiosk, check in."""
    PERSON_READ = "person.read"
    PERSON_EDIT = "person.edit"
    PERSON_EXPORT = "person.export"
    PERSON_ERASE = "person.erase"
    CALENDAR_MAKE = "calendar.make"
    LINK_MAKE = "link.make"
    ACCOUNT_READ = "account.read"
    ACCOUNT_EDIT = "account.edit"
    KEY_MAKE = "key.make"
    AUDIT_READ = "audit.read"
    RETENTION_READ = "retention.read"
    ME_READ = "me.read"
    """Who is asking, and what they may do."""
    ME_EDIT = "me.edit"
    """One's own password and sign-ins."""


ALWAYS = frozenset({Action.ME_READ.value})
"""What every key and link may be used for."""


_EVERYBODY: Mapping[Role, frozenset[Whose]] = {role: frozenset({Whose.OWN}) for role in Role}
_SHARED: Mapping[Role, frozenset[Whose]] = {role: frozenset({Whose.SHARED}) for role in Role}
"""For what says nothing of anybody: whose week is seen in it is asked for each thing."""


def _of(*roles: Role, **whose: tuple[Whose, ...]) -> Mapping[Role, frozenset[Whose]]:
    table = {role: frozenset({Whose.SCHOOLS}) for role in roles}
    return table | {Role(role): frozenset(them) for role, them in whose.items()}


_ADVISEES = (Whose.OWN, Whose.ADVISEES)
_LED = (Whose.ADVISEES, Whose.WITH)
_WITH = (Whose.WITH,)
_OWN = (Whose.OWN,)
_WARDS = (Whose.WARDS,)
_PLANNERS = (Role.SCHEDULER,)
_OFFICE = (Role.SCHEDULER, Role.ADMIN, Role.COORDINATOR)

RIGHTS: Mapping[Action, Mapping[Role, frozenset[Whose]]] = {
    Action.SCHOOL_READ: _of(*Role),
    Action.TERM_READ: _SHARED,
    Action.TERM_EDIT: _of(Role.SCHEDULER, Role.ADMIN),
    Action.INSTANCE_KEEP: _of(*_PLANNERS),
    Action.INSTANCE_READ: _of(*_OFFICE),
    Action.RUN_REQUEST: _of(*_PLANNERS),
    Action.RUN_READ: _of(*_OFFICE),
    Action.RUN_STOP: _of(*_PLANNERS),
    Action.TIMETABLE_READ: _of(*_OFFICE),
    Action.TIMETABLE_SCORE: _of(*_OFFICE),
    Action.TIMETABLE_KEEP: _of(*_PLANNERS),
    Action.DRAFT_READ: _of(*_OFFICE),
    Action.DRAFT_EDIT: _of(*_PLANNERS),
    Action.RELEASE_READ: _SHARED,
    Action.RELEASE_MAKE: _of(*_PLANNERS),
    Action.SCENARIO_READ: _of(*_OFFICE),
    Action.SCENARIO_EDIT: _of(*_OFFICE),
    Action.RESHUFFLE_READ: _of(*_OFFICE),
    Action.RESHUFFLE_MAKE: _of(Role.SCHEDULER, Role.ADMIN),
    Action.MESSAGE_READ: _of(*_OFFICE),
    Action.MESSAGE_SEND: _of(*_PLANNERS),
    Action.WEEK_READ: _of(*_OFFICE, advisor=_ADVISEES, mentor=_OWN, student=_OWN, guardian=_WARDS),
    Action.PLACE_READ: _of(*_OFFICE),
    Action.MARK_MAKE: _of(*_OFFICE, advisor=_LED, mentor=_WITH, student=_OWN, guardian=_WARDS),
    Action.MARK_DISPUTE: _of(*_OFFICE, advisor=_ADVISEES, student=_OWN, guardian=_WARDS),
    Action.ATTENDANCE_READ: _of(
        *_OFFICE, advisor=_LED, mentor=_WITH, student=_OWN, guardian=_WARDS
    ),
    Action.ATTENDANCE_DECIDE: _of(*_OFFICE),
    Action.ALERT_EDIT: _of(*_OFFICE, advisor=_ADVISEES),
    Action.CODE_READ: _of(*Role),
    Action.CODE_EDIT: _of(Role.SCHEDULER, Role.ADMIN),
    Action.DEVICE_MAKE: _of(*_OFFICE, advisor=_ADVISEES, student=_OWN),
    Action.PERSON_READ: _of(
        *_OFFICE, advisor=_ADVISEES, mentor=_OWN, student=_OWN, guardian=_WARDS
    ),
    Action.PERSON_EDIT: _of(*_OFFICE),
    Action.PERSON_EXPORT: _of(Role.ADMIN, advisor=_OWN, mentor=_OWN, student=_OWN, guardian=_WARDS),
    Action.PERSON_ERASE: _of(Role.ADMIN),
    Action.CALENDAR_MAKE: _of(
        *_OFFICE, advisor=_ADVISEES, mentor=_OWN, student=_OWN, guardian=_WARDS
    ),
    Action.LINK_MAKE: _of(*_OFFICE),
    Action.ACCOUNT_READ: _of(Role.ADMIN),
    Action.ACCOUNT_EDIT: _of(Role.ADMIN),
    Action.KEY_MAKE: _of(Role.SCHEDULER, Role.ADMIN),
    Action.AUDIT_READ: _of(Role.ADMIN),
    Action.RETENTION_READ: _of(Role.ADMIN),
    Action.ME_READ: _EVERYBODY,
    Action.ME_EDIT: _EVERYBODY,
}
"""Role x action x whose; what is not here is not allowed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The thing an action is about: where it belongs and whose it is."""

    organisation: str
    schools: frozenset[str]
    """The schools it is about; empty for what is about none in particular."""
    person: str | None = None
    """The id of the person whose data it is."""
    advisors: frozenset[str] = frozenset()
    """Who leads the advisory of that student."""
    hosts: frozenset[str] = frozenset()
    """With whom that student is expected on the dates it is about."""


ALL_SCHOOLS = frozenset({""})
"""Stands for what is about the whole organisation: not for accounts of single schools."""


class Purpose(StrEnum):
    """What a mentor's link may be for."""

    WEEK = "week.read"
    """Seeing who comes when."""
    CONFIRM = "confirm"
    """Confirming that interns are there, and seeing who comes when."""


PURPOSES: Mapping[Purpose, frozenset[str]] = {
    Purpose.WEEK: frozenset(
        action.value
        for action in (
            Action.WEEK_READ,
            Action.TERM_READ,
            Action.RELEASE_READ,
            Action.ME_EDIT,  # to leave; the rest of it is for who signed in
        )
    ),
    Purpose.CONFIRM: frozenset(
        action.value
        for action in (
            Action.MARK_MAKE,
            Action.ATTENDANCE_READ,
            Action.CODE_READ,
            Action.WEEK_READ,
            Action.TERM_READ,
            Action.RELEASE_READ,
            Action.ME_EDIT,
        )
    ),
}
"""The actions that each purpose takes."""
CHECK_IN = frozenset({Action.MARK_MAKE.value, Action.ATTENDANCE_READ.value})
"""What a student's phone may do."""
KIOSK = frozenset({Action.MARK_MAKE.value})
"""What a screen at a school site may do."""
VAN_ROLL = frozenset({Action.MARK_MAKE.value})
"""What the link of a van may do; with whom, `service.attend.taking` says."""


def whose(actor: Actor, action: Action) -> frozenset[Whose]:
    """Say with whose data somebody may do something: empty means not at all."""
    if actor.scopes is not None and action.value not in actor.scopes:
        return frozenset()
    row = RIGHTS[action]
    return frozenset().union(*(row.get(role, frozenset()) for role in actor.roles))


def may(actor: Actor, action: Action, subject: Subject | None = None) -> bool:
    """Whether somebody may do something, with this thing or with any at all."""
    granted = whose(actor, action)
    if subject is None:
        return bool(granted)
    return subject.organisation == actor.organisation and any(
        _holds(one, actor, subject) for one in granted
    )


def allow(actor: Actor, action: Action, subject: Subject | None = None) -> None:
    """Let pass who may do this with this thing, and stop everybody else.

    Raises
    ------
    ForbiddenError
        When they may do it with nobody's data.
    NotFoundError
        When they may do it, and this thing is not for them: whether there is such a thing
        is not theirs to learn.

    """
    if not may(actor, action):
        raise ForbiddenError(
            "This account may not do that. Ask an administrator of your school for the right.",
            (action.value,),
        )
    if subject is not None and not may(actor, action, subject):
        raise NotFoundError("There is nothing with this id here. Check the id.")


def allow_whole(actor: Actor, action: Action) -> None:
    """Let pass who may do this for the organisation as a whole.

    Raises
    ------
    ForbiddenError
        When they may not, or only for some of its schools.

    """
    allow(actor, action)
    if not may(actor, action, Subject(organisation=actor.organisation, schools=ALL_SCHOOLS)):
        raise ForbiddenError(
            "This is about all schools, and the account is for some. Ask an administrator of all.",
            (action.value,),
        )


def _holds(whose: Whose, actor: Actor, subject: Subject) -> bool:
    if whose is Whose.SCHOOLS:
        return not actor.schools or subject.schools <= actor.schools
    if whose is Whose.SHARED:
        return not actor.schools or bool(subject.schools & actor.schools)
    if whose is Whose.OWN:
        return subject.person is not None and subject.person == actor.person
    if whose is Whose.WITH:
        return actor.person is not None and actor.person in subject.hosts
    if whose is Whose.WARDS:
        return subject.person in actor.wards
    return actor.person is not None and actor.person in subject.advisors

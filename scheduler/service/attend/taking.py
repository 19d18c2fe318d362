"""Taking a mark: whether it can be, and what it says of the register.

A mark that cannot be taken is refused with a sentence that a mentor understands, and the
refusal is recorded. Nothing in the sentence tells of students that are not theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from scheduler.attendance.codes import DISPUTED, VOID
from scheduler.domain.accounts import Actor, LinkKind, Role
from scheduler.domain.attendance import Asked, How, Mark
from scheduler.domain.codes import Code, Counts, Direction, Scope
from scheduler.domain.ids import RunId, SchoolSiteId, SiteId, StudentId
from scheduler.domain.standing import EntryKind, Expected
from scheduler.errors import SchedulerError
from scheduler.service.attend.registers import Known
from scheduler.service.rights import Action, Subject, may

LONGEST_AHEAD = timedelta(days=366)


class MarkRefusedError(SchedulerError):
    """A mark that is not taken; ``why`` stays the same when the sentence is reworded."""

    code = "mark-refused"

    def __init__(self, why: str, sentence: str, student: str = "") -> None:
        super().__init__(sentence, (why,))
        self.why = why
        self.student = student
        """The student it is about, where there is such a one for who sent it."""


NOT_YOURS = "This student is not with you on that date. If that is wrong, tell the school."
LEFT = (
    "This student has left the school, so nothing is recorded. If that is wrong, tell the school."
)
NO_SCHOOL = "This student is not expected anywhere on that date. Check the date."
FUTURE = "That moment is still to come. Record it when it is there, or send an excuse."
NO_CODE = "That code cannot be used here. Choose one from the list of codes."
NO_MEANS = "It cannot be recorded in that way by you. Leave `how` out."
NOT_THERE = "This student is not expected there on that date. Leave the place out, or mend it."
NO_REASON = "Say in a few words why it is corrected."
NO_CORRECTION = (
    "What you correct was decided by somebody else. Ask the school's office to correct it."
)
TIMES = "The start has to be before the end. Mend the times."

_BY_ROLE: dict[Role, tuple[How, ...]] = {
    Role.SCHEDULER: (How.OFFICE, How.REGISTER, How.VAN, How.IMPORT, How.NOTE, How.KIOSK),
    Role.ADMIN: (How.OFFICE, How.REGISTER, How.VAN, How.IMPORT, How.NOTE, How.KIOSK),
    Role.COORDINATOR: (How.OFFICE, How.REGISTER, How.VAN, How.IMPORT, How.NOTE, How.KIOSK),
    Role.ADVISOR: (How.REGISTER, How.VAN),
    Role.MENTOR: (How.MENTOR,),
    Role.GUARDIAN: (How.NOTE,),
    Role.STUDENT: (How.CHECK_IN,),
}
"""How each role may record, its usual way first."""
_BY_LINK = {
    LinkKind.MENTOR: (How.MENTOR,),
    LinkKind.DEVICE: (How.CHECK_IN,),
    LinkKind.KIOSK: (How.KIOSK,),
    LinkKind.VAN: (How.VAN,),
}


def take(actor: Actor, asked: Asked, known: Known, received_at: datetime) -> Mark:
    """Make a mark of what was sent, by what is known of the term.

    Raises
    ------
    MarkRefusedError
        It cannot be taken; the sentence says why.
    """
    how = how_of(actor, asked.how)
    code = _code(known, asked, how)
    if asked.seconds_ago < 0:
        raise MarkRefusedError("from-the-future", FUTURE)
    if asked.start is not None and asked.end is not None and asked.start >= asked.end:
        raise MarkRefusedError("times", TIMES)
    effective_at = received_at - timedelta(seconds=asked.seconds_ago)
    day = asked.day if asked.day is not None and not how.is_tap else None
    day = day or effective_at.astimezone(known.zone).date()
    _check_date(known, day, code, how, received_at)
    expected = known.register.on(day).of_student(asked.student)
    _check_whose(actor, asked, known, day, expected)
    if not expected:
        raise MarkRefusedError("not-expected", NO_SCHOOL, asked.student)
    site, entry = _where(actor, asked, known, how, code, expected)
    if asked.supersedes is not None and not asked.reason.strip():
        raise MarkRefusedError("reason-missing", NO_REASON, asked.student)
    return Mark(
        id=asked.id,
        term=known.term.id,
        student=asked.student,
        day=day,
        site=site,
        entry=entry,
        code=code.id,
        how=how,
        start=asked.start,
        end=asked.end,
        about=asked.about,
        band=asked.band,
        accuracy=asked.accuracy,
        effective_at=effective_at,
        received_at=received_at,
        claimed_at=asked.claimed_at,
        offset=asked.offset,
        authority=how.authority,
        supersedes=asked.supersedes,
        made_by=actor.account,
    )


def how_of(actor: Actor, wanted: How | None) -> How:
    """Say by what means somebody records: as they say, or as usual for them.

    Raises
    ------
    MarkRefusedError
        That means is not theirs.
    """
    allowed = (
        _BY_LINK.get(actor.link, ())
        if actor.link is not None
        else tuple(how for role, ways in _BY_ROLE.items() if role in actor.roles for how in ways)
    )
    if not allowed or (wanted is not None and wanted not in allowed):
        raise MarkRefusedError("not-your-means", NO_MEANS)
    return wanted or allowed[0]


def subject_of(
    known: Known, day: date, student: str, expected: Sequence[Expected] = ()
) -> Subject | None:
    """Say whose a student is on a date, for rights; None: the data of that date has none such."""
    holding = known.register.holding(day) or known.register.first
    one = None if holding is None else holding.instance.student_of.get(StudentId(student))
    if holding is None or one is None:
        return None
    return Subject(
        organisation=known.term.organisation,
        schools=frozenset({holding.instance.school_site_of_student(one).school}),
        person=student,
        advisors=frozenset({holding.instance.advisory_of[one.advisory].advisor}),
        hosts=frozenset(person for line in expected for person in line.people),
    )


def _code(known: Known, asked: Asked, how: How) -> Code:
    code = known.reading.codes.get(asked.code)
    if code is None or not code.active or not _may_say(how, code, asked):
        raise MarkRefusedError("no-such-code", NO_CODE)
    return code


def _may_say(how: How, code: Code, asked: Asked) -> bool:
    if code.id == VOID:
        return asked.supersedes is not None and how in (How.OFFICE, How.REGISTER)
    if code.id == DISPUTED:
        return False  # disputes have an address of their own
    if how.is_tap:
        is_tap = code.direction is not Direction.NEITHER and code.counts is Counts.PRESENT
        return is_tap and asked.start is None and asked.end is None
    if how is How.VAN:
        return code.scope is Scope.ON_THE_WAY
    if how is How.NOTE:
        return code.future and code.counts is Counts.EXCUSED
    return how is not How.MENTOR or code.scope is not Scope.ON_THE_WAY


def _check_whose(
    actor: Actor, asked: Asked, known: Known, day: date, expected: Sequence[Expected]
) -> None:
    if actor.link is LinkKind.VAN and not _rides(actor, asked, known, day, expected):
        raise MarkRefusedError("not-yours", NOT_YOURS)
    subject = subject_of(known, day, asked.student, expected)
    if subject is not None and may(actor, Action.MARK_MAKE, subject):
        return
    if subject is None and _was_theirs(actor, known, asked.student):
        raise MarkRefusedError("left", LEFT, asked.student)
    raise MarkRefusedError("not-yours", NOT_YOURS)


def _rides(
    actor: Actor, asked: Asked, known: Known, day: date, expected: Sequence[Expected]
) -> bool:
    """Whether a student takes the run that is named, and it is one of the van of this link."""
    holding = known.register.holding(day)
    run = holding.instance.run_of.get(RunId(str(asked.about.get("run")))) if holding else None
    return (
        run is not None
        and run.vehicle == actor.person
        and any(leg.run == run.id for line in expected for leg in (*line.there, *line.back))
    )


def _was_theirs(actor: Actor, known: Known, student: str) -> bool:
    """Whether an earlier release of the term has a student who was with somebody."""
    for holding in known.register.holdings:
        one = holding.instance.student_of.get(StudentId(student))
        if one is None:
            continue
        subject = Subject(
            organisation=known.term.organisation,
            schools=frozenset({holding.instance.school_site_of_student(one).school}),
            person=student,
            advisors=frozenset({holding.instance.advisory_of[one.advisory].advisor}),
            hosts=frozenset(o.mentor for o in holding.timetable.days_out if o.student == student),
        )
        if may(actor, Action.MARK_MAKE, subject):
            return True
    return False


def _check_date(known: Known, day: date, code: Code, how: How, received_at: datetime) -> None:
    today = received_at.astimezone(known.zone).date()
    if day > today + LONGEST_AHEAD or (day > today and (not code.future or how.is_tap)):
        raise MarkRefusedError("from-the-future", FUTURE)


def _where(
    actor: Actor,
    asked: Asked,
    known: Known,
    how: How,
    code: Code,
    expected: Sequence[Expected],
) -> tuple[str, str]:
    """Say at what site, and about what of the register, a mark is."""
    if asked.entry:
        for line in expected:
            if line.entry == asked.entry and asked.site in ("", line.site):
                return line.site, line.entry
        raise MarkRefusedError("not-expected-there", NOT_THERE, asked.student)
    days = [line for line in expected if line.kind.is_day]
    if how is How.KIOSK:
        site = asked.site or _site_of_kiosk(actor, known, days)
        if _is_site(known, days, site):
            return site, ""
        raise MarkRefusedError("not-expected-there", NOT_THERE, asked.student)
    if how is How.CHECK_IN or (not asked.site and not code.future):
        theirs = [line for line in days if actor.person in line.people] or days
        return (theirs[0].site if theirs else expected[0].site), ""
    if asked.site in ("", *(line.site for line in expected)):
        return asked.site, ""
    if how in (How.OFFICE, How.IMPORT) and _is_site(known, days, asked.site):
        return asked.site, ""
    raise MarkRefusedError("not-expected-there", NOT_THERE, asked.student)


def _is_site(known: Known, days: Sequence[Expected], site: str) -> bool:
    if any(line.site == site for line in days):
        return True
    holding = known.register.holdings[-1]
    instance = holding.instance
    return SchoolSiteId(site) in instance.school_site_of or SiteId(site) in instance.site_of


def _site_of_kiosk(actor: Actor, known: Known, days: Sequence[Expected]) -> str:
    """A kiosk that names no site stands at the school site of the student."""
    campus = [line.site for line in days if line.kind is EntryKind.CAMPUS]
    return campus[0] if campus else ""

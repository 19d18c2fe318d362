"""The two questions, asked with ids: who fits, and why not."""

from __future__ import annotations

from datetime import date

from scheduler.domain.ids import MentorId, SectionId, StudentId, WorkshopId
from scheduler.domain.people import Student
from scheduler.errors import Fault, InvalidInputError
from scheduler.service.fit.answers import Fits, WhyNot
from scheduler.service.fit.arranging import missing
from scheduler.service.fit.ground import Ground
from scheduler.service.fit.leading import for_interns, for_lead
from scheduler.service.fit.open_days import for_day, for_mentor
from scheduler.service.fit.open_sections import for_request, for_section, unmet
from scheduler.service.fit.why_not import why_not_in, why_not_out


def fits(
    ground: Ground, about: str, *, item: str = "", away: bool = False, on: date | None = None
) -> tuple[Fits, ...]:
    """Say who or what fits what is open: of a student, a mentor, a section or an advisory.

    Parameters
    ----------
    about
        Id of a student without a place, of a mentor or section with a free seat; with
        ``away`` of a mentor, section or advisory whose lead is away.
    item
        Of a student: the workshop, or the number of the internship; empty: all that is open.
    on
        With ``away``, a date; of a section or advisory none is for the whole term.

    Raises
    ------
    InvalidInputError
        What is asked about is nothing of the kind.
    """
    instance = ground.instance
    if about in instance.student_of:
        return _of_student(ground, instance.student_of[StudentId(about)], item)
    if on is not None and instance.term.pattern_of(on) is None:
        raise _wrong("on", "That is no school day of the term.", "Choose a school day.")
    if about in instance.mentor_of:
        mentor = MentorId(about)
        if not away:
            return (for_mentor(ground, mentor),)
        if on is None:
            message = "A mentor who is away for good is a change to the release."
            raise _wrong("on", message, "Give a date, or reshuffle from the day the mentor leaves.")
        return (for_interns(ground, mentor, on),)
    if about in instance.advisory_of or (away and about in instance.section_of):
        return (for_lead(ground, about, on),)
    if about in instance.section_of:
        return (for_section(ground, SectionId(about)),)
    raise _wrong(
        "about",
        "That is no student, mentor, section or advisory of the school.",
        "Use an id of the data.",
    )


def _of_student(ground: Ground, student: Student, item: str) -> tuple[Fits, ...]:
    days = [n for n in range(len(student.internships)) if missing(ground, student, n) > 0]
    asked = unmet(ground, student)
    if item:
        days = [one for one in days if str(one) == item]
        asked = tuple(one for one in asked if one.workshop == item)
        if not days and not asked:
            message = "The student has that already, or never asked for it."
            raise _wrong("item", message, "Name an internship or workshop that is still open.")
    return (
        *(for_day(ground, student, one) for one in days),
        *(for_request(ground, student, one) for one in asked),
    )


def why_not(ground: Ground, student: str, place: str, day: int | None = None) -> WhyNot:
    """Say why a student does not have a place, and what it would take.

    Parameters
    ----------
    place
        Id of a mentor, an internship site, a workshop or a section.
    day
        A weekday, 0 to 6; None: any.

    Raises
    ------
    InvalidInputError
        The student, the place or the weekday is none.
    """
    instance = ground.instance
    known = instance.student_of.get(StudentId(student))
    if known is None:
        raise _wrong("student", "The school has no student of that id.", "Use an id of the data.")
    if day is not None and day not in instance.term.weekdays:
        raise _wrong("day", "The term has no such weekday.", "Name a weekday of the term.")
    if place in instance.mentor_of or place in instance.site_of:
        return why_not_out(ground, known, place, day)
    if place in instance.section_of or WorkshopId(place) in instance.workshop_of:
        return why_not_in(ground, known, place, day)
    raise _wrong(
        "place",
        "That is no mentor, internship site, workshop or section of the school.",
        "Use an id of the data.",
    )


def _wrong(field: str, message: str, next_step: str) -> InvalidInputError:
    fault = Fault(
        thing="question", field=field, message=message, next_step=next_step, position=f"/{field}"
    )
    return InvalidInputError(f"The question cannot be answered: {message}", [fault])

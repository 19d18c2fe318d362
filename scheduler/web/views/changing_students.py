"""What can be changed about a student in a draft: days out, and who is in which section."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from scheduler.domain.ids import SectionId, StudentId, WorkshopId
from scheduler.domain.instance import Instance
from scheduler.domain.pins import PinnedEnrolment
from scheduler.domain.rules import UnplacedKind
from scheduler.domain.timetable import DayOut, Timetable
from scheduler.service.weeks.columns import WEEKDAYS
from scheduler.service.weeks.diary import Diary
from scheduler.web.views.move_forms import (
    AS_IT_IS,
    Change,
    Choice,
    Choices,
    MoveForm,
    change,
    choices_of,
    day_pin,
    out_title,
)


def of_student(diary: Diary, pins: Timetable, one: StudentId) -> Iterator[Change]:
    """Say what can be changed about a student: days out, and who is in which section."""
    instance = diary.instance
    student = instance.student_of[one]
    for out in diary.outs_of.get(one, []):
        fixed = (("student", str(one)), ("internship", str(out.internship)), ("day", str(out.day)))
        mentors = [m for m in student.internships[out.internship].mentors if m != out.mentor]
        sites = instance.mentor_of[out.mentor].sites
        forms = [
            MoveForm(
                move="move-day",
                button="Move",
                fixed=fixed,
                choices=(
                    Choice(name="to_day", label="To", options=(AS_IT_IS, *_days(instance, out))),
                    *(
                        [
                            Choice(
                                name="to_site",
                                label="At",
                                options=(AS_IT_IS, *choices_of(diary, sites, out.site)),
                            )
                        ]
                        if len(sites) > 1
                        else []
                    ),
                ),
            ),
            MoveForm(move="drop-day", button="Take off the plan", fixed=fixed),
        ]
        if mentors:
            choice = Choice(name="mentor", label="With", options=choices_of(diary, mentors))
            forms.insert(
                1,
                MoveForm(
                    move="change-mentor",
                    button="Change the mentor",
                    fixed=fixed[:2],
                    choices=(choice,),
                ),
            )
        yield change(diary, pins, out_title(diary, out), forms, day_pin(out))
    yield from _places_wanted(diary, one)
    for section in diary.sections_of.get(one, []):
        both = (("student", str(one)), ("section", section))
        forms = [MoveForm(move="withdraw", button="Take out of it", fixed=both)]
        pin = PinnedEnrolment(student=one, section=SectionId(section))
        yield change(diary, pins, diary.names.of(section), forms, pin)
    yield from _sections_to_join(diary, one)


def _places_wanted(diary: Diary, one: StudentId) -> Iterator[Change]:
    """Days out without a place: put on a weekday by hand."""
    student, instance = diary.instance.student_of[one], diary.instance
    wanted = Counter(
        int(item.subject)
        for item in diary.timetable.unplaced
        if item.student == one and item.kind is UnplacedKind.DAY
    )
    for number, count in sorted(wanted.items()):
        mentors = student.internships[number].mentors
        days = tuple((str(day), WEEKDAYS[day]) for day in instance.term.weekdays)
        form = MoveForm(
            move="place-day",
            button="Place",
            fixed=(("student", str(one)), ("internship", str(number))),
            choices=(
                Choice(name="day", label="On", options=days),
                Choice(name="mentor", label="With", options=choices_of(diary, mentors)),
            ),
        )
        lacks = "a day" if count == 1 else f"{count:,} days"
        yield Change(title=f"Internship {number + 1} has {lacks} without a place", forms=(form,))


def _sections_to_join(diary: Diary, one: StudentId) -> Iterator[Change]:
    """Sections of the workshops that the student asked for, and is not in."""
    student, instance = diary.instance.student_of[one], diary.instance
    has = {instance.section_of[SectionId(s)][1].id for s in diary.sections_of.get(one, [])}
    wanted = [w for request in student.requests for w in request.workshops if w not in has]
    options = tuple(
        (str(section.id), f"{diary.names.of(section.id)} ({_seats(diary, section.id)})")
        for workshop in dict.fromkeys(wanted)
        for section in instance.workshop_of[WorkshopId(workshop)].sections
        if section.id in diary.running
    )
    if options:
        choice = Choice(name="section", label="Section", options=options)
        form = MoveForm(
            move="enrol", button="Put in", fixed=(("student", str(one)),), choices=(choice,)
        )
        yield Change(title="A workshop asked for", forms=(form,))


def _days(instance: Instance, out: DayOut) -> Choices:
    return tuple((str(d), WEEKDAYS[d]) for d in instance.term.weekdays if d != out.day)


def _seats(diary: Diary, section: str) -> str:
    most = diary.instance.section_of[SectionId(section)][0].most
    return f"{len(diary.enrolled.get(section, []))} of {most} seats taken"

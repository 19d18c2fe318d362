"""What can be changed about a thing in a draft: a form for each, with its choices."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.domain.calendar import DAY_NAMES
from scheduler.domain.ids import AdvisoryId, SectionId, StudentId, WorkshopId
from scheduler.domain.instance import Instance
from scheduler.domain.pins import (
    Pin,
    PinnedDay,
    PinnedEnrolment,
    PinnedMeeting,
    PinnedSection,
    is_empty,
    named,
)
from scheduler.domain.places import SchoolSite
from scheduler.domain.rules import UnplacedKind
from scheduler.domain.timetable import DayOut, RunningSection, Timetable
from scheduler.service.weeks.columns import WEEKDAYS
from scheduler.service.weeks.diary import Diary
from scheduler.service.weeks.sentences import when_text

Choices = tuple[tuple[str, str], ...]
AS_IT_IS = ("", "as it is")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Something to choose in a form."""

    name: str
    label: str
    options: Choices
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveForm:
    """A form that makes one kind of move."""

    move: str
    button: str
    fixed: tuple[tuple[str, str], ...]
    """Which thing it moves: fields that are not to choose."""
    choices: tuple[Choice, ...] = ()

    @property
    def id(self) -> str:
        """What tells it from the other forms of the page."""
        named = "-".join([self.move, *(value for _, value in self.fixed)])
        return re.sub(r"[^\w.-]", "_", named)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing in the draft: what it is, whether it is pinned, what can be done with it."""

    title: str
    forms: tuple[MoveForm, ...] = ()
    pin: tuple[tuple[str, str], ...] = ()
    """Fields that name it for pinning; none: it cannot be pinned."""
    pinned: bool = False


def changes(diary: Diary, pins: Timetable, one: str) -> tuple[Change, ...]:
    """Say what can be changed about a student, an advisory or a section."""
    instance = diary.instance
    if one in instance.student_of:
        return tuple(_of_student(diary, pins, StudentId(one)))
    if one in instance.advisory_of:
        return tuple(_of_advisory(diary, pins, AdvisoryId(one)))
    if one in instance.section_of and one in diary.running:
        return (_of_section(diary, pins, diary.running[one]),)
    return ()


def pinned_things(diary: Diary, pins: Timetable) -> tuple[Change, ...]:
    """List everything that is pinned."""
    of = diary.names.of
    found = [
        Change(title=_out_title(diary, one), pin=_fields(_day_pin(one)), pinned=True)
        for one in pins.days_out
    ]
    for meeting in pins.meetings:
        pin = PinnedMeeting(advisory=meeting.advisory, kind=meeting.kind, slot=meeting.slot)
        site = _site_of_advisory(diary.instance, meeting.advisory)
        title = f"{of(meeting.advisory)}: {meeting.kind}, {when_text(site, meeting.slot, 1)}"
        found.append(Change(title=title, pin=_fields(pin), pinned=True))
    for section in pins.sections:
        title = f"{of(section.section)}, led by {of(section.lead)}"
        pinned = _fields(PinnedSection(section=section.section))
        found.append(Change(title=title, pin=pinned, pinned=True))
    for each in pins.enrolments:
        both = PinnedEnrolment(student=each.student, section=each.section)
        title = f"{of(each.student)} in {of(each.section)}"
        found.append(Change(title=title, pin=_fields(both), pinned=True))
    return tuple(found)


def _of_student(diary: Diary, pins: Timetable, one: StudentId) -> Iterator[Change]:
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
                                options=(AS_IT_IS, *_named(diary, sites, out.site)),
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
            choice = Choice(name="mentor", label="With", options=_named(diary, mentors))
            forms.insert(
                1,
                MoveForm(
                    move="change-mentor",
                    button="Change the mentor",
                    fixed=fixed[:2],
                    choices=(choice,),
                ),
            )
        yield _change(diary, pins, _out_title(diary, out), forms, _day_pin(out))
    yield from _places_wanted(diary, one)
    for section in diary.sections_of.get(one, []):
        both = (("student", str(one)), ("section", section))
        forms = [MoveForm(move="withdraw", button="Take out of it", fixed=both)]
        pin = PinnedEnrolment(student=one, section=SectionId(section))
        yield _change(diary, pins, diary.names.of(section), forms, pin)
    yield from _sections_to_join(diary, one)


def _places_wanted(diary: Diary, one: StudentId) -> Iterator[Change]:
    """Days out without a place: put on a weekday by hand."""
    student, instance = diary.instance.student_of[one], diary.instance
    wanted = {
        int(item.subject)
        for item in diary.timetable.unplaced
        if item.student == one and item.kind is UnplacedKind.DAY
    }
    for number in sorted(wanted):
        mentors = student.internships[number].mentors
        days = tuple((str(day), WEEKDAYS[day]) for day in instance.term.weekdays)
        form = MoveForm(
            move="place-day",
            button="Place",
            fixed=(("student", str(one)), ("internship", str(number))),
            choices=(
                Choice(name="day", label="On", options=days),
                Choice(name="mentor", label="With", options=_named(diary, mentors)),
            ),
        )
        yield Change(title=f"Internship {number + 1} has a day without a place", forms=(form,))


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


def _of_advisory(diary: Diary, pins: Timetable, one: AdvisoryId) -> Iterator[Change]:
    instance = diary.instance
    lengths = {kind.name: kind.length for kind in instance.advisory_of[one].meetings}
    site = _site_of_advisory(instance, one)
    for meeting in diary.timetable.meetings:
        if meeting.advisory != one:
            continue
        length = lengths.get(meeting.kind, 1)
        form = MoveForm(
            move="move-meeting",
            button="Move",
            fixed=(("advisory", str(one)), ("kind", meeting.kind), ("slot", str(meeting.slot))),
            choices=(
                Choice(name="to_slot", label="To", options=_slots(site, length, meeting.slot)),
            ),
        )
        pin = PinnedMeeting(advisory=one, kind=meeting.kind, slot=meeting.slot)
        title = f"{meeting.kind}, {when_text(site, meeting.slot, length)}"
        yield _change(diary, pins, title, [form], pin)


def _of_section(diary: Diary, pins: Timetable, running: RunningSection) -> Change:
    instance = diary.instance
    section, workshop = instance.section_of[running.section]
    site = instance.school_site_of[section.site]
    forms = []
    rooms = [room.id for room in site.rooms if room.kind == workshop.room_kind]
    for session in running.sessions:
        at = when_text(site, session.slot, workshop.length)
        forms.append(
            MoveForm(
                move="move-session",
                button="Move",
                fixed=(("section", str(section.id)), ("slot", str(session.slot))),
                choices=(
                    Choice(
                        name="to_slot",
                        label=f"{at} to",
                        options=(AS_IT_IS, *_slots(site, workshop.length, session.slot)),
                    ),
                    Choice(
                        name="to_room",
                        label=f"{diary.names.of(session.room)} to",
                        options=(AS_IT_IS, *_named(diary, rooms, session.room)),
                    ),
                ),
            )
        )
    leads = [lead for lead in section.leads if lead != running.lead]
    which = (("section", str(section.id)),)
    if leads:
        choice = Choice(name="lead", label="Led by", options=_named(diary, leads))
        forms.append(
            MoveForm(move="change-lead", button="Change the lead", fixed=which, choices=(choice,))
        )
    forms.append(MoveForm(move="close-section", button="Close the section", fixed=which))
    title = f"{diary.names.of(section.id)}, led by {diary.names.of(running.lead)}"
    return _change(diary, pins, title, forms, PinnedSection(section=section.id))


def _change(diary: Diary, pins: Timetable, title: str, forms: list[MoveForm], pin: Pin) -> Change:
    return Change(
        title=title,
        forms=tuple(forms),
        pin=_fields(pin),
        pinned=not is_empty(named(pins, pin)),
    )


def _fields(pin: Pin) -> tuple[tuple[str, str], ...]:
    names = ("pin", "student", "internship", "day", "section", "advisory", "kind", "slot")
    return tuple((name, str(getattr(pin, name))) for name in names if hasattr(pin, name))


def _day_pin(out: DayOut) -> PinnedDay:
    return PinnedDay(student=out.student, internship=out.internship, day=out.day)


def _out_title(diary: Diary, out: DayOut) -> str:
    of = diary.names.of
    return f"{of(out.student)} out on {DAY_NAMES[out.day]}, with {of(out.mentor)} at {of(out.site)}"


def _days(instance: Instance, out: DayOut) -> Choices:
    return tuple((str(d), WEEKDAYS[d]) for d in instance.term.weekdays if d != out.day)


def _named(diary: Diary, ids: object, without: str = "") -> Choices:
    assert isinstance(ids, list | tuple)
    return tuple((str(one), diary.names.of(one)) for one in ids if one != without)


def _slots(site: SchoolSite, length: int, without: int) -> Choices:
    return tuple(
        (str(slot), when_text(site, slot, length))
        for slot in range(len(site.grid))
        if slot != without and site.span_of(slot, length) is not None
    )


def _site_of_advisory(instance: Instance, one: str) -> SchoolSite:
    return instance.room_of[instance.advisory_of[AdvisoryId(one)].room][1]


def _seats(diary: Diary, section: str) -> str:
    most = diary.instance.section_of[SectionId(section)][0].most
    return f"{len(diary.enrolled.get(section, []))} of {most} seats taken"

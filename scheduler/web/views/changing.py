"""What can be changed about a thing in a draft: a form for each, with its choices."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.domain.ids import AdvisoryId, StudentId
from scheduler.domain.pins import (
    PinnedEnrolment,
    PinnedMeeting,
    PinnedSection,
)
from scheduler.domain.timetable import RunningSection, Timetable
from scheduler.service.weeks.diary import Diary
from scheduler.service.weeks.sentences import when_text
from scheduler.web.views.changing_students import of_student
from scheduler.web.views.move_forms import (
    AS_IT_IS,
    Change,
    Choice,
    MoveForm,
    change,
    choices_of,
    day_pin,
    fields,
    out_title,
    site_of_advisory,
    slots,
)


def changes(diary: Diary, pins: Timetable, one: str) -> tuple[Change, ...]:
    """Say what can be changed about a student, an advisory or a section."""
    instance = diary.instance
    if one in instance.student_of:
        return tuple(of_student(diary, pins, StudentId(one)))
    if one in instance.advisory_of:
        return tuple(_of_advisory(diary, pins, AdvisoryId(one)))
    if one in instance.section_of and one in diary.running:
        return (_of_section(diary, pins, diary.running[one]),)
    return ()


def pinned_things(diary: Diary, pins: Timetable) -> tuple[Change, ...]:
    """List everything that is pinned."""
    of = diary.names.of
    found = [
        Change(title=out_title(diary, one), pin=fields(day_pin(one)), pinned=True)
        for one in pins.days_out
    ]
    for meeting in pins.meetings:
        pin = PinnedMeeting(advisory=meeting.advisory, kind=meeting.kind, slot=meeting.slot)
        site = site_of_advisory(diary.instance, meeting.advisory)
        title = f"{of(meeting.advisory)}: {meeting.kind}, {when_text(site, meeting.slot, 1)}"
        found.append(Change(title=title, pin=fields(pin), pinned=True))
    for section in pins.sections:
        title = f"{of(section.section)}, led by {of(section.lead)}"
        pinned = fields(PinnedSection(section=section.section))
        found.append(Change(title=title, pin=pinned, pinned=True))
    for each in pins.enrolments:
        both = PinnedEnrolment(student=each.student, section=each.section)
        title = f"{of(each.student)} in {of(each.section)}"
        found.append(Change(title=title, pin=fields(both), pinned=True))
    return tuple(found)


def _of_advisory(diary: Diary, pins: Timetable, one: AdvisoryId) -> Iterator[Change]:
    instance = diary.instance
    lengths = {kind.name: kind.length for kind in instance.advisory_of[one].meetings}
    site = site_of_advisory(instance, one)
    for meeting in diary.timetable.meetings:
        if meeting.advisory != one:
            continue
        length = lengths.get(meeting.kind, 1)
        form = MoveForm(
            move="move-meeting",
            button="Move",
            fixed=(("advisory", str(one)), ("kind", meeting.kind), ("slot", str(meeting.slot))),
            choices=(
                Choice(name="to_slot", label="To", options=slots(site, length, meeting.slot)),
            ),
        )
        pin = PinnedMeeting(advisory=one, kind=meeting.kind, slot=meeting.slot)
        title = f"{meeting.kind}, {when_text(site, meeting.slot, length)}"
        yield change(diary, pins, title, [form], pin)


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
                        options=(AS_IT_IS, *slots(site, workshop.length, session.slot)),
                    ),
                    Choice(
                        name="to_room",
                        label=f"{diary.names.of(session.room)} to",
                        options=(AS_IT_IS, *choices_of(diary, rooms, session.room)),
                    ),
                ),
            )
        )
    leads = [lead for lead in section.leads if lead != running.lead]
    which = (("section", str(section.id)),)
    if leads:
        choice = Choice(name="lead", label="Led by", options=choices_of(diary, leads))
        forms.append(
            MoveForm(move="change-lead", button="Change the lead", fixed=which, choices=(choice,))
        )
    forms.append(MoveForm(move="close-section", button="Close the section", fixed=which))
    title = f"{diary.names.of(section.id)}, led by {diary.names.of(running.lead)}"
    return change(diary, pins, title, forms, PinnedSection(section=section.id))

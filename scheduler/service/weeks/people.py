"""The weeks of people: students, advisories, mentors, staff."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

from scheduler.domain.calendar import DAY_NAMES
from scheduler.domain.ids import AdvisoryId, MentorId, StaffId, StudentId
from scheduler.service.weeks.diary import Diary
from scheduler.service.weeks.sentences import item_titles
from scheduler.service.weeks.week import Entry, Line, Week, listed


def student_week(diary: Diary, one: str) -> Week:
    """Sessions, meetings and days out of a student, with the ways there and back."""
    instance, student = diary.instance, diary.instance.student_of[StudentId(one)]
    outs = diary.outs_of.get(one, [])
    sections = diary.sections_of.get(one, [])
    entries: list[Entry] = []
    away: set[tuple[int, int]] = set()
    for out in outs:
        entries.append(
            diary.out(
                out,
                Line(f"OUT {diary.hours_text(out)}"),
                diary.line(out.mentor),
                diary.line(out.site),
                *diary.ways(out),
                whole_day=True,
            )
        )
        if diary.block_of(out) is None:
            away |= {(out.day, week) for week in instance.weeks(diary.wish_weeks(out))}
    for section in sections:
        if section in diary.running:
            entries += diary.sessions(diary.running[section])
    for meeting in diary.timetable.meetings:
        if meeting.advisory == student.advisory:
            for entry in diary.meeting(meeting):
                held = [w for w in instance.weeks(entry.weeks) if (entry.day, w) not in away]
                if held:
                    entries.append(replace(entry, weeks=tuple(held)))
    missing = [u for u in diary.timetable.unplaced if u.student == one]
    unplaced = [f"Unplaced: {text}" for text in item_titles(missing, diary.names)]
    return diary.week(
        one,
        f"student, {diary.names.both(student.advisory)}, grade {student.grade}",
        entries,
        grid=instance.school_site_of_student(student).grid,
        notes=(*diary.block_notes(outs), *unplaced),
    )


def advisory_week(diary: Diary, one: str) -> Week:
    """Meetings of an advisory, and who of it is out on which weekday."""
    instance, advisory = diary.instance, diary.instance.advisory_of[AdvisoryId(one)]
    members = {student.id: student.name for student in instance.members_of[AdvisoryId(one)]}
    _, site = instance.room_of[advisory.room]
    meetings = [m for m in diary.timetable.meetings if m.advisory == one]
    away: dict[int, list[str]] = {}
    outs = [out for student in members for out in diary.outs_of.get(student, [])]
    for out in outs:
        if diary.block_of(out) is None:
            away.setdefault(out.day, []).append(members[out.student])
    return diary.week(
        one,
        f"advisory of {diary.names.both(advisory.advisor)}, {len(members)} students",
        chain.from_iterable(diary.meeting(m) for m in meetings),
        grid=site.grid,
        notes=(
            *(
                f"Out on {DAY_NAMES[day]} ({len(away[day])}): {listed(away[day])}"
                for day in sorted(away)
            ),
            *diary.block_notes(outs),
        ),
    )


def mentor_week(diary: Diary, one: str) -> Week:
    """Interns of a mentor, where, and how they come and go."""
    outs = diary.outs_of.get(one, [])
    entries = [
        diary.out(out, diary.line(out.student), diary.line(out.site), *diary.ways(out))
        for out in outs
    ]
    mentor = diary.instance.mentor_of[MentorId(one)]
    kind = f"mentor, at most {mentor.at_once} at once, {mentor.in_all} in all"
    return diary.week(one, kind, entries, notes=diary.block_notes(outs))


def staff_week(diary: Diary, one: str) -> Week:
    """What a member of staff leads."""
    instance, staff = diary.instance, diary.instance.staff_of[StaffId(one)]
    sections = [diary.sessions(s) for s in diary.timetable.sections if s.lead == one]
    meetings = [
        diary.meeting(m)
        for m in diary.timetable.meetings
        if instance.advisory_of[m.advisory].advisor == one
    ]
    return diary.week(one, staff.kind, chain(*sections, *meetings))

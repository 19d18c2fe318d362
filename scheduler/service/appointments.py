"""What each person has in a week by a timetable: one entry a thing that is somewhere at a time.

It is what people are told, what is compared between two releases, and what goes into
their calendars.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from scheduler.check.diary import Activity, Diary, Out, diary_of
from scheduler.domain.ids import StudentId
from scheduler.domain.instance import Instance
from scheduler.domain.timetable import Journey, Timetable


class AppointmentKind(StrEnum):
    """What a person has."""

    DAY_OUT = "day-out"
    INTERN = "intern"
    """A mentor has an intern."""
    SESSION = "session"
    LEADS = "leads"
    MEETING = "meeting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """Something a person has on a weekday, in ids and in minutes after midnight."""

    kind: AppointmentKind
    about: tuple[str, ...]
    """What stays the same when it moves: an internship, a workshop, a kind of meeting."""
    what: tuple[str, ...]
    """The section, or the advisory and kind of meeting; nothing for a day out."""
    day: int
    start: int
    end: int
    weeks: tuple[int, ...]
    """Weeks of the cycle; all are named."""
    dates: tuple[date, ...] = ()
    """The dates of a block, which is not in the weekly pattern."""
    place: str
    """A room or an internship site."""
    people: tuple[str, ...] = ()
    """With whom: the mentor, the intern, the lead."""
    there: Journey = ()
    back: Journey = ()

    def falls_on(self, when: date, week: int, day: int) -> bool:
        """Whether it is on a date that follows this week of the cycle and weekday."""
        if self.dates:
            return when in self.dates
        return day == self.day and week in self.weeks


def appointments(instance: Instance, timetable: Timetable) -> dict[str, tuple[Appointment, ...]]:
    """Say for every student, mentor and member of staff what they have, in order of time."""
    diary = diary_of(instance, timetable)
    found: dict[str, list[Appointment]] = defaultdict(list)
    for person, one in (*_days_out(diary), *_sessions(diary), *_meetings(diary)):
        found[person].append(one)
    return {
        person: tuple(sorted(own, key=lambda a: (a.day, a.start, a.kind, a.about)))
        for person, own in sorted(found.items())
    }


def _days_out(diary: Diary) -> Iterator[tuple[str, Appointment]]:
    for out in diary.outs:
        entry = out.entry
        start, end = out.hours or (0, 24 * 60 - 1)
        yield (
            entry.student,
            Appointment(
                kind=AppointmentKind.DAY_OUT,
                about=(str(entry.internship),),
                what=(),
                day=entry.day,
                start=start,
                end=end,
                weeks=out.weeks,
                dates=() if out.weekly else out.dates,
                place=entry.site,
                people=(entry.mentor,),
                there=entry.there,
                back=entry.back,
            ),
        )
        yield entry.mentor, _intern(out, start, end)


def _intern(out: Out, start: int, end: int) -> Appointment:
    return Appointment(
        kind=AppointmentKind.INTERN,
        about=(out.entry.student,),
        what=(),
        day=out.entry.day,
        start=start,
        end=end,
        weeks=out.weeks,
        dates=() if out.weekly else out.dates,
        place=out.entry.site,
        people=(out.entry.student,),
    )


def _sessions(diary: Diary) -> Iterator[tuple[str, Appointment]]:
    for section, running in diary.running.items():
        lead = running.entry.lead
        for activity in running.activities:
            if activity is None:
                continue
            led = _on_campus(
                AppointmentKind.LEADS, (section,), (section,), activity, activity.weeks
            )
            yield lead, led
            for student in diary.members[section]:
                about = (running.workshop.id,)
                yield (
                    student,
                    _on_campus(
                        AppointmentKind.SESSION,
                        about,
                        (section,),
                        activity,
                        activity.weeks,
                        (lead,),
                    ),
                )


def _meetings(diary: Diary) -> Iterator[tuple[str, Appointment]]:
    for met in diary.met:
        if met.activity is None:
            continue
        what = (met.advisory.id, met.kind.name)
        kind = AppointmentKind.MEETING
        advisor = met.advisory.advisor
        yield advisor, _on_campus(kind, what, what, met.activity, met.weeks)
        for member in diary.instance.members_of[met.advisory.id]:
            weeks = tuple(week for week in met.weeks if member.id not in met.absent[week])
            if weeks:
                yield (
                    StudentId(member.id),
                    _on_campus(kind, what, what, met.activity, weeks, (advisor,)),
                )


def _on_campus(
    kind: AppointmentKind,
    about: tuple[str, ...],
    what: tuple[str, ...],
    activity: Activity,
    weeks: tuple[int, ...],
    people: tuple[str, ...] = (),
) -> Appointment:
    return Appointment(
        kind=kind,
        about=about,
        what=what,
        day=activity.day,
        start=activity.start,
        end=activity.end,
        weeks=weeks,
        place=activity.room,
        people=people,
    )

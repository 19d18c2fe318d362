"""Who is expected on campus: for the hours of the grid, at sessions and at meetings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from scheduler.attendance.lines import Line
from scheduler.check.facts import Facts
from scheduler.domain.calendar import Span, minute
from scheduler.domain.ids import AdvisoryId, StudentId
from scheduler.domain.instance import Instance
from scheduler.domain.people import Student
from scheduler.domain.standing import EntryKind
from scheduler.domain.timetable import Timetable


class _Held(NamedTuple):
    """A session or meeting in the week."""

    entry: str
    kind: EntryKind
    site: str
    room: str
    lead: str
    start: int
    end: int


class Campus:
    """What a timetable says of the days at the school sites."""

    def __init__(self, instance: Instance, timetable: Timetable, facts: Facts) -> None:
        self.instance = instance
        self.facts = facts
        self._members: dict[str, list[StudentId]] = defaultdict(list)
        for enrolment in timetable.enrolments:
            self._members[enrolment.section].append(enrolment.student)
        self._sessions: dict[tuple[int, int], list[tuple[str, _Held]]] = defaultdict(list)
        self._meetings: dict[tuple[int, int], list[tuple[AdvisoryId, _Held]]] = defaultdict(list)
        self._place_sessions(timetable)
        self._place_meetings(timetable)
        self._hours = {
            (site.id, day): (
                minute(site.grid[slots[0]].start),
                minute(site.grid[slots[-1]].end),
            )
            for site in instance.school_sites
            for day, slots in facts.slots_of_day[site.id].items()
        }

    def lines(self, pattern: tuple[int, int], out: frozenset[str]) -> Iterator[Line]:
        """The lines of a week of the cycle and weekday, of all who are not out."""
        week, day = pattern
        for student in self.instance.students:
            hours = self._hours.get((self.facts.own_site[student.id].id, day))
            if student.id in out or hours is None:
                continue
            there = _without(hours, student, week, day)
            if there is not None:
                yield self._day(student, *there)
        for section, held in self._sessions.get(pattern, ()):
            for one in self._members[section]:
                if one not in out:
                    yield self._part(self.instance.student_of[one], held)
        for advisory, held in self._meetings.get(pattern, ()):
            for member in self.instance.members_of[advisory]:
                away = member.id in out or self.facts.unavailable(
                    member, day, held.start, held.end, (week,)
                )
                if not away:
                    yield self._part(member, held)

    def _day(self, student: Student, start: int, end: int) -> Line:
        advisory = self.instance.advisory_of[student.advisory]
        site = self.facts.own_site[student.id].id
        return Line(
            student=student.id,
            entry=EntryKind.CAMPUS.value,
            kind=EntryKind.CAMPUS,
            site=site,
            place=site,
            people=(advisory.advisor,),
            start=start,
            end=end,
            advisory=advisory.id,
        )

    def _part(self, student: Student, held: _Held) -> Line:
        return Line(
            student=student.id,
            entry=held.entry,
            kind=held.kind,
            site=held.site,
            place=held.room,
            people=(held.lead,),
            start=held.start,
            end=held.end,
            advisory=student.advisory,
        )

    def _place_sessions(self, timetable: Timetable) -> None:
        for running in timetable.sections:
            section, workshop = self.instance.section_of[running.section]
            site = self.instance.school_site_of[section.site]
            for session in running.sessions:
                time = site.span_of(session.slot, workshop.length)
                if time is None:
                    continue
                day, start, end = time
                held = _Held(
                    f"{EntryKind.SESSION}.{section.id}.{session.slot}",
                    EntryKind.SESSION,
                    site.id,
                    session.room,
                    running.lead,
                    start,
                    end,
                )
                for week in self.instance.weeks(workshop.weeks):
                    self._sessions[week, day].append((section.id, held))

    def _place_meetings(self, timetable: Timetable) -> None:
        for meeting in timetable.meetings:
            advisory = self.instance.advisory_of[meeting.advisory]
            kind = next((one for one in advisory.meetings if one.name == meeting.kind), None)
            site = self.instance.room_of[advisory.room][1]
            time = site.span_of(meeting.slot, kind.length) if kind is not None else None
            if kind is None or time is None:
                continue
            day, start, end = time
            held = _Held(
                f"{EntryKind.MEETING}.{advisory.id}.{meeting.slot}",
                EntryKind.MEETING,
                site.id,
                advisory.room,
                advisory.advisor,
                start,
                end,
            )
            for week in self.instance.weeks(kind.weeks):
                self._meetings[week, day].append((advisory.id, held))


def _without(
    hours: tuple[int, int], student: Student, week: int, day: int
) -> tuple[int, int] | None:
    """The hours less those at either end that the student cannot be there; None: all of them."""
    start, end = hours
    spans: list[Span] = [
        one for one in student.unavailable if one.day == day and one.holds_in(week)
    ]
    for span in sorted(spans, key=lambda one: one.minutes):
        if span.minutes[0] <= start:
            start = max(start, span.minutes[1])
    for span in sorted(spans, key=lambda one: -one.minutes[1]):
        if span.minutes[1] >= end:
            end = min(end, span.minutes[0])
    return (start, end) if start < end else None

"""A timetable turned round: who is where when, as the rules need to ask."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from scheduler.check.facts import Facts, Hours, facts_of
from scheduler.check.sound import sift
from scheduler.domain.ids import MentorId, RoomId, SchoolSiteId, SectionId, StaffId, StudentId
from scheduler.domain.instance import Instance
from scheduler.domain.offer import Section, Workshop
from scheduler.domain.people import Advisory, InternshipWish, MeetingKind, Student
from scheduler.domain.timetable import DayOut, Meeting, RunningSection, Timetable


class Activity(NamedTuple):
    """A session or a meeting, as it lies in the week."""

    what: str
    site: SchoolSiteId
    room: RoomId
    slot: int
    length: int
    day: int
    start: int
    end: int
    weeks: tuple[int, ...]


class Out(NamedTuple):
    """A day out, with what the instance knows about it."""

    entry: DayOut
    student: Student
    wish: InternshipWish
    weeks: tuple[int, ...]
    dates: tuple[date, ...]
    hours: Hours | None
    weekly: bool


class Met(NamedTuple):
    """A meeting; without an activity when it does not fit into the grid."""

    entry: Meeting
    advisory: Advisory
    kind: MeetingKind
    weeks: tuple[int, ...]
    activity: Activity | None
    absent: dict[int, tuple[StudentId, ...]]
    """By week, who is not there."""


class Running(NamedTuple):
    """A section that runs; a session that does not fit into the grid is None."""

    entry: RunningSection
    section: Section
    workshop: Workshop
    weeks: tuple[int, ...]
    activities: tuple[Activity | None, ...]


Cell = tuple[int, int]
"""A week and a weekday."""


class Diary:
    """Everybody's week by a timetable."""

    def __init__(self, instance: Instance, timetable: Timetable) -> None:
        self.instance = instance
        self.given = timetable
        self.facts: Facts = facts_of(instance)
        self.timetable, self.faults = sift(instance, timetable)
        self.outs = [self._out(entry) for entry in self.timetable.days_out]
        self.outs_of: dict[tuple[StudentId, int], list[Out]] = defaultdict(list)
        """By student and internship."""
        self.hosted: dict[MentorId, list[Out]] = defaultdict(list)
        self.away: dict[StudentId, set[Cell]] = defaultdict(set)
        """Weekly days out: each week and weekday on which a student is out."""
        for out in self.outs:
            self.outs_of[out.entry.student, out.entry.internship].append(out)
            self.hosted[out.entry.mentor].append(out)
            if out.weekly:
                self.away[out.entry.student] |= {(week, out.entry.day) for week in out.weeks}
        self.members: dict[SectionId, list[StudentId]] = defaultdict(list)
        self.sections_of: dict[StudentId, list[SectionId]] = defaultdict(list)
        for enrolment in self.timetable.enrolments:
            self.members[enrolment.section].append(enrolment.student)
            self.sections_of[enrolment.student].append(enrolment.section)
        self.running = {one.section: self._running(one) for one in self.timetable.sections}
        self.met = [self._met(entry) for entry in self.timetable.meetings]
        self.busy: dict[StudentId, dict[Cell, list[Activity]]] = defaultdict(dict)
        self.led: dict[StaffId, dict[Cell, list[Activity]]] = defaultdict(dict)
        self.booked: dict[RoomId, dict[Cell, list[Activity]]] = defaultdict(dict)
        self.occupied: dict[tuple[StudentId, int], int] = defaultdict(int)
        """By student and week, the slots of the own site's grid that an activity meets."""
        self.elsewhere: dict[tuple[StudentId, int], int] = defaultdict(int)
        """The same for activities at other sites only."""
        self.visits: dict[SchoolSiteId, list[tuple[StudentId, Activity]]] = defaultdict(list)
        """By school site, the activities there of students of other sites."""
        self._fill()

    def _out(self, entry: DayOut) -> Out:
        student = self.instance.student_of[entry.student]
        wish = student.internships[entry.internship]
        weeks = self.facts.weeks_of(student, entry.internship, entry.day)
        dates = self.facts.dates_of(student, entry.internship, entry.day)
        hours = self.facts.hours(entry.mentor, entry.site, entry.day, weeks)
        return Out(entry, student, wish, weeks, dates, hours, wish.block is None)

    def _running(self, entry: RunningSection) -> Running:
        section, workshop = self.instance.section_of[entry.section]
        site = self.instance.school_site_of[section.site]
        weeks = self.instance.weeks(workshop.weeks)
        activities: list[Activity | None] = []
        for session in entry.sessions:
            time = site.span_of(session.slot, workshop.length)
            activities.append(
                time
                and Activity(
                    f"section {section.id}",
                    site.id,
                    session.room,
                    session.slot,
                    workshop.length,
                    *time,
                    weeks,
                )
            )
        return Running(entry, section, workshop, weeks, tuple(activities))

    def _met(self, entry: Meeting) -> Met:
        advisory = self.instance.advisory_of[entry.advisory]
        kind = next(one for one in advisory.meetings if one.name == entry.kind)
        weeks = self.instance.weeks(kind.weeks)
        site = self.instance.room_of[advisory.room][1]
        time = site.span_of(entry.slot, kind.length)
        if time is None:
            return Met(entry, advisory, kind, weeks, None, {})
        what = f"{kind.name} of {advisory.id}"
        activity = Activity(what, site.id, advisory.room, entry.slot, kind.length, *time, weeks)
        absent = {
            week: tuple(
                one.id
                for one in self.instance.members_of[advisory.id]
                if (week, activity.day) in self.away.get(one.id, ())
                or self.facts.unavailable(one, activity.day, activity.start, activity.end, (week,))
            )
            for week in weeks
        }
        return Met(entry, advisory, kind, weeks, activity, absent)

    def _fill(self) -> None:
        for running in self.running.values():
            for activity in running.activities:
                if activity is None:
                    continue
                for week in activity.weeks:
                    cell = (week, activity.day)
                    self.led[running.entry.lead].setdefault(cell, []).append(activity)
                    self.booked[activity.room].setdefault(cell, []).append(activity)
                self._attend(self.members[running.entry.section], activity)
        for met in self.met:
            if met.activity is None:
                continue
            there: dict[tuple[int, ...], list[StudentId]] = defaultdict(list)
            for week in met.weeks:
                cell = (week, met.activity.day)
                self.led[met.advisory.advisor].setdefault(cell, []).append(met.activity)
                self.booked[met.advisory.room].setdefault(cell, []).append(met.activity)
            for member in self.instance.members_of[met.advisory.id]:
                weeks = tuple(week for week in met.weeks if member.id not in met.absent[week])
                there[weeks].append(member.id)
            for weeks, members in there.items():
                self._attend(members, met.activity, weeks)

    def _attend(
        self,
        students: Iterable[StudentId],
        activity: Activity,
        weeks: tuple[int, ...] | None = None,
    ) -> None:
        """Put an activity into the weeks of students; ``weeks``: in all of its weeks."""
        slots_of: dict[SchoolSiteId, int] = {}
        cells = [(one, (one, activity.day)) for one in (activity.weeks if weeks is None else weeks)]
        for student in students:
            own = self.facts.own_site[student]
            slots = slots_of.get(own.id)
            if slots is None:
                times = (activity.day, activity.start, activity.end)
                slots = slots_of[own.id] = self.facts.slots_met(own, *times)
            busy = self.busy[student]
            for week, cell in cells:
                busy.setdefault(cell, []).append(activity)
                self.occupied[student, week] |= slots
                if own.id != activity.site:
                    self.elsewhere[student, week] |= slots
                    if week == activity.weeks[0]:
                        self.visits[activity.site].append((student, activity))


_last: list[Diary] = []


def diary_of(instance: Instance, timetable: Timetable) -> Diary:
    """The diary of a timetable; the last one is kept, as every rule asks for it."""
    for diary in _last:
        if diary.given is timetable and diary.instance is instance:
            return diary
    diary = Diary(instance, timetable)
    _last[:] = [diary]
    return diary

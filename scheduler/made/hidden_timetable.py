"""The hidden timetable of a planted instance, as a timetable like any other."""

from __future__ import annotations

from collections import defaultdict

from scheduler.domain.ids import RunId, StudentId
from scheduler.domain.timetable import (
    DayOut,
    Enrolment,
    Meeting,
    PlacedSession,
    RunningSection,
    RunUse,
    Timetable,
)
from scheduler.made.campuses import CIRCLE, WHOLE
from scheduler.made.hidden import HiddenWeek
from scheduler.made.offer import WorkshopDraft
from scheduler.made.placement import Stay
from scheduler.made.ways import journey


class HiddenTimetable:
    """Collects what is hidden, city by city."""

    def __init__(self) -> None:
        self._days_out: list[DayOut] = []
        self._meetings: list[Meeting] = []
        self._sections: list[RunningSection] = []
        self._enrolments: list[Enrolment] = []
        self._riders: dict[RunId, set[StudentId]] = defaultdict(set)
        self._stops: dict[RunId, set[int]] = defaultdict(set)

    def add_days_out(self, stays: dict[tuple[str, int], list[Stay]]) -> None:
        """Take in the days out of a city."""
        for stay in (one for days in stays.values() for one in days):
            self._days_out.append(
                DayOut(
                    student=stay.student.id,
                    internship=stay.internship,
                    mentor=stay.mentor.id,
                    site=stay.site.id,
                    day=stay.day,
                    there=journey(stay.there),
                    back=journey(stay.back),
                )
            )
            for hop in (*stay.there, *stay.back):
                if hop.run is not None:
                    self._riders[hop.run].add(stay.student.id)
                    self._stops[hop.run].update(hop.stops)

    def add_week(self, week: HiddenWeek, workshops: list[WorkshopDraft]) -> None:
        """Take in what happens on campus at a school site."""
        for advisory in week.campus.advisories:
            kinds = (WHOLE, CIRCLE, CIRCLE)
            for kind, slot in zip(kinds, week.meetings[advisory.id], strict=True):
                self._meetings.append(Meeting(advisory=advisory.id, kind=kind, slot=slot))
        for section in (one for workshop in workshops for one in workshop.sections):
            starts, rooms = week.times.starts[section.id], week.rooms[section.id]
            self._sections.append(
                RunningSection(
                    section=section.id,
                    lead=week.times.leads[section.id],
                    sessions=tuple(
                        PlacedSession(slot=slot, room=room)
                        for slot, room in zip(starts, rooms, strict=True)
                    ),
                )
            )
            for student in week.enrolled.members[section.id]:
                self._enrolments.append(Enrolment(student=student.id, section=section.id))

    def finish(self, instance: str) -> Timetable:
        """The whole timetable, every part of it in order."""
        days = sorted(self._days_out, key=lambda one: (one.student, one.internship, one.day))
        return Timetable(
            instance=instance,
            days_out=tuple(days),
            meetings=tuple(sorted(self._meetings, key=lambda m: (m.advisory, m.kind, m.slot))),
            sections=tuple(sorted(self._sections, key=lambda one: one.section)),
            enrolments=tuple(sorted(self._enrolments, key=lambda e: (e.student, e.section))),
            runs=tuple(
                RunUse(
                    run=run,
                    stops=tuple(sorted(self._stops[run])),
                    riders=tuple(sorted(self._riders[run])),
                )
                for run in sorted(self._riders)
            ),
        )

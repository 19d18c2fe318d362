"""Who and what has what in a timetable: the entries behind every week shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from functools import cached_property

from scheduler.domain.calendar import DAY_NAMES, DateSpan, Grid, minute
from scheduler.domain.instance import Instance
from scheduler.domain.timetable import DayOut, Meeting, RunningSection, Timetable
from scheduler.service.weeks.names import Names
from scheduler.service.weeks.sentences import clock_text, journey_text
from scheduler.service.weeks.week import WHOLE_DAY, Entry, EntryKind, Line, Week


class Diary:
    """A timetable looked at from the side of one person, place or thing."""

    def __init__(self, instance: Instance, timetable: Timetable) -> None:
        self.instance = instance
        self.timetable = timetable
        self.names = Names(instance)

    @cached_property
    def enrolled(self) -> dict[str, list[str]]:
        """Students of each section, in the order of the timetable."""
        found: dict[str, list[str]] = defaultdict(list)
        for one in self.timetable.enrolments:
            found[one.section].append(one.student)
        return found

    @cached_property
    def sections_of(self) -> dict[str, list[str]]:
        """Sections of each student, in the order of the timetable."""
        found: dict[str, list[str]] = defaultdict(list)
        for one in self.timetable.enrolments:
            found[one.student].append(one.section)
        return found

    @cached_property
    def outs_of(self) -> dict[str, list[DayOut]]:
        """Days out of each student, and of each mentor."""
        found: dict[str, list[DayOut]] = defaultdict(list)
        for one in self.timetable.days_out:
            found[one.student].append(one)
            found[one.mentor].append(one)
        return found

    @cached_property
    def schools(self) -> frozenset[str]:
        """Ids of schools: they have names, and no week."""
        return frozenset(one.id for one in self.instance.schools)

    @cached_property
    def running(self) -> dict[str, RunningSection]:
        """Running sections by id."""
        return {one.section: one for one in self.timetable.sections}

    def sessions(self, section: RunningSection, rooms: Container[str] | None = None) -> list[Entry]:
        """Entries for the sessions of a section, if need be only those in some rooms."""
        _, workshop = self.instance.section_of[section.section]
        found = []
        for session in section.sessions:
            room, site = self.instance.room_of[session.room]
            span = site.span_of(session.slot, workshop.length)
            if span is not None and (rooms is None or room.id in rooms):
                found.append(
                    Entry(
                        day=span[0],
                        start=span[1],
                        end=span[2],
                        kind=EntryKind.SESSION,
                        lines=(self.line(section.section), Line(room.name, room.id)),
                        weeks=workshop.weeks,
                    )
                )
        return found

    def meeting(self, meeting: Meeting) -> list[Entry]:
        """Entries for a meeting of an advisory; none where it does not fit the grid."""
        advisory = self.instance.advisory_of[meeting.advisory]
        room, site = self.instance.room_of[advisory.room]
        kind = next((one for one in advisory.meetings if one.name == meeting.kind), None)
        span = site.span_of(meeting.slot, kind.length if kind else 1)
        if span is None:
            return []
        return [
            Entry(
                day=span[0],
                start=span[1],
                end=span[2],
                kind=EntryKind.MEETING,
                lines=(
                    Line(f"{advisory.name}: {meeting.kind}", advisory.id),
                    Line(room.name, room.id),
                ),
                weeks=kind.weeks if kind else (),
            )
        ]

    def hours(self, out: DayOut) -> tuple[int, int] | None:
        """Internship hours of a day out in minutes: mentor, site and parents together."""
        weeks = self.instance.weeks(self.wish_weeks(out))
        spans = [
            span.minutes
            for span in self.instance.mentor_of[out.mentor].hours
            if span.day == out.day and any(span.holds_in(week) for week in weeks)
        ]
        for place in self.instance.lineage(out.site):
            spans += [(minute(o.start), minute(o.end)) for o in place.openings if o.day == out.day]
        return (max(s for s, _ in spans), min(e for _, e in spans)) if spans else None

    def hours_text(self, out: DayOut) -> str:
        """Internship hours of a day out: ``09:00-15:00``."""
        hours = self.hours(out)
        return f"{clock_text(hours[0])}-{clock_text(hours[1])}" if hours else "no hours"

    def line(self, one: str, before: str = "") -> Line:
        """One line with the name of a thing."""
        return Line(f"{before}{self.names.of(one)}", one)

    def ways(self, out: DayOut) -> tuple[Line, ...]:
        """How the student gets there and back, on two lines."""
        there, back = (journey_text(self.names, one) for one in (out.there, out.back))
        return Line(f"there: {there}"), Line(f"back: {back}")

    def out(self, out: DayOut, *lines: Line, whole_day: bool = False) -> Entry:
        """Give the entry of a day out, in its hours or over the whole day.

        That of a block stands beside the weekly pattern: it holds on its dates.
        """
        start, end = WHOLE_DAY if whole_day else (self.hours(out) or WHOLE_DAY)
        return Entry(
            day=out.day,
            start=start,
            end=end,
            kind=EntryKind.OUT,
            lines=lines,
            weeks=self.wish_weeks(out),
            dates=self.block_of(out),
        )

    def wish_weeks(self, out: DayOut) -> tuple[int, ...]:
        """Weeks of the cycle that a day out is held in; empty: all."""
        return self.instance.student_of[out.student].internships[out.internship].weeks

    def block_of(self, out: DayOut) -> DateSpan | None:
        """Give the dates of a day out that belongs to a block."""
        return self.instance.student_of[out.student].internships[out.internship].block

    def block_notes(self, outs: Sequence[DayOut]) -> tuple[str, ...]:
        """One line for each day out of a block: it stands beside the weekly pattern."""
        return tuple(
            f"Block {block.first} to {block.last}, {DAY_NAMES[one.day]}s:"
            f" {self.names.of(one.student)} with {self.names.of(one.mentor)}"
            f" at {self.names.of(one.site)} {self.hours_text(one)};"
            f" leaves {journey_text(self.names, one.there)};"
            f" back {journey_text(self.names, one.back)}"
            for one in outs
            if (block := self.block_of(one)) is not None
        )

    def week(
        self,
        one: str,
        kind: str,
        entries: Iterable[Entry],
        *,
        grid: Grid = (),
        notes: tuple[str, ...] = (),
    ) -> Week:
        """Make the week of a thing: titled with its name, id and kind."""
        return Week(
            about=one,
            name=self.names.of(one),
            kind=kind,
            weekdays=self.instance.term.weekdays,
            grid=grid,
            entries=tuple(entries),
            notes=notes,
        )

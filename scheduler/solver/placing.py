"""Placings: where on the clock a session or a meeting can be, alone in the school."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.domain.calendar import Span, covered
from scheduler.domain.ids import AdvisoryId, RoomId, SchoolSiteId, SectionId, StaffId, StudentId
from scheduler.domain.people import MeetingKind
from scheduler.domain.places import Mode, SchoolSite
from scheduler.solver.ways import least_minutes

if TYPE_CHECKING:
    from scheduler.solver.problem import Problem


@dataclass(frozen=True, slots=True)
class Placing:
    """Some slots of a school site, from the first one's start to the last one's end.

    ``mask``: the bits of the weekday that this stretch overlaps; two placings overlap
    exactly when they share a weekday and a bit.
    """

    site: SchoolSiteId
    slot: int
    length: int
    day: int
    begin: int
    end: int
    mask: int

    @property
    def order(self) -> tuple[int, int]:
        """Weekday and minute it begins."""
        return self.day, self.begin

    def overlaps(self, other: Placing) -> bool:
        """Whether both take place at one moment of the week."""
        return self.day == other.day and bool(self.mask & other.mask)


class Placings:
    """Remembers every placing of an instance, and what blocks it."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._made: dict[tuple[str, int, int], Placing] = {}
        self._sections: dict[tuple[str, bool], list[Placing]] = {}
        self._meetings: dict[tuple[str, str, bool], list[Placing]] = {}
        self._minutes: dict[tuple[tuple[Mode, ...], str, str], int | None] = {}
        self._free: dict[tuple[str, Placing, tuple[int, ...]], bool] = {}
        self._masks: dict[tuple[int, int, int], int] = {}

    def of(self, site: SchoolSite, slot: int, length: int) -> Placing:
        """The placing of so many slots from one on, wherever it is."""
        key = (site.id, slot, length)
        found = self._made.get(key)
        if found is None:
            day, begin, end = site.span_of(slot, length) or (site.grid[slot].day, 0, 0)
            mask = self.mask(day, begin, end)
            found = self._made[key] = Placing(site.id, slot, length, day, begin, end, mask)
        return found

    def mask(self, day: int, begin: int, end: int) -> int:
        """The bits of a weekday that a stretch of minutes overlaps."""
        key = (day, begin, end)
        found = self._masks.get(key)
        if found is None:
            found = self._masks[key] = self._problem.times.mask(day, begin, end)
        return found

    def of_section(self, section_id: SectionId, blocked: bool = False) -> list[Placing]:
        """Placings of a session in the workshop's allowed times.

        Left out, unless ``blocked``, are those when no lead or no room can be had at all.
        """
        key = (section_id, blocked)
        if key not in self._sections:
            problem = self._problem
            section, workshop = problem.instance.section_of[section_id]
            found = problem.times.starts(
                section.site, workshop.length, workshop.allowed, workshop.weeks
            )
            site = problem.instance.school_site_of[section.site]
            placings = [self.of(site, slot, workshop.length) for slot, _, _ in found]
            if not blocked:
                rooms = [RoomId(room) for room in problem.rooms_for[section.id]]
                placings = [
                    p
                    for p in placings
                    if any(self.staff_can(s, p, workshop.weeks) for s in section.leads)
                    and any(self.room_can(r, p, workshop.weeks) for r in rooms)
                ]
            self._sections[key] = placings
        return self._sections[key]

    def of_meeting(
        self, advisory_id: AdvisoryId, kind: MeetingKind, blocked: bool = False
    ) -> list[Placing]:
        """Placings of a meeting in its allowed times.

        Left out, unless ``blocked``, are those when advisor or home room cannot be had.
        """
        key = (advisory_id, kind.name, blocked)
        if key not in self._meetings:
            problem = self._problem
            advisory = problem.instance.advisory_of[advisory_id]
            site = problem.instance.room_of[advisory.room][1]
            found = problem.times.starts(site.id, kind.length, kind.allowed, kind.weeks)
            placings = [self.of(site, slot, kind.length) for slot, _, _ in found]
            if not blocked:
                placings = [
                    p
                    for p in placings
                    if self.staff_can(advisory.advisor, p, kind.weeks)
                    and self.room_can(advisory.room, p, kind.weeks)
                ]
            self._meetings[key] = placings
        return self._meetings[key]

    def staff_can(self, staff_id: StaffId, placing: Placing, weeks: tuple[int, ...]) -> bool:
        """Whether somebody says they can lead then, in every week meant."""
        key = (staff_id, placing, weeks)
        found = self._free.get(key)
        if found is None:
            spans = self._problem.instance.staff_of[staff_id].available
            found = self._free[key] = not spans or all(
                covered(spans, placing.day, placing.begin, placing.end, week)
                for week in self._problem.instance.weeks(weeks)
            )
        return found

    def room_can(self, room_id: RoomId, placing: Placing, weeks: tuple[int, ...]) -> bool:
        """Whether a room can be used then, in every week meant."""
        key = (room_id, placing, weeks)
        found = self._free.get(key)
        if found is None:
            spans = self._problem.instance.room_of[room_id][0].unavailable
            found = self._free[key] = not self._meets(spans, placing, weeks)
        return found

    def student_can(self, student_id: StudentId, placing: Placing, weeks: tuple[int, ...]) -> bool:
        """Whether a student is available then, in every week meant."""
        key = (student_id, placing, weeks)
        found = self._free.get(key)
        if found is None:
            spans = self._problem.instance.student_of[student_id].unavailable
            found = self._free[key] = not self._meets(spans, placing, weeks)
        return found

    def _meets(self, spans: tuple[Span, ...], placing: Placing, weeks: tuple[int, ...]) -> bool:
        return any(
            span.day == placing.day
            and span.minutes[0] < placing.end
            and placing.begin < span.minutes[1]
            and any(span.holds_in(week) for week in self._problem.instance.weeks(weeks))
            for span in spans
        )

    def minutes_between(self, modes: tuple[Mode, ...], one: str, two: str) -> int | None:
        """Least minutes from one place to another, at any time of day (None: no way)."""
        if one == two:
            return 0
        key = (modes, one, two)
        if key not in self._minutes:
            self._minutes[key] = least_minutes(self._problem.instance, one, two, modes)
        return self._minutes[key]

    def too_near(self, modes: tuple[Mode, ...], one: Placing, two: Placing) -> bool:
        """Whether nobody can be at both placings, travel between them included."""
        if one.day != two.day:
            return False
        first, second = (one, two) if one.order <= two.order else (two, one)
        minutes = self.minutes_between(modes, first.site, second.site)
        return minutes is None or second.begin < first.end + minutes

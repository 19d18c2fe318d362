"""What the checker looks up in an instance, gathered once for each instance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from typing import Generic, TypeVar

from scheduler.check.part import Part
from scheduler.domain.calendar import DAY_NAMES, Span, minute
from scheduler.domain.ids import MentorId, SchoolSiteId, SiteId, StudentId
from scheduler.domain.instance import Instance
from scheduler.domain.people import Student
from scheduler.domain.places import InternshipSite, SchoolSite

Made = TypeVar("Made")
Hours = tuple[int, int]
"""Start and end in minutes after midnight."""


def day_name(day: int) -> str:
    """``Tue`` for 1; what is no weekday is called by its number."""
    return DAY_NAMES[day] if 0 <= day <= 6 else f"weekday {day}"


def lies_inside(span: Span, day: int, start: int, end: int, week: int) -> bool:
    """Whether a time of a week lies inside a span."""
    first, last = span.minutes
    return span.day == day and span.holds_in(week) and first <= start and end <= last


def meets(span: Span, day: int, start: int, end: int, week: int) -> bool:
    """Whether a time of a week overlaps a span."""
    first, last = span.minutes
    return span.day == day and span.holds_in(week) and first < end and start < last


class Facts:
    """Dates, hours and unavailable times of a school, ready to be asked."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.weeks = instance.weeks()
        self.dates = tuple(instance.term.dates())
        self.dates_on: dict[tuple[int, int], list[date]] = defaultdict(list)
        for when, week, day in self.dates:
            self.dates_on[week, day].append(when)
        self.own_site: dict[StudentId, SchoolSite] = {
            one.id: instance.school_site_of_student(one) for one in instance.students
        }
        self.lineage: dict[SiteId, tuple[InternshipSite, ...]] = {
            one.id: tuple(instance.lineage(one.id)) for one in instance.internship_sites
        }
        self.slots_of_day: dict[SchoolSiteId, dict[int, list[int]]] = {}
        for site in instance.school_sites:
            days: dict[int, list[int]] = defaultdict(list)
            for slot, one in enumerate(site.grid):
                days[one.day].append(slot)
            self.slots_of_day[site.id] = dict(days)
        self.lunch: dict[SchoolSiteId, int] = {
            site.id: sum(1 << slot for slot, one in enumerate(site.grid) if one.lunch)
            for site in instance.school_sites
        }
        self._slots_met: dict[tuple[SchoolSiteId, int, int, int], int] = {}
        self._hours: dict[tuple[MentorId, SiteId, int, tuple[int, ...]], Hours | None] = {}
        self._dates_of: dict[tuple[object, ...], tuple[date, ...]] = {}
        self.unavailable_slots: dict[tuple[StudentId, int], int] = {
            (one.id, week): self._unavailable_slots(one, week)
            for one in instance.students
            for week in self.weeks
        }

    def _unavailable_slots(self, student: Student, week: int) -> int:
        site = self.own_site[student.id]
        found = 0
        for span in student.unavailable:
            if span.holds_in(week):
                found |= self.slots_met(site, span.day, *span.minutes)
        return found

    def slots_met(self, site: SchoolSite, day: int, start: int, end: int) -> int:
        """The slots of a site's grid that a time overlaps, one bit each."""
        key = (site.id, day, start, end)
        if key not in self._slots_met:
            self._slots_met[key] = sum(
                1 << slot
                for slot in self.slots_of_day[site.id].get(day, ())
                if site.grid[slot].minutes[0] < end and start < site.grid[slot].minutes[1]
            )
        return self._slots_met[key]

    def unavailable(
        self, student: Student, day: int, start: int, end: int, weeks: tuple[int, ...]
    ) -> bool:
        """Whether a student is unavailable at any moment of a time, in one of the weeks."""
        return any(
            meets(span, day, start, end, week) for span in student.unavailable for week in weeks
        )

    def dates_of(self, student: Student, internship: int, day: int) -> tuple[date, ...]:
        """The school dates of a day out on this weekday, in order."""
        wish = student.internships[internship]
        key = (wish.block, wish.weeks, day)
        if key not in self._dates_of:
            weeks = self.instance.weeks(wish.weeks)
            self._dates_of[key] = tuple(
                when
                for when, week, weekday in self.dates
                if weekday == day
                and (wish.block.covers(when) if wish.block is not None else week in weeks)
            )
        return self._dates_of[key]

    def weeks_of(self, student: Student, internship: int, day: int) -> tuple[int, ...]:
        """The weeks of a day out on this weekday: those named, or those of a block's dates."""
        wish = student.internships[internship]
        if wish.block is None:
            return self.instance.weeks(wish.weeks)
        dates = self.dates_of(student, internship, day)
        found = {pattern[0] for one in dates if (pattern := self.instance.term.pattern_of(one))}
        return tuple(sorted(found))

    def hours(
        self, mentor: MentorId, site: SiteId, day: int, weeks: tuple[int, ...]
    ) -> Hours | None:
        """Internship hours that hold in all of these weeks, or None."""
        key = (mentor, site, day, weeks)
        if key not in self._hours:
            self._hours[key] = self._find_hours(mentor, site, day, weeks)
        return self._hours[key]

    def _find_hours(
        self, mentor: MentorId, site: SiteId, day: int, weeks: tuple[int, ...]
    ) -> Hours | None:
        if not weeks:
            return None
        times: list[Hours] = []
        for week in weeks:
            held = [
                span.minutes
                for span in self.instance.mentor_of[mentor].hours
                if span.day == day and span.holds_in(week)
            ]
            if not held:
                return None
            times += held
        for place in self.lineage[site]:
            if place.openings:
                opened = [one for one in place.openings if one.day == day]
                if not opened:
                    return None
                times += [(minute(one.start), minute(one.end)) for one in opened]
        start, end = max(one[0] for one in times), min(one[1] for one in times)
        return (start, end) if start < end else None


class Remembered(Generic[Made]):
    """Something made from an instance, kept for the last few instances.

    Instances are told apart by identity: to hash one would read all of it. A part of a
    school has what its whole school has.
    """

    def __init__(self, make: Callable[[Instance], Made], most: int = 4) -> None:
        self._make = make
        self._most = most
        self._kept: tuple[tuple[Instance, Made], ...] = ()

    def __call__(self, instance: Instance) -> Made:
        """What was made from this instance, now or before."""
        if isinstance(instance, Part):
            instance = instance.whole
        for known, made in self._kept:
            if known is instance:
                return made
        made = self._make(instance)
        self._kept = ((instance, made), *self._kept)[: self._most]
        return made


facts_of = Remembered(Facts)

"""When a mentor can host a student at a site, whatever anybody else does."""

from __future__ import annotations

from datetime import date

from scheduler.domain.calendar import minute
from scheduler.domain.ids import SiteId
from scheduler.domain.instance import Instance
from scheduler.domain.people import InternshipWish, Mentor, Student
from scheduler.solver.times import Times


class Possible:
    """Answers for hours, availability and rule ``eligible``."""

    def __init__(self, instance: Instance, times: Times) -> None:
        self._instance = instance
        self._times = times
        self._hours: dict[tuple[object, ...], tuple[int, int] | None] = {}
        self._last_dates: dict[tuple[int, int], date] = {}
        for when, week, day in instance.term.dates():
            self._last_dates[week, day] = when
        self._last_date: dict[tuple[object, ...], date | None] = {}

    def weeks(self, wish: InternshipWish, day: int) -> list[int]:
        """Weeks of the cycle in which an internship is held on a weekday."""
        if wish.block is None:
            return list(self._instance.weeks(wish.weeks))
        classes = self._times.classes_of(day, (), wish.block)
        return sorted({self._times.date_classes[i][0] for i in classes})

    def hours(
        self, mentor: Mentor, site: SiteId, day: int, wish: InternshipWish
    ) -> tuple[int, int] | None:
        """Internship hours in minutes, over all weeks of the internship."""
        key = (mentor.id, site, day, wish.weeks, wish.block)
        if key not in self._hours:
            self._hours[key] = self._find_hours(mentor, site, day, wish)
        return self._hours[key]

    def _find_hours(
        self, mentor: Mentor, site: SiteId, day: int, wish: InternshipWish
    ) -> tuple[int, int] | None:
        start, end = 0, 24 * 60
        for week in self.weeks(wish, day):
            spans = [s for s in mentor.hours if s.day == day and s.holds_in(week)]
            if not spans:
                return None
            start, end = max(start, spans[0].minutes[0]), min(end, spans[0].minutes[1])
        for place in self._instance.lineage(site):
            if not place.openings:
                continue
            open_then = [opening for opening in place.openings if opening.day == day]
            if not open_then:
                return None
            start = max(start, minute(open_then[0].start))
            end = min(end, minute(open_then[0].end))
        return (start, end) if start < end else None

    def is_busy(
        self, student: Student, wish: InternshipWish, day: int, start: int, end: int
    ) -> bool:
        """Whether a student is not available during hours on a weekday."""
        if not student.unavailable:
            return False
        weeks = self.weeks(wish, day)
        return any(
            span.day == day
            and span.minutes[0] < end
            and start < span.minutes[1]
            and any(span.holds_in(week) for week in weeks)
            for span in student.unavailable
        )

    def last_date(self, wish: InternshipWish, day: int) -> date | None:
        """The last date of a day out on a weekday (None: it has no date)."""
        key = (wish.weeks, wish.block, day)
        if key not in self._last_date:
            self._last_date[key] = self._find_last_date(wish, day)
        return self._last_date[key]

    def _find_last_date(self, wish: InternshipWish, day: int) -> date | None:
        if wish.block is None:
            dates = [self._last_dates.get((week, day)) for week in self.weeks(wish, day)]
            return max((one for one in dates if one is not None), default=None)
        block = wish.block
        held = (d for d, _, weekday in self._instance.term.dates() if weekday == day)
        return max((one for one in held if block.covers(one)), default=None)

    def eligible(
        self, student: Student, mentor: Mentor, site: SiteId, day: int, wish: InternshipWish
    ) -> bool:
        """Whether rule ``eligible`` lets this day out be on all its dates."""
        if student.id in mentor.never_with:
            return False
        last = self.last_date(wish, day)
        until = mentor.clearance_until
        if last is not None and until is not None and until < last:
            return False
        for place in self._instance.lineage(site):
            if student.age < place.minimum_age:
                return False
            if any(hazard in student.avoid_hazards for hazard in place.hazards):
                return False
            if last is None:
                continue
            if any(p.until is not None and p.until < last for p in place.clearances):
                return False
            if not all(_held(student, name, last) for name in place.requires):
                return False
        return True


def _held(student: Student, name: str, until: date) -> bool:
    """Whether a student holds a clearance until a date."""
    return any(
        paper.name == name and (paper.until is None or until <= paper.until)
        for paper in student.clearances
    )
